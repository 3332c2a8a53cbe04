#!/usr/bin/env python3
"""The photo of a person from the command line, beside a server too (K2; C1, C31; 个人信息保护法 29, 47)."""
import os
import struct
import zlib

from harness import HC, TOWN, WD, eq, has, inited, main, number, on, row, then
from test_handover import Served

A = number(1)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, extra=b""):
    rows = (b"\0" + bytes(width)) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + extra
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


@then(inited("2024-01-02"), "one with a file")
def ONE(w):
    w.roster([row(A, "张伟", "2023-07-15")])


def put(w, name, data):
    with open(os.path.join(w.folder, name), "wb") as f:
        f.write(data)
    return name


def photo(w, *words, who=f"clerk@{TOWN}", **more):
    return w.run("photo", *words, "--as", who, "--purpose", "核对", date="2024-03-04", **more)


@on(ONE)
def test_set_show_withdraw(w):
    photo(w, "show", A, code=1)
    has(photo(w, "set", A, put(w, "a.png", png(120, 150)), "--consent", "self", "--dry-run").out, "photo=1")
    photo(w, "show", A, code=1)
    has(photo(w, "set", A, "a.png", "--consent", "self").out, "photo=1 type=image/png width=120 height=150")
    shown = photo(w, "show", A, "--json").json()
    eq((shown["consent"], shown["taken_on"], shown["agency"]), ("self", "2024-03-04", TOWN))
    reads = w.run("person", "show", A, "--reads", "--as", f"clerk@{HC}", "--purpose", "本人要求", date="2024-03-04").out
    has(reads, "照片")
    has(photo(w, "withdraw", A, "--because", "consent", who=f"clerk@{WD}").out, "deleted=1")
    photo(w, "show", A, code=1)
    eq(w.sql("SELECT count(*) FROM photo_picture"), [(0,)])
    eq([a for a, in w.sql("SELECT action FROM audit WHERE action LIKE 'photo%' ORDER BY moment, n")],
       ["photo.set", "photo.withdraw"])
    w.run("audit", "verify")
    w.run("check")


@on(ONE)
def test_what_is_refused_says_what_to_do(w):
    put(w, "a.png", png(120, 150))
    has(photo(w, "set", A, "a.png", code=2).err, "--consent")
    has(photo(w, "set", A, "a.png", "--consent", "yes", code=2).err, "guardian")
    has(photo(w, "set", A, put(w, "b.jpg", b"<html>"), "--consent", "self", code=1).err, "JPEG 或 PNG")
    has(photo(w, "set", A, put(w, "c.png", bytes(300000)), "--consent", "self", code=1).err, "200 KB")
    photo(w, "set", A, "none.png", "--consent", "self", code=1)
    photo(w, "set", A, "a.png", "--consent", "self", who="auditadmin", code=5)
    eq(w.sql("SELECT count(*) FROM photo"), [(0,)])


@on(ONE)
def test_a_deleted_picture_leaves_no_bytes_in_the_file(w):
    if w.backend != "sqlite":
        return  # PostgreSQL's vacuum reuses the space in its own time
    photo(w, "set", A, put(w, "a.png", png(900, 900, chunk(b"zTXt", os.urandom(8)))), "--consent", "self")
    sealed = w.sql("SELECT sealed FROM photo_picture")[0][0]
    piece = sealed[len(sealed) // 2:][:48]

    def found():
        return any(piece in open(os.path.join(w.folder, "var", f), "rb").read()
                   for f in os.listdir(w.path("var")) if f.startswith("jianzai.db") and
                   os.path.isfile(os.path.join(w.folder, "var", f)))
    eq(found(), True)
    photo(w, "withdraw", A, "--because", "consent")
    eq(found(), False)


@on(ONE)
def test_a_store_of_before_keeps_its_photos_when_it_is_migrated(w):
    photo(w, "set", A, put(w, "a.png", png(120, 150)), "--consent", "self")
    w.sql("DELETE FROM schema_migration WHERE version = 20")
    w.run("migrate")
    eq(w.sql("SELECT count(*) FROM schema_migration WHERE version = 20"), [(1,)], "run again")
    has(photo(w, "show", A).out, "photo=1 type=image/png width=120 height=150")
    w.run("check")


@on(ONE)
def test_beside_a_server(w):
    put(w, "a.png", png(120, 150, chunk(b"tEXt", b"Comment\0home")))
    with Served(w) as s:
        has(photo(w, "set", A, "a.png", "--consent", "guardian").out, "photo=1")
        has(photo(w, "show", A).out, "consent=guardian")
        p = w.start("photo", "show", A, "--image", "--as", f"clerk@{TOWN}", "--purpose", "核对")
        eq(p.communicate(timeout=60)[0], png(120, 150))  # the comment alone is gone
        eq(s.stop(), 0)


if __name__ == "__main__":
    main(globals())
