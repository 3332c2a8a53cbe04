/* certify, person, report-loss, matter: what happens to one person. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/alive.h"
#include "app/certify.h"
#include "app/find.h"
#include "app/level_list.h"
#include "app/loss_report.h"
#include "app/matter_list.h"
#include "app/matter_show.h"
#include "app/move.h"
#include "app/person_reads.h"
#include "app/person_show.h"
#include "app/sweep.h"
#include "app/today.h"
#include "base/zh.h"
#include "law/words.h"
#include "main/command.h"

static enum err tell_pending(struct run *r, const struct certified *done)
{
    char text[512], id[24];
    snprintf(id, sizeof id, "%" PRId64, done->reference);
    fprintf(
        r->out,
        args_has(&r->args, "--json")
            ? "{\"reference\":\"%s\",\"held_on\":\"%s\",\"valid_until\":null,\"pending\":true}\n"
            : "reference=%s held_on=%s pending=1\n",
        id, date_print(done->held_on).s);
    fprintf(r->err, "%s\n", zh_print(text, sizeof text, ZH_certify_pending, id, NULL));
    return ERR_OK;
}

enum err command_certify(struct run *r, struct problem *why)
{
    const char *way, *agency;
    struct certify c = {.channel = args_value(&r->args, "--channel"),
                        .note = args_value(&r->args, "--note")};
    struct certified done;
    enum err e = command_word(r, 0, &c.number, why);
    if (!e) e = command_needed(r, "--way", &way, why);
    if (!e) e = command_needed(r, "--agency", &agency, why);
    if (!e) e = command_date(r, "--on", &c.held_on, why);
    if (e) return e;
    c.way = strlen(way) == 1 && way[0] >= '0' && way[0] <= '9' ? way[0] - '0' : 0;
    c.agency = agency;
    e = certify_person(&r->call, &c, &done, why);
    if (e) return e;
    if (done.pending) return tell_pending(r, &done);
    if (args_has(&r->args, "--json"))
        fprintf(r->out,
                "{\"reference\":\"%" PRId64
                "\",\"held_on\":\"%s\",\"valid_until\":\"%s\",\"repeated\":%s,\"forwarded\":%d}\n",
                done.reference, date_print(done.held_on).s, date_print(done.valid_until).s,
                done.repeated ? "true" : "false", done.forwarded);
    else
        fprintf(r->out, "reference=%" PRId64 " valid_until=%s\n", done.reference,
                date_print(done.valid_until).s);
    char text[512];
    if (done.repeated) fprintf(r->err, "%s\n", zh_text(ZH_certify_repeated));
    if (done.forwarded)
        fprintf(r->err, "%s\n", zh_print(text, sizeof text, ZH_certify_forwarded, NULL));
    return ERR_OK;
}

/* ---- person --------------------------------------------------------------------------------- */

static enum err person_show_command(struct run *r, struct problem *why)
{
    const char *known = args_value(&r->args, "--known-at");
    struct person_view v = {.json = args_has(&r->args, "--json")};
    struct buf out = BUF(64u << 20);
    bool reads = args_has(&r->args, "--reads");
    enum err e = command_word(r, 1, &v.number, why);
    if (!e) e = command_date(r, "--as-of", &v.as_of, why);
    if (!e && known && moment_parse(known, &v.known_at, why)) e = why->code = ERR_USAGE;
    if (!e && reads) e = person_reads_print(&r->call, v.number, v.json, &out, why);
    else if (!e) e = person_show(&r->call, &v, &out, why);
    if (!e && out.n) fwrite(out.p, 1, out.n, r->out);
    buf_free(&out);
    return e;
}

static void find_json(const struct found *f, struct buf *b)
{
    buf_printf(b, "{\"total\":%zu,\"more\":%s,\"persons\":[", f->total, f->more ? "true" : "false");
    for (size_t i = 0; i < f->count; i++) {
        const struct find_row *row = &f->rows[i];
        buf_printf(b, "%s\n{\"person_id\":\"%" PRId64 "\",\"name\":", i ? "," : "", row->person_id);
        buf_json(b, row->name);
        buf_printf(b, ",\"number\":\"%s\",\"payer\":\"%s\",\"due_on\":\"%s\",\"attention\":%s}",
                   row->number.s, row->payer, date_print(row->due_on).s,
                   row->attention ? "true" : "false");
    }
    buf_puts(b, "]}\n");
}

