#include "domain/lesson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/matter_field.h"
#include "law/kinds.h"
#include "law/register.h"
#include "law/words.h"

struct reader {
    struct arena *arena;
    struct lesson *lesson;
    const struct case_line *at;
    struct problem *why;
};

static enum err fault_at(struct problem *why, int line, enum zh_id message, const char *value)
{
    char number[16];
    snprintf(number, sizeof number, "%d", line);
    return problem_set(why, ERR_INPUT, message, NULL, number, value, NULL);
}

static enum err bad(struct reader *r)
{
    return fault_at(r->why, r->at->line, ZH_lesson_value, r->at->value);
}

static bool is(const char *s, enum zh_id word)
{
    return strcmp(s, zh_text(word)) == 0;
}

/* Digits, then nothing or the unit; -1 when it is anything else. */
static int count_of(const char *s, const char *unit, int most)
{
    size_t n = strspn(s, "0123456789");
    if (n == 0 || n > 8 || strcmp(s + n, unit) != 0) return -1;
    long value = strtol(s, NULL, 10);
    return value <= most ? (int)value : -1;
}

/* ---- The person ----------------------------------------------------------------------------- */

static enum err take_age(struct reader *r)
{
    int n = count_of(r->at->value, "", 120);
    r->lesson->person.age = n;
    return n < 0 ? bad(r) : ERR_OK;
}

static enum err take_birthday(struct reader *r)
{
    int n = count_of(r->at->value, zh_text(ZH_training_days_ahead), 365);
    r->lesson->person.birthday_in = n;
    return n < 1 ? bad(r) : ERR_OK;
}

static enum err take_sex(struct reader *r)
{
    bool man = is(r->at->value, ZH_training_man);
    r->lesson->person.sex = man ? 1 : 2;
    return man || is(r->at->value, ZH_training_woman) ? ERR_OK : bad(r);
}

static enum err take_kind(struct reader *r)
{
    r->lesson->person.line_kind = line_kind_from_word(r->at->value);
    return r->lesson->person.line_kind ? ERR_OK : bad(r);
}

static enum err take_rate(struct reader *r)
{
    int yuan = count_of(r->at->value, "", 100000);
    r->lesson->person.rate_fen = (int64_t)yuan * 100;
    return yuan < 1 ? bad(r) : ERR_OK;
}

/* The kind, then yuan a month, of it basic pension and subsidy. */
static enum err take_second(struct reader *r)
{
    struct lesson_person *p = &r->lesson->person;
    int64_t *const parts[] = {&p->second_fen, &p->second_basic, &p->second_subsidy};
    const char *rest = r->at->value;
    size_t n = strcspn(rest, " ");
    p->second_kind = line_kind_from_word(arena_copy(r->arena, rest, n));
    for (size_t i = 0; i < 3; i++) {
        if (!rest[n]) return bad(r);
        rest += n + 1;
        n = strcspn(rest, " ");
        int yuan = count_of(arena_copy(r->arena, rest, n), "", 100000);
        if (yuan < 0) return bad(r);
        *parts[i] = (int64_t)yuan * 100;
    }
    return p->second_kind && p->second_fen > 0 && !rest[n] ? ERR_OK : bad(r);
}

static enum err take_payer(struct reader *r)
{
    bool own = is(r->at->value, ZH_training_own);
    r->lesson->person.payer = own ? LESSON_AT_OWN : LESSON_AT_OTHER;
    return own || is(r->at->value, ZH_training_elsewhere) ? ERR_OK : bad(r);
}

static enum err take_certified(struct reader *r)
{
    int n = count_of(r->at->value, zh_text(ZH_training_days_ago), 3000);
    r->lesson->person.certified_ago = n;
    return n < 1 ? bad(r) : ERR_OK;
}

static enum err take_relation(struct reader *r)
{
    r->lesson->person.relation = relation_from_word(r->at->value);
    return r->lesson->person.relation ? ERR_OK : bad(r);
}

