#include "main/law_register.h"

#include <string.h>

#include "base/buf.h"
#include "base/zh.h"
#include "law/law.h"
#include "law/params.h"
#include "law/register.h"

#define MOST_BYTES (4 << 20)
#define CITATION 256

struct sheet { /* what is being written */
    struct buf text;
    struct date on;
    bool json;
    int rows; /* objects written so far in the list that is open */
};

static enum err finish(struct run *r, struct sheet *s, struct problem *why)
{
    enum err e = s->text.failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL) : ERR_OK;
    if (!e && s->text.n) fwrite(s->text.p, 1, s->text.n, r->out);
    buf_free(&s->text);
    return e;
}

static void line(struct sheet *s, enum zh_id id, const char *a, const char *b, const char *c)
{
    char out[1024];
    buf_puts(&s->text, zh_print(out, sizeof out, id, a, b, c, NULL));
    buf_putc(&s->text, '\n');
}

/* "name":"value" with the comma before it where it is not the object's first. */
static void member(struct sheet *s, bool first, const char *name, const char *value)
{
    buf_printf(&s->text, "%s\"%s\":", first ? "" : ",", name);
    buf_json(&s->text, value);
}

static void members_days(struct sheet *s, struct date from, struct date until)
{
    member(s, false, "from", date_print(from).s);
    member(s, false, "until", date_print(until).s);
}

/* ---- Acts and articles ---------------------------------------------------------------------- */

static bool asked_for(const struct register_article *a, const char *wanted)
{
    size_t n = wanted ? strlen(wanted) : 0;
    return !wanted || (strncmp(a->key, wanted, n) == 0 && (!a->key[n] || a->key[n] == '.'));
}

static void readings_and_rules(struct sheet *s, int article)
{
    const struct register_interpretation *reading;
    for (int i = INTERPRETATION_NONE + 1; (reading = register_interpretation_at(i)); i++)
        if (reading->article == article && register_holds(reading->from, reading->until, s->on))
            line(s, ZH_law_show_reading, reading->gist, date_print(reading->from).s, NULL);
    for (int i = RULE_NONE + 1; i < RULE_COUNT; i++) {
        const struct register_rule *rule = register_rule_at(i);
        char days[64];
        if (rule->article != article) continue;
        snprintf(days, sizeof days, "%s~%s", date_print(rule->from).s, date_print(rule->until).s);
        line(s, ZH_law_show_rule, rule->key, rule->gist, days);
    }
}

static void article_json(struct sheet *s, int i, const char *citation, bool holds)
{
    const struct register_article *a = register_article_at(i);
    const struct register_interpretation *reading;
    int n = 0;
    buf_puts(&s->text, s->rows++ ? ",\n{" : "{");
    member(s, true, "citation", citation);
    member(s, false, "gist", a->gist);
    members_days(s, date_max(a->from, register_act_at(a->act)->from),
                 date_is_set(a->until) ? a->until : register_act_at(a->act)->until);
    buf_printf(&s->text, ",\"in_force\":%s,\"readings\":[", holds ? "true" : "false");
    for (int k = INTERPRETATION_NONE + 1; (reading = register_interpretation_at(k)); k++) {
        if (reading->article != i || !register_holds(reading->from, reading->until, s->on))
            continue;
        if (n++) buf_putc(&s->text, ',');
        buf_json(&s->text, reading->gist);
    }
    n = 0;
    buf_puts(&s->text, "],\"rules\":[");
    for (int k = RULE_NONE + 1; k < RULE_COUNT; k++) {
        if (register_rule_at(k)->article != i) continue;
        if (n++) buf_putc(&s->text, ',');
        buf_json(&s->text, register_rule_at(k)->key);
    }
    buf_puts(&s->text, "]}");
}

static void article(struct sheet *s, int i, bool rules)
{
    char citation[CITATION];
    const struct register_article *a = register_article_at(i);
    const struct register_act *act = register_act_at(a->act);
    bool holds = register_holds(a->from, a->until, s->on) && register_act_in_force(a->act, s->on);
    struct date until = date_is_set(a->until) ? a->until : act->until;
    register_citation(i, citation, sizeof citation);
    if (s->json) {
        article_json(s, i, citation, holds);
        return;
    }
    buf_printf(&s->text, "%s\t%s\t%s\t%s~%s\n", citation, a->gist,
               zh_text(holds ? ZH_law_holds : ZH_law_ended),
               date_print(date_max(a->from, act->from)).s, date_print(until).s);
    if (rules) readings_and_rules(s, i);
}