static void find_text(const struct found *f, struct buf *b)
{
    char text[512], n[24];
    for (size_t i = 0; i < f->count; i++)
        buf_printf(b, "%" PRId64 "\t%s\t%s\t%s\t%s%s\n", f->rows[i].person_id, f->rows[i].name,
                   f->rows[i].number.s, f->rows[i].payer, date_print(f->rows[i].due_on).s,
                   f->rows[i].attention ? " !" : "");
    snprintf(n, sizeof n, "%zu", f->total);
    buf_printf(b, "%s\n",
               zh_print(text, sizeof text, f->more ? ZH_find_more : ZH_find_total, n, NULL));
}

static enum err person_find_command(struct run *r, struct problem *why)
{
    const char *text;
    struct found f;
    struct buf out = BUF(1u << 20);
    enum err e = command_word(r, 1, &text, why);
    if (!e) e = find_persons(&r->call, text, &f, why);
    if (e) return e;
    if (args_has(&r->args, "--json")) find_json(&f, &out);
    else find_text(&f, &out);
    fwrite(out.p, 1, out.n, r->out);
    buf_free(&out);
    return ERR_OK;
}

static void levels_json(const struct level_list *l, struct buf *b)
{
    buf_puts(b, "{");
    for (int i = SURVIVAL_CONFIRMED; i < SURVIVAL_COUNT; i++)
        buf_printf(b, "\"%s\":%" PRId64 ",", sweep_level_word((enum survival)i), l->count[i]);
    buf_printf(b, "\"total\":%zu,\"persons\":[", l->total);
    for (size_t i = 0; i < l->row_count; i++) {
        const struct level_row *row = &l->rows[i];
        buf_printf(b, "%s\n{\"person_id\":\"%" PRId64 "\",\"name\":", i ? "," : "", row->person_id);
        buf_json(b, row->name);
        buf_printf(b, ",\"number\":\"%s\",\"residence\":\"%s\",\"due_on\":\"%s\",\"level\":\"%s\"}",
                   row->number.s, row->residence_code, date_print(row->due_on).s,
                   sweep_level_word(row->level));
    }
    buf_puts(b, "]}\n");
}

static void levels_text(const struct level_list *l, struct buf *b)
{
    char text[512], n[4][24];
    for (size_t i = 0; i < l->row_count; i++) {
        const struct level_row *row = &l->rows[i];
        buf_printf(b, "%" PRId64 "\t%s\t%s\t%s\t%s\t%s\n", row->person_id, row->name, row->number.s,
                   row->residence_code, date_print(row->due_on).s, zh_text(grade_word(row->level)));
    }
    for (int i = SURVIVAL_CONFIRMED; i < SURVIVAL_COUNT; i++)
        snprintf(n[i], sizeof n[i], "%" PRId64, l->count[i]);
    snprintf(n[0], sizeof n[0], "%zu", l->row_count);
    buf_printf(b, "%s\n",
               zh_print(text, sizeof text, ZH_level_total, n[1], n[2], n[3], n[0], NULL));
}

static enum err person_list_command(struct run *r, struct problem *why)
{
    const char *level = args_value(&r->args, "--level");
    struct level_list l = {.level = level ? level_from_word(level) : SURVIVAL_UNSET};
    struct buf out = BUF(1u << 20);
    if (level && !l.level)
        return problem_set(why, ERR_USAGE, ZH_level_unknown, "level", level, NULL);
    enum err e = level_list(&r->call, &l, why);
    if (e) return e;
    if (args_has(&r->args, "--json")) levels_json(&l, &out);
    else levels_text(&l, &out);
    fwrite(out.p, 1, out.n, r->out);
    buf_free(&out);
    return ERR_OK;
}

static enum err person_alive_command(struct run *r, struct problem *why)
{
    struct alive in = {0};
    struct alive_done done;
    enum err e = command_word(r, 1, &in.number, why);
    if (!e) e = alive_at_counter(&r->call, &in, &done, why);
    if (!e) fprintf(r->out, "undone=%d ended=%d\n", done.undone, done.ended);
    return e;
}

enum err command_person(struct run *r, struct problem *why)
{
    const char *what;
    enum err e = command_word(r, 0, &what, why);
    if (e) return e;
    if (strcmp(what, "show") == 0) return person_show_command(r, why);
    if (strcmp(what, "find") == 0) return person_find_command(r, why);
    if (strcmp(what, "list") == 0) return person_list_command(r, why);
    if (strcmp(what, "alive") == 0) return person_alive_command(r, why);
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}