/* ---- The lesson ----------------------------------------------------------------------------- */

static enum err take_number(struct reader *r)
{
    int n = count_of(r->at->value, "", 9999);
    r->lesson->number = n;
    return n < 1 ? bad(r) : ERR_OK;
}

static enum err many(struct reader *r)
{
    return fault_at(r->why, r->at->line, ZH_lesson_many, r->at->value);
}

/* "measure:7.4": an act of the register and one of its articles. */
static enum err take_cite(struct reader *r)
{
    const char *colon = strchr(r->at->value, ':');
    if (r->lesson->cite_count == LESSON_MANY) return many(r);
    enum act_id act = ACT_NONE;
    if (colon)
        act = register_act_find(arena_copy(r->arena, r->at->value, (size_t)(colon - r->at->value)));
    int article = act == ACT_NONE ? -1 : register_article_find(act, colon + 1);
    if (article < 0) return fault_at(r->why, r->at->line, ZH_lesson_cite, r->at->value);
    r->lesson->cites[r->lesson->cite_count++] = article;
    return ERR_OK;
}

/* "已报告 死亡 12天前": the word, then what it needs. */
static enum err take_loss(struct reader *r, const char *rest, struct lesson_setup *s)
{
    while (*rest == ' ') rest++;
    size_t n = strcspn(rest, " ");
    s->loss = loss_event_from_word(arena_copy(r->arena, rest, n));
    rest += n + (rest[n] == ' ');
    s->ago = count_of(rest, zh_text(ZH_training_days_ago), 3000);
    return s->loss && s->ago >= 0 ? ERR_OK : bad(r);
}

static enum err take_setup(struct reader *r)
{
    static const struct {
        enum zh_id word;
        enum lesson_setup_kind kind;
    } words[] = {{ZH_training_setup_certified, SETUP_CERTIFIED},
                 {ZH_training_setup_night, SETUP_NIGHT},
                 {ZH_training_setup_suspended, SETUP_SUSPENDED},
                 {ZH_training_setup_reported, SETUP_REPORTED},
                 {ZH_training_setup_ended, SETUP_ENDED}};
    struct lesson *l = r->lesson;
    if (l->setup_count == LESSON_MANY) return many(r);
    size_t n = strcspn(r->at->value, " ");
    const char *word = arena_copy(r->arena, r->at->value, n);
    struct lesson_setup s = {SETUP_UNSET, LOSS_UNSET, 0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is(word, words[i].word)) s.kind = words[i].kind;
    bool alone = s.kind == SETUP_CERTIFIED || s.kind == SETUP_NIGHT || s.kind == SETUP_SUSPENDED;
    enum err e = !s.kind || (alone && r->at->value[n]) ? bad(r) : ERR_OK;
    if (!e && !alone) e = take_loss(r, r->at->value + n, &s);
    l->setup[l->setup_count++] = s;
    return e;
}

/* ---- What is expected ----------------------------------------------------------------------- */

static enum matter_kind_id kind_of(const char *title)
{
    for (int k = MATTER_UNSET + 1; k < MATTER_KIND_COUNT; k++) {
        const struct matter_kind *kind = matter_kind((enum matter_kind_id)k);
        if (kind && strcmp(zh_text(kind->title), title) == 0) return kind->id;
    }
    return MATTER_UNSET;
}

static enum matter_state state_of(const char *title)
{
    for (int s = STATE_UNSET + 1; s < STATE_COUNT; s++)
        if (strcmp(matter_state_title((enum matter_state)s), title) == 0)
            return (enum matter_state)s;
    return STATE_UNSET;
}

static bool field_known(enum matter_kind_id id, const char *name)
{
    const struct matter_kind *kind = matter_kind(id);
    for (size_t i = 0; i < kind->field_count; i++)
        if (strcmp(kind->fields[i].name, name) == 0) return true;
    return false;
}