static void act_line(struct sheet *s, enum act_id id)
{
    const struct register_act *act = register_act_at(id);
    char days[64];
    snprintf(days, sizeof days, "%s~%s", date_print(act->from).s, date_print(act->until).s);
    line(s, ZH_law_show_act, act->title, act->number, days);
    if (*act->note) line(s, ZH_law_show_note, act->note, NULL, NULL);
}

enum err law_register_show(struct run *r, struct date on, struct problem *why)
{
    struct sheet s = {BUF(MOST_BYTES), on, args_has(&r->args, "--json"), 0};
    const char *wanted = r->args.words > 1 ? r->args.word[1] : NULL;
    enum act_id open = ACT_NONE;
    size_t shown = 0;
    if (s.json) buf_putc(&s.text, '[');
    for (size_t i = 0; i < register_article_count(); i++) {
        const struct register_article *a = register_article_at((int)i);
        if (!asked_for(a, wanted)) continue;
        if (!wanted && !s.json && a->act != open) act_line(&s, open = a->act);
        article(&s, (int)i, wanted != NULL);
        shown++;
    }
    if (s.json) buf_puts(&s.text, "]\n");
    else if (!register_act_in_force(ACT_MEASURE, on) && shown)
        buf_printf(&s.text, "%s\n", zh_text(ZH_law_banner));
    if (shown) return finish(r, &s, why);
    buf_free(&s.text);
    return problem_set(why, ERR_NOT_FOUND, ZH_law_show_none, "article", wanted, NULL);
}

/* ---- Parameters ----------------------------------------------------------------------------- */

static void row_json(struct sheet *s, const struct param_row *row, const char *value, bool first)
{
    buf_puts(&s->text, first ? "{" : ",{");
    member(s, true, "value", value);
    members_days(s, row->valid_from, row->valid_until);
    buf_putc(&s->text, '}');
}

static void param_json(struct sheet *s, const struct params *p, enum param_id id, const char *value)
{
    char text[128], citation[CITATION];
    size_t rows;
    const struct param_row *row = params_rows(p, id, &rows);
    buf_puts(&s->text, s->rows++ ? ",\n{" : "{");
    member(s, true, "key", params_key(id));
    if (value) member(s, false, "value", value);
    else buf_puts(&s->text, ",\"value\":null");
    member(s, false, "unit", params_unit(id));
    member(s, false, "text", params_text(id));
    buf_puts(&s->text, ",\"citations\":[");
    for (int n = 0; params_citation(id, n) >= 0; n++) {
        if (n) buf_putc(&s->text, ',');
        buf_json(&s->text, register_citation(params_citation(id, n), citation, sizeof citation));
    }
    buf_puts(&s->text, "],\"values\":[");
    for (size_t i = 0; i < rows; i++)
        row_json(s, &row[i], params_print(id, row[i].value, text, sizeof text), i == 0);
    buf_puts(&s->text, "]}");
}

static void param_lines(struct sheet *s, const struct params *p, enum param_id id)
{
    char text[128], citation[CITATION], days[64];
    size_t rows;
    const struct param_row *row = params_rows(p, id, &rows);
    line(s, ZH_law_param_text, params_text(id), params_unit(id), NULL);
    for (int n = 0; params_citation(id, n) >= 0; n++)
        line(s, ZH_law_param_citation,
             register_citation(params_citation(id, n), citation, sizeof citation), NULL, NULL);
    for (size_t i = 0; i < rows; i++) {
        snprintf(days, sizeof days, "%s~%s", date_print(row[i].valid_from).s,
                 date_print(row[i].valid_until).s);
        line(s, ZH_law_param_value, days, params_print(id, row[i].value, text, sizeof text), NULL);
    }
}

enum err law_register_params(struct run *r, const struct params *p, struct date on,
                             struct problem *why)
{
    struct sheet s = {BUF(MOST_BYTES), on, args_has(&r->args, "--json"), 0};
    if (s.json) buf_putc(&s.text, '[');
    for (int i = PARAM_NONE + 1; i < PARAM_COUNT; i++) {
        enum param_id id = (enum param_id)i;
        int64_t value;
        char text[128];
        bool there = params_value(p, id, on, &value);
        if (there) params_print(id, value, text, sizeof text);
        if (s.json) {
            param_json(&s, p, id, there ? text : NULL);
            continue;
        }
        buf_printf(&s.text, "%s = %s\n", params_key(id), there ? text : zh_text(ZH_law_no_value));
        param_lines(&s, p, id);
    }
    if (s.json) buf_puts(&s.text, "]\n");
    return finish(r, &s, why);
}