/* ---- certify-undo --------------------------------------------------------------------------- */

enum err command_certify_undo(struct run *r, struct problem *why)
{
    const char *text, *reason;
    char *end;
    struct undone done;
    enum err e = command_word(r, 0, &text, why);
    if (!e) e = command_needed(r, "--reason", &reason, why);
    if (e) return e;
    int64_t reference = strtoll(text, &end, 10);
    if (!*text || *end)
        return problem_set(why, ERR_NOT_FOUND, ZH_certification_unknown, "reference", NULL);
    e = today_undo(&r->call, reference, reason, &done, why);
    if (e) return e;
    if (args_has(&r->args, "--json"))
        fprintf(r->out,
                "{\"reference\":\"%" PRId64 "\",\"reversal\":\"%" PRId64
                "\",\"due_on\":\"%s\",\"closed\":%d}\n",
                done.reference, done.reversal, date_print(done.due_on).s, done.closed);
    else
        fprintf(r->out, "reference=%" PRId64 " reversal=%" PRId64 " due_on=%s closed=%d\n",
                done.reference, done.reversal, date_print(done.due_on).s, done.closed);
    return ERR_OK;
}

/* ---- report-loss ---------------------------------------------------------------------------- */

static enum err loss_flags(struct run *r, struct loss_report *in, struct problem *why)
{
    const char *event, *lives, *sentence = args_value(&r->args, "--sentence"), *on;
    enum err e = command_word(r, 0, &in->number, why);
    if (!e) e = command_needed(r, "--event", &event, why);
    if (!e) e = command_needed(r, "--on", &on, why);
    if (!e) e = command_date(r, "--on", &in->on, why);
    if (!e) e = command_date(r, "--until", &in->until, why);
    if (!e) e = command_date(r, "--reported", &in->reported_on, why);
    if (e) return e;
    lives = args_value(&r->args, "--reporter-lives");
    in->event = loss_event_from_word(event);
    if (!in->event) return problem_set(why, ERR_USAGE, ZH_loss_event, "event", event, NULL);
    if (sentence) in->sentence = sentence_from_word(sentence);
    if (sentence && !in->sentence)
        return problem_set(why, ERR_USAGE, ZH_loss_sentence, "sentence", NULL);
    if (lives && strcmp(lives, "in") != 0 && strcmp(lives, "out") != 0)
        return problem_set(why, ERR_USAGE, ZH_loss_lives, "reporter-lives", lives, NULL);
    in->reporter_in_city = !lives || strcmp(lives, "in") == 0;
    if (!date_is_set(in->reported_on)) in->reported_on = r->call.clock.business_date;
    return ERR_OK;
}

enum err command_report_loss(struct run *r, struct problem *why)
{
    struct loss_report in = {0};
    struct loss_reported done = {0};
    enum err e = loss_flags(r, &in, why);
    if (!e) e = loss_report(&r->call, &in, &done, why);
    if (e) return e;
    const struct report_clock *c = &done.clock;
    bool json = args_has(&r->args, "--json");
    fputs(json ? "{\"matters\":[" : "matter=", r->out);
    for (size_t i = 0; i < done.matter_count; i++)
        fprintf(r->out, json ? "%s\"%" PRId64 "\"" : "%s%" PRId64, i ? "," : "", done.matter[i]);
    fprintf(r->out,
            json ? "],\"local_limit\":\"%s\",\"national_limit\":\"%s\",\"binding_limit\":\"%s\","
                   "\"days_late\":%d,"
                   "\"days_late_local\":%d}\n"
                 : " local_limit=%s national_limit=%s binding_limit=%s days_late=%d "
                   "days_late_local=%d\n",
            date_print(c->local_limit).s, date_print(c->national_limit).s,
            date_print(c->binding_limit).s, c->days_late, c->days_late_local);
    return ERR_OK;
}

/* ---- matter --------------------------------------------------------------------------------- */

struct printing {
    struct run *r;
    bool json, first;
};