/* "信息变更" or "信息变更/field". */
static enum err expect_matter(struct reader *r, struct lesson_expect *x)
{
    const char *slash = strchr(r->at->key, '/');
    size_t n = slash ? (size_t)(slash - r->at->key) : strlen(r->at->key);
    x->matter = kind_of(arena_copy(r->arena, r->at->key, n));
    if (!x->matter) return fault_at(r->why, r->at->line, ZH_lesson_unknown, r->at->key);
    x->kind = slash ? EXPECT_FIELD : EXPECT_MATTER;
    x->field = slash ? slash + 1 : NULL;
    if (slash && !field_known(x->matter, x->field))
        return fault_at(r->why, r->at->line, ZH_lesson_unknown, r->at->key);
    if (slash || is(x->text, ZH_training_word_open)) return ERR_OK;
    x->want = !is(x->text, ZH_training_word_none);
    x->state = x->want ? state_of(x->text) : STATE_UNSET;
    return x->want && !x->state ? bad(r) : ERR_OK;
}

static enum err expect_certified(struct reader *r, struct lesson_expect *x)
{
    x->want = is(x->text, ZH_training_today);
    x->kind = is(x->text, ZH_training_word_undone) ? EXPECT_UNDONE : EXPECT_CERTIFIED;
    bool known = x->want || x->kind == EXPECT_UNDONE || is(x->text, ZH_training_word_none);
    return known ? ERR_OK : bad(r);
}

static enum err expect_paid(struct reader *r, struct lesson_expect *x)
{
    x->kind = EXPECT_PAID;
    x->want = is(x->text, ZH_training_word_paid);
    return x->want || is(x->text, ZH_training_word_stopped) ? ERR_OK : bad(r);
}

static enum err expect_loss(struct reader *r, struct lesson_expect *x, bool cause)
{
    x->kind = cause ? EXPECT_CAUSE : EXPECT_HAPPENED;
    x->want = cause ? (int)loss_event_from_word(x->text)
                    : count_of(x->text, zh_text(ZH_training_days_ago), 3000);
    return x->want > 0 || (!cause && x->want == 0) ? ERR_OK : bad(r);
}

static enum err take_expect(struct reader *r)
{
    struct lesson *l = r->lesson;
    const char *key = r->at->key;
    if (l->expect_count == LESSON_MANY) return many(r);
    struct lesson_expect *x = &l->expect[l->expect_count++];
    *x = (struct lesson_expect){.key = key, .text = r->at->value, .want = 1};
    if (is(key, ZH_training_want_certified)) return expect_certified(r, x);
    if (is(key, ZH_training_want_paid)) return expect_paid(r, x);
    if (is(key, ZH_training_want_cause)) return expect_loss(r, x, true);
    if (is(key, ZH_training_want_happened)) return expect_loss(r, x, false);
    return expect_matter(r, x);
}

/* Nothing done must not pass for done. */
static bool goal(const struct lesson_expect *x)
{
    bool negative = x->want == 0 && (x->kind == EXPECT_CERTIFIED || x->kind == EXPECT_MATTER);
    return !negative && x->kind != EXPECT_PAID;
}

/* ---- A whole lesson ------------------------------------------------------------------------- */

typedef enum err (*taker)(struct reader *r);

