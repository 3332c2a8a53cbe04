/* law show, law explain, law try: the register in words. */
#include <stdlib.h>
#include <string.h>

#include "app/move.h"
#include "base/buf.h"
#include "base/zh.h"
#include "law/casefile.h"
#include "law/explain.h"
#include "main/command.h"
#include "main/law_register.h"

static struct date asked_on(const struct run *r)
{
    return date_is_set(r->date) ? r->date : clock_system().business_date;
}

static enum err explain_file(struct dossier *s, const struct matter_file *f, FILE *out,
                             struct problem *why)
{
    struct buf text = BUF(1 << 20);
    struct finding clock = {0};
    enum err e = ERR_OK;
    matter_kind(f->m.kind)->due(&s->law, f->m.cause, f->m.event_on, f->m.opened_on, &clock);
    if (clock.question) law_explain(&s->law, &clock, &text);
    for (size_t i = 0; !e && i < f->event_count; i++) {
        struct finding said;
        if (!f->events[i].finding_seq) continue;
        e = finding_load(&s->d, s->p.person_id, f->events[i].finding_seq, &said, why);
        if (e) break;
        buf_printf(&text, "\n%s %s\n", date_print(f->events[i].happened_on).s,
                   matter_event_word(f->events[i].event));
        law_explain(&s->law, &said, &text);
    }
    if (!e && text.n) fwrite(text.p, 1, text.n, out);
    buf_free(&text);
    return e;
}

static enum err law_explain_matter(struct run *r, struct problem *why)
{
    const char *id_text, *as;
    enum err e = command_needed(r, "--as", &as, why);
    if (!e) e = command_word(r, 1, &id_text, why);
    if (!e) e = command_open(r, why);
    if (e) return e;
    int64_t id = strtoll(id_text, NULL, 10), subject = 0;
    struct read rd = {.arena = r->arena};
    e = store_read_begin(r->app.store, &rd, why);
    if (e) return e;
    rd.arena = r->arena;
    struct dossier s = dossier_for_read(&r->call, &rd);
    e = matters_find(&s.d, id, &subject, why);
    if (!e) e = dossier_load(&s, subject, why);
    struct matter_file *f = e ? NULL : dossier_matter(&s, id);
    if (!e) e = app_authorise(&r->call, ACTION_MATTER_LIST, f->m.agency, why);
    if (!e) e = explain_file(&s, f, r->out, why);
    store_read_end(&rd);
    return e ? e : app_disclose(&r->call, "law.explain", subject, why);
}

/* A lawyer's case file: facts in, findings out, no store. Differences from what it expects are
 * printed and counted as failure. */
static enum err law_try(struct run *r, struct problem *why)
{
    const char *path;
    enum err e = command_word(r, 1, &path, why);
    if (e) return e;
    return law_try_command(path, r->out, r->err)
               ? problem_set(why, ERR_FAILED, ZH_law_try_failed, "file", path, NULL)
               : ERR_OK;
}

enum err command_law(struct run *r, struct problem *why)
{
    const char *what;
    enum err e = command_word(r, 0, &what, why);
    if (e) return e;
    if (strcmp(what, "show") == 0) return law_register_show(r, asked_on(r), why);
    if (strcmp(what, "params") == 0) return command_law_params(r, why);
    if (strcmp(what, "propose") == 0) return command_law_propose(r, why);
    if (strcmp(what, "readjudicate") == 0) return command_law_readjudicate(r, why);
    if (strcmp(what, "proposal") == 0) return command_law_proposal(r, why);
    if (strcmp(what, "explain") == 0) return law_explain_matter(r, why);
    if (strcmp(what, "try") == 0) return law_try(r, why);
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}