static void print_row(void *ctx, const struct matter_list_row *row)
{
    struct printing *p = ctx;
    const struct matter *m = row->m;
    if (p->json)
        fprintf(p->r->out,
                "%s\n{\"id\":\"%" PRId64
                "\",\"kind\":\"%s\",\"state\":\"%s\",\"number\":\"%s\",\"agency\":\"%s\","
                "\"opened_on\":\"%s\",\"due_on\":\"%s\",\"overdue\":%s}",
                p->first ? "" : ",", m->matter_id, matter_kind(m->kind)->word,
                matter_state_word(m->state), row->number, m->agency, date_print(m->opened_on).s,
                date_print(m->due_on).s, row->overdue ? "true" : "false");
    else
        fprintf(p->r->out, "%" PRId64 "\t%s\t%s\t%s\t%s\t%s\t%s%s\n", m->matter_id,
                zh_text(matter_kind(m->kind)->title), matter_state_title(m->state),
                idnum_mask(row->number).s, row->name, m->agency, date_print(m->due_on).s,
                row->overdue ? " !" : "");
    p->first = false;
}

static enum err matter_list_command(struct run *r, struct problem *why)
{
    struct printing p = {r, args_has(&r->args, "--json"), true};
    struct matter_list in = {
        .agency = args_value(&r->args, "--agency"),
        .number = args_value(&r->args, "--number"),
        .kind = args_value(&r->args, "--kind"),
        .state = args_value(&r->args, "--state"),
    };
    if (p.json) fputs("[", r->out);
    enum err e = matter_list(&r->call, &in, print_row, &p, why);
    if (p.json) fputs("]\n", r->out);
    return e;
}

static enum err matter_id_word(struct run *r, int64_t *out, struct problem *why)
{
    const char *text;
    char *end;
    enum err e = command_word(r, 1, &text, why);
    if (e) return e;
    *out = strtoll(text, &end, 10);
    if (!*text || *end) return problem_set(why, ERR_NOT_FOUND, ZH_matter_unknown, NULL, text, NULL);
    return ERR_OK;
}

static enum err matter_show_command(struct run *r, struct problem *why)
{
    struct matter_show in = {.json = args_has(&r->args, "--json")};
    struct buf out = BUF(16u << 20);
    const char *as;
    enum err e = command_needed(r, "--as", &as, why);
    if (!e) e = matter_id_word(r, &in.matter_id, why);
    if (!e) e = matter_show(&r->call, &in, &out, why);
    if (!e && out.n) fwrite(out.p, 1, out.n, r->out);
    buf_free(&out);
    return e;
}

static enum err matter_move_command(struct run *r, struct problem *why)
{
    const char *event, *as, *purpose;
    int64_t id;
    struct move m = {.reason = args_value(&r->args, "--reason"), .given = command_fields(r)};
    struct moved done;
    enum err e = command_needed(r, "--as", &as, why);
    if (!e) e = command_needed(r, "--purpose", &purpose, why);
    if (!e) e = matter_id_word(r, &id, why);
    if (!e) e = command_word(r, 2, &event, why);
    if (!e) e = command_date(r, "--on", &m.given_on, why);
    if (e) return e;
    m.event = matter_event_from_word(event);
    if (!m.event) return problem_set(why, ERR_USAGE, ZH_move_event, NULL, event, NULL);
    if (!m.reason || !*m.reason) return problem_set(why, ERR_USAGE, ZH_move_reason, "reason", NULL);
    e = move_by_id(&r->call, id, &m, &done, why);
    if (e) return e;
    if (args_has(&r->args, "--json"))
        fprintf(r->out,
                "{\"id\":\"%" PRId64
                "\",\"state\":\"%s\",\"due_on\":\"%s\",\"effect_month\":\"%s\"}\n",
                done.matter_id, matter_state_word(done.state), date_print(done.due_on).s,
                month_print(done.effect_month).s);
    else
        fprintf(r->out, "id=%" PRId64 " state=%s due_on=%s effect_month=%s\n", done.matter_id,
                matter_state_word(done.state), date_print(done.due_on).s,
                month_print(done.effect_month).s);
    return ERR_OK;
}

enum err command_matter(struct run *r, struct problem *why)
{
    const char *what;
    enum err e = command_word(r, 0, &what, why);
    if (e) return e;
    if (strcmp(what, "list") == 0) return matter_list_command(r, why);
    if (strcmp(what, "show") == 0) return matter_show_command(r, why);
    if (strcmp(what, "move") == 0) return matter_move_command(r, why);
    if (strcmp(what, "open") == 0) return command_matter_open(r, why);
    if (strcmp(what, "move-all") == 0) return command_matter_move_all(r, why);
    if (strcmp(what, "batch") == 0) return command_matter_batch(r, why);
    if (strcmp(what, "fields") == 0) return command_matter_fields(r, why);
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}