static const struct {
    enum zh_id key;
    bool needed, again; /* again: may stand more than once */
    size_t text;        /* offset of a sentence kept as it is; 0: take */
    taker take;
} keys[] = {
    {ZH_training_key_number, true, false, 0, take_number},
    {ZH_training_key_group, true, false, offsetof(struct lesson, group), NULL},
    {ZH_training_key_scenario, false, false, offsetof(struct lesson, scenario), NULL},
    {ZH_training_key_visitor, true, false, offsetof(struct lesson, visitor), NULL},
    {ZH_training_key_says, true, false, offsetof(struct lesson, says), NULL},
    {ZH_training_key_task, true, false, offsetof(struct lesson, task), NULL},
    {ZH_training_key_answer, true, false, offsetof(struct lesson, answer), NULL},
    {ZH_training_key_why, true, false, offsetof(struct lesson, why), NULL},
    {ZH_training_key_cite, true, true, 0, take_cite},
    {ZH_training_key_setup, false, true, 0, take_setup},
    {ZH_training_key_name, true, false, offsetof(struct lesson, person.name), NULL},
    {ZH_training_key_age, true, false, 0, take_age},
    {ZH_training_key_birthday, false, false, 0, take_birthday},
    {ZH_training_key_sex, true, false, 0, take_sex},
    {ZH_training_key_kind, true, false, 0, take_kind},
    {ZH_training_key_rate, true, false, 0, take_rate},
    {ZH_training_key_second, false, false, 0, take_second},
    {ZH_training_key_payer, true, false, 0, take_payer},
    {ZH_training_key_certified, true, false, 0, take_certified},
    {ZH_training_key_relation, false, false, 0, take_relation},
};
#define KEYS (sizeof keys / sizeof *keys)

static enum err take_given(struct reader *r, bool seen[KEYS])
{
    for (size_t k = 0; k < KEYS; k++) {
        if (!is(r->at->key, keys[k].key)) continue;
        if ((seen[k] && !keys[k].again) || !*r->at->value) return bad(r);
        seen[k] = true;
        if (keys[k].take) return keys[k].take(r);
        *(const char **)(void *)((char *)r->lesson + keys[k].text) = r->at->value;
        return ERR_OK;
    }
    return fault_at(r->why, r->at->line, ZH_lesson_unknown, r->at->key);
}

static enum err complete(const struct lesson *l, const bool seen[KEYS], struct problem *why)
{
    for (size_t k = 0; k < KEYS; k++)
        if (keys[k].needed && !seen[k])
            return fault_at(why, l->line, ZH_lesson_missing, zh_text(keys[k].key));
    for (size_t i = 0; i < l->expect_count; i++)
        if (goal(&l->expect[i])) return ERR_OK;
    return fault_at(why, l->line, ZH_lesson_no_goal, "");
}

static enum err take_lesson(struct reader *r, const struct case_one *one)
{
    bool seen[KEYS] = {false};
    enum err e = ERR_OK;
    *r->lesson = (struct lesson){
        .line = one->line, .title = one->title, .scenario = "", .person = {.birthday_in = 200}};
    for (size_t i = 0; !e && i < one->given_count; i++) {
        r->at = &one->given[i];
        e = take_given(r, seen);
    }
    for (size_t i = 0; !e && i < one->expected_count; i++) {
        r->at = &one->expected[i];
        e = take_expect(r);
    }
    return e ? e : complete(r->lesson, seen, r->why);
}

enum err lessons_of(struct arena *a, const struct casefile *file, struct lessons *out,
                    struct problem *why)
{
    enum err e = ERR_OK;
    *out = (struct lessons){ARENA_ARRAY(a, struct lesson, file->count), 0};
    for (size_t i = 0; !e && i < file->count; i++) {
        struct lesson *l = &out->rows[out->count++];
        struct reader r = {.arena = a, .lesson = l, .why = why};
        char number[16];
        e = take_lesson(&r, &file->cases[i]);
        snprintf(number, sizeof number, "%d", l->number);
        if (!e && i && l->number <= l[-1].number)
            e = fault_at(why, l->line, ZH_lesson_order, number);
    }
    return e;
}

enum err lessons_parse(struct arena *a, const char *text, struct lessons *out, struct problem *why)
{
    struct casefile file;
    *out = (struct lessons){0};
    enum err e = casefile_parse(a, text, &file, why);
    return e ? e : lessons_of(a, &file, out, why);
}

const struct lesson *lesson_find(const struct lessons *all, int number)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->rows[i].number == number) return &all->rows[i];
    return NULL;
}

struct date lesson_birth(const struct lesson_person *p, struct date today)
{
    return date_add_months(date_add_days(today, p->birthday_in), -12 * (p->age + 1));
}
