#include "base/idnum.h"

#include <stdio.h>
#include <string.h>

#include "base/charset.h"

enum { PLAIN_MAX = 512 }; /* a card reader's whole record fits */

/* What was typed, reduced to its characters: blanks and hyphens dropped, letters in upper case. A
 * character that is not printable ASCII is kept as 0x01; its first occurrence is remembered for the
 * sentence. */
struct plain {
    char s[PLAIN_MAX];
    size_t n;
    size_t strange_at; /* 1-based position of the first character that no number has, 0 for none */
    char strange[5];
};

/* One typed character as the character of a number: 0 to drop it, 0x01 when no number has it. */
static char plain_character(uint32_t cp)
{
    cp = charset_narrow(cp);
    if (charset_blank(cp) || cp == '-' || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212) return 0;
    if (cp == 0x00D7 || cp == 0x2169 || cp == 0x2179)
        return 'X'; /* multiplication sign, Roman ten */
    if (cp >= 'a' && cp <= 'z') return (char)(cp - 'a' + 'A');
    return cp > ' ' && cp < 0x7F ? (char)cp : 0x01;
}

static void note_strange(struct plain *p, uint32_t cp)
{
    p->strange_at = p->n;
    size_t n = cp >= ' ' && cp != CHARSET_INVALID ? charset_put(cp, p->strange) : 0;
    p->strange[n] = 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool plain_of(const char *s, struct plain *p)
{
    *p = (struct plain){.n = 0};
    for (uint32_t cp; (cp = charset_next(&s)) != 0;) {
        bool quote = cp == '\'' || cp == 0x2018 || cp == 0x2019; /* marks a text cell */
        char c = quote && p->n == 0 ? 0 : plain_character(cp);
        if (!c) continue;
        if (p->n + 1 >= sizeof p->s) return false;
        p->s[p->n++] = c;
        if (!p->strange_at && !is_digit(c) && !is_letter(c)) note_strange(p, cp);
    }
    p->s[p->n] = 0;
    return true;
}

static size_t digits_ahead(const char *s)
{
    size_t n = 0;
    while (is_digit(s[n])) n++;
    return n;
}

char idnum_check_character(const char *d)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (d[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

void idnum_from15(const char *d, char out[19])
{
    bool centenarian = memcmp(d + 12, "99", 2) == 0 && d[14] >= '6';
    memcpy(out, d, 6);
    memcpy(out + 6, centenarian ? "18" : "19", 2);
    memcpy(out + 8, d + 6, 9);
    out[17] = idnum_check_character(out);
    out[18] = 0;
}

static int number_at(const char *d, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++) v = v * 10 + (d[i] - '0');
    return v;
}

/* Birth date of 18 characters; problems: impossible, future, too old. */
static enum err birth_of(const char *d, bool check_fits, struct date today, struct idnum *out,
                         struct problem *why)
{
    char shown[40], years[12];
    int y = number_at(d + 6, 4), m = number_at(d + 10, 2), day = number_at(d + 12, 2);
    snprintf(shown, sizeof shown, "%04d-%02d-%02d", y, m, day);
    if (!civil_valid(y, m, day)) {
        enum zh_id id =
            check_fits ? ZH_idnum_birth_impossible_check_fits : ZH_idnum_birth_impossible;
        return problem_set(why, ERR_INPUT, id, NULL, shown, NULL);
    }
    out->birth = date_of(y, m, day);
    if (date_cmp(out->birth, today) > 0)
        return problem_set(why, ERR_INPUT, ZH_idnum_birth_future, NULL, shown, date_print(today).s,
                           NULL);
    int age = date_age(out->birth, today);
    snprintf(years, sizeof years, "%d", age);
    if (age > IDNUM_AGE_IMPOSSIBLE)
        return problem_set(why, ERR_INPUT, ZH_idnum_too_old, NULL, shown, years, NULL);
    out->age_unusual = age > IDNUM_AGE_UNUSUAL;
    return ERR_OK;
}

static enum idnum_kind kind_of18(const char *d)
{
    if (d[0] == '9') return IDNUM_FOREIGN_RESIDENCE;
    return d[0] == '8' && d[1] >= '1' && d[1] <= '3' ? IDNUM_HMT_RESIDENCE : IDNUM_RESIDENT;
}

/* 17 digits and a digit or X. */
static enum err parse18(const char *d, struct date today, struct idnum *out, struct problem *why)
{
    bool fits = idnum_check_character(d) == d[17];
    enum err e = birth_of(d, fits, today, out, why);
    if (e) return e;
    if (!fits && memcmp(d + 15, "000", 3) == 0)
        return problem_set(why, ERR_INPUT, ZH_idnum_rounded, NULL, NULL);
    if (!fits) return problem_set(why, ERR_INPUT, ZH_idnum_check, NULL, NULL);
    out->kind = kind_of18(d);
    memcpy(out->number, d, 19);
    if (out->kind == IDNUM_FOREIGN_RESIDENCE)
        return ERR_OK; /* its digits 2-6 are province and country */
    out->sex = (d[16] - '0') % 2 ? SEX_MALE : SEX_FEMALE;
    memcpy(out->division, d, 6);
    return ERR_OK;
}

static enum err parse15(const char *d, struct date today, struct idnum *out, struct problem *why)
{
    char longer[19];
    idnum_from15(d, longer);
    enum err e = parse18(longer, today, out, why);
    /* The check character is computed here, so that it fits says nothing. */
    if (e && why && why->message == ZH_idnum_birth_impossible_check_fits)
        why->message = ZH_idnum_birth_impossible;
    if (!e) memcpy(out->original15, d, 16);
    return e;
}

/* Letters, then digits and nothing else. */
static enum idnum_kind shape_of_letters_digits(const char *s, size_t letters, size_t digits)
{
    bool permit = letters == 1 && strchr("HM", s[0]) && (digits == 8 || digits == 10);
    bool passport =
        (letters == 1 || letters == 2) && letters + digits == 9 && strchr("EGDSP", s[0]);
    if (letters == 3 && digits == 12) return IDNUM_FOREIGN_RESIDENCE_OLD;
    if (permit) return IDNUM_HM_PERMIT;
    if (letters == 0 && digits == 8) return IDNUM_TW_PERMIT;
    return passport ? IDNUM_PASSPORT : IDNUM_UNSET;
}

/* Documents that are told by their shape alone. */
static enum idnum_kind shape_of(const char *s, size_t n)
{
    size_t letters = 0, count = 0;
    while (is_letter(s[letters])) letters++;
    size_t digits = digits_ahead(s + letters);
    enum idnum_kind kind = IDNUM_UNSET;
    if (letters + digits == n) kind = shape_of_letters_digits(s, letters, digits);
    if (kind) return kind;
    for (size_t i = 0; i < n; i++) count += is_digit(s[i]);
    return n >= 6 && n <= 9 && count >= 4 ? IDNUM_FOREIGN_PASSPORT : IDNUM_UNSET;
}

/* 3.71002E+17 and its like: digits, perhaps a point, E, perhaps a plus, one or two digits. */
static bool scientific(const char *s)
{
    size_t n = digits_ahead(s), fraction = 0;
    if (!n) return false;
    if (s[n] == '.') n++, fraction = digits_ahead(s + n), n += fraction;
    if (s[n] != 'E') return false;
    bool plus = s[n + 1] == '+';
    size_t exponent = digits_ahead(s + n + 1 + plus);
    return s[n + 1 + plus + exponent] == 0 && exponent >= 1 && exponent <= 2 && (plus || fraction);
}

static enum err refuse_length(size_t n, enum zh_id message, struct problem *why)
{
    char count[24];
    snprintf(count, sizeof count, "%zu", n);
    return problem_set(why, ERR_INPUT, message, NULL, count, NULL);
}

static enum err refuse_character(const struct plain *p, size_t at, const char *shown,
                                 struct problem *why)
{
    char position[24];
    if (strchr(p->s, '.') && is_digit(p->s[0]))
        return problem_set(why, ERR_INPUT, ZH_idnum_numeric, NULL, NULL);
    snprintf(position, sizeof position, "%zu", at);
    return problem_set(why, ERR_INPUT, ZH_idnum_character, NULL, position, shown, NULL);
}

/* The position (1-based) of the first character that does not belong into n characters of an ID
 * number, 0 for none. */
static size_t misplaced(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_digit(s[i]) && !(n == 18 && i == 17 && s[i] == 'X')) return i + 1;
    return 0;
}

static enum err parse_plain(const struct plain *p, struct date today, struct idnum *out,
                            struct problem *why)
{
    if (p->n == 0) return problem_set(why, ERR_INPUT, ZH_idnum_empty, NULL, NULL);
    if (scientific(p->s)) return problem_set(why, ERR_INPUT, ZH_idnum_scientific, NULL, p->s, NULL);
    if (p->strange_at) return refuse_character(p, p->strange_at, p->strange, why);
    enum idnum_kind kind = shape_of(p->s, p->n);
    if (kind) {
        out->kind = kind;
        bool renewed = kind == IDNUM_HM_PERMIT && p->n == 11;
        memcpy(out->number, p->s, renewed ? 9 : p->n);
        return ERR_OK;
    }
    if (p->n != 15 && p->n != 18) {
        bool digits =
            misplaced(p->s, p->n) == 0 || (misplaced(p->s, p->n) == p->n && p->s[p->n - 1] == 'X');
        return refuse_length(p->n, digits || p->n > 11 ? ZH_idnum_length : ZH_idnum_format, why);
    }
    size_t bad = misplaced(p->s, p->n);
    if (bad) return refuse_character(p, bad, (char[]){p->s[bad - 1], 0}, why);
    return p->n == 15 ? parse15(p->s, today, out, why) : parse18(p->s, today, out, why);
}

/* ---- Longer strings of card readers ---- */

struct hunt {
    struct date today;
    struct idnum found;
    size_t count; /* different valid numbers seen */
};

static void hunt_try(struct hunt *h, const char *s)
{
    char d[19];
    memcpy(d, s, 18);
    d[18] = 0;
    struct idnum one = {0};
    if (parse18(d, h->today, &one, NULL)) return;
    if (h->count && strcmp(h->found.number, one.number) == 0) return;
    h->found = one;
    h->count++;
}

/* Looks at every run of digits (with an X behind): one of 18 as it stands, one of 26 or more, where
 * fields of fixed length stand side by side, at every place in it. Shorter ones are a mistyped
 * number and stay refused. */
static void hunt_in(struct hunt *h, const char *s)
{
    while (*s) {
        size_t n = digits_ahead(s);
        size_t run = n + (n >= 17 && s[n] == 'X');
        if (run == 18) hunt_try(h, s);
        if (run >= 26)
            for (size_t i = 0; i + 18 <= run; i++) hunt_try(h, s + i);
        s += n ? n : 1;
    }
}

/* As plain_of, but a blank ends a run of digits. */
static void spaced_of(const char *s, char out[PLAIN_MAX])
{
    size_t n = 0;
    for (uint32_t cp; (cp = charset_next(&s)) != 0 && n + 1 < PLAIN_MAX;) {
        char c = plain_character(cp);
        out[n++] = c ? c : ' ';
    }
    out[n] = 0;
}

static enum err parse_reader(const char *s, const struct plain *p, struct date today,
                             struct idnum *out, struct problem *why)
{
    char spaced[PLAIN_MAX];
    struct hunt h = {.today = today};
    spaced_of(s, spaced);
    hunt_in(&h, spaced);
    if (!h.count) hunt_in(&h, p->s);
    if (!h.count)
        return refuse_length(p->n, p->strange_at ? ZH_idnum_reader_none : ZH_idnum_length, why);
    if (h.count > 1) return problem_set(why, ERR_INPUT, ZH_idnum_reader_many, NULL, NULL);
    *out = h.found;
    return ERR_OK;
}

enum err idnum_parse(const char *s, struct date today, struct idnum *out, struct problem *why)
{
    struct plain p;
    struct idnum parsed = {0};
    *out = parsed;
    if (!plain_of(s, &p)) return refuse_length(strlen(s), ZH_idnum_reader_none, why);
    bool reader = p.n > 19 && !scientific(p.s);
    enum err e =
        reader ? parse_reader(s, &p, today, &parsed, why) : parse_plain(&p, today, &parsed, why);
    if (!e) *out = parsed;
    explicit_bzero(&p, sizeof p);
    return e;
}

enum zh_id idnum_kind_word(enum idnum_kind kind)
{
    static const enum zh_id words[IDNUM_KIND_COUNT] = {
        [IDNUM_RESIDENT] = ZH_idnum_kind_resident,
        [IDNUM_HMT_RESIDENCE] = ZH_idnum_kind_hmt_residence,
        [IDNUM_FOREIGN_RESIDENCE] = ZH_idnum_kind_foreign_residence,
        [IDNUM_FOREIGN_RESIDENCE_OLD] = ZH_idnum_kind_foreign_residence_old,
        [IDNUM_PASSPORT] = ZH_idnum_kind_passport,
        [IDNUM_HM_PERMIT] = ZH_idnum_kind_hm_permit,
        [IDNUM_TW_PERMIT] = ZH_idnum_kind_tw_permit,
        [IDNUM_FOREIGN_PASSPORT] = ZH_idnum_kind_foreign_passport,
    };
    return kind < IDNUM_KIND_COUNT ? words[kind] : ZH_none;
}

enum zh_id idnum_sex_word(enum sex sex)
{
    return sex == SEX_MALE ? ZH_idnum_sex_male : sex == SEX_FEMALE ? ZH_idnum_sex_female : ZH_none;
}

struct idnum_text idnum_mask(const char *number)
{
    struct idnum_text t = {""};
    size_t n = strnlen(number, sizeof t.s - 1);
    size_t head = n == 18 ? 6 : n == 15 ? 3 : 1, tail = n >= 15 ? 4 : n >= 6 ? 3 : 0;
    for (size_t i = 0; i < n; i++) t.s[i] = i < head || i + tail >= n ? number[i] : '*';
    return t;
}
