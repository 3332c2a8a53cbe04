#!/usr/bin/env python3
"""A made-up roster of N rows, the same bytes for the same N and seed: gen_roster.py N SEED [MOVING] > file.

One person a row, numbers that check, births 1935 to 1963, four kinds of benefit, the seven
district-level payers of Weihai, a phone for most, a last certification within the past year.
With MOVING only so many of them have that spread over the year; the others were certified on the last
day of 2023, so that a city of any size has equally much to do on a day of January.
Every 10,000th row is refused (a wrong check digit), as real files have some.
"""
import sys

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PAYERS = ("371002000000", "371003000000", "371082000000", "371083000000")
KINDS = ("职工养老", "居民养老", "职工养老", "居民养老")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "建国秀英桂兰玉珍志强淑华德明文海丽红永福凤芝春生"
HEADER = "社会保障号码,姓名,待遇类别,待遇发放地,月标准,起始年月,居住地,联系电话,上次认证日期,上次认证方式"


def number(n):
    """Sequence and birth day from n: unique below 10 million."""
    place = ("371002", "371003", "371082", "371083")[n % 4]
    rest = n // 4
    seq, day = rest % 999 + 1, rest // 999
    birth = f"{1935 + day // 336 % 29:04d}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}"
    body = f"{place}{birth}{seq:03d}"
    return body, "10X98765432"[sum(w * int(c) for w, c in zip(WEIGHTS, body)) % 11]


def main():
    rows, seed = int(sys.argv[1]), int(sys.argv[2])
    every = rows // int(sys.argv[3]) if len(sys.argv) > 3 else 1
    out, x = sys.stdout, seed * 2654435761 % (1 << 32) or 1
    out.write(HEADER + "\r\n")
    for n in range(rows):
        x = (x * 1664525 + 1013904223) % (1 << 32)
        r = x >> 8
        body, check = number(n)
        if n % 10000 == 9999:
            check = "0" if check != "0" else "1"
        name = SURNAMES[r % 20] + GIVEN[r // 20 % 24] + GIVEN[r // 480 % 24]
        kind, payer = KINDS[n % 4], PAYERS[n % 4]
        rate = f"{(180 if n % 2 else 2600) + r % 2400}.{r % 100:02d}"
        phone = "" if r % 7 == 0 else f"1{3 + r % 6}{r % 1000000000:09d}"
        last = f"2023-{r % 12 + 1:02d}-{r // 12 % 28 + 1:02d}" if n % every == 0 else "2023-12-31"
        out.write(f"{body}{check},{name},{kind},{payer},{rate},{2000 + r % 20}-{r % 12 + 1:02d},"
                  f"{payer},{phone},{last},{r % 4 + 1}\r\n")


main()
