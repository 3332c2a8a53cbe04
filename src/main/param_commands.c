/* law params, propose, proposal, readjudicate: dated parameters, their changes and what follows. */
#include <inttypes.h>
#include <stdlib.h>

#include "app/param_change.h"
#include "app/readjudicate.h"
#include "base/zh.h"
#include "main/law_register.h"

enum err command_law_propose(struct run *r, struct problem *why)
{
    struct param_propose in;
    struct param_proposed done;
    enum err e = command_word(r, 1, &in.key, why);
    if (!e) e = command_word(r, 2, &in.value, why);
    if (!e) e = command_date(r, "--from", &in.from, why);
    if (!e && !date_is_set(in.from))
        e = problem_set(why, ERR_USAGE, ZH_main_flag, NULL, "--from", NULL);
    if (!e) e = command_needed(r, "--citation", &in.citation, why);
    if (!e) e = command_needed(r, "--reason", &in.reason, why);
    if (!e) e = command_open(r, why);
    if (!e) e = param_propose(&r->call, &in, &done, why);
    if (e) return e;
    struct sweep_tally t = sweep_total(&done.what_if.r);
    fprintf(r->out,
            "matter=%" PRId64 " newly_due=%" PRId64 " no_longer_due=%" PRId64 " suspend=%" PRId64
            " spare=%" PRId64 " restore=%" PRId64 " listed=%zu\n",
            done.matter_id, t.newly_due, t.no_longer_due, t.suspend, t.spare, t.restore,
            done.listed.case_count);
    sweep_free(&done.listed);
    return ERR_OK;
}

enum err command_law_proposal(struct run *r, struct problem *why)
{
    const char *id;
    enum err e = command_word(r, 1, &id, why);
    if (!e) e = command_open(r, why);
    return e ? e
             : param_show(&r->call, strtoll(id, NULL, 10), args_has(&r->args, "--list"),
                          args_has(&r->args, "--json"), r->out, why);
}

/* Those of the store where there is one, else those shipped. */
static enum err params_of(struct run *r, const struct params **out, struct problem *why)
{
    *out = params_build(r->arena, NULL, 0);
    enum err e = command_look(r, why);
    if (e == ERR_CONFIG && !args_has(&r->args, "--db")) return ERR_OK;
    if (!e) *out = r->app.law.params;
    return e;
}

enum err command_law_params(struct run *r, struct problem *why)
{
    const struct params *p;
    struct date on = date_is_set(r->date) ? r->date : clock_system().business_date;
    enum err e = params_of(r, &p, why);
    return e ? e : law_register_params(r, p, on, why);
}

/* What a released one says is written with the release; this takes up one that was cut off. */
static enum err readjudicate_go_on(struct run *r, struct problem *why)
{
    struct readjudicate_written n;
    const char *text;
    enum err e = command_word(r, 1, &text, why);
    if (!e) e = command_open(r, why);
    if (!e) e = readjudicate_apply(&r->call, strtoll(text, NULL, 10), &n, why);
    if (!e)
        fprintf(r->out, "persons=%" PRId64 " matters=%" PRId64 " letters=%" PRId64 "\n", n.persons,
                n.matters, n.letters);
    return e;
}

enum err command_law_readjudicate(struct run *r, struct problem *why)
{
    struct readjudicated n;
    struct readjudicate in = {.json = args_has(&r->args, "--json")};
    if (args_has(&r->args, "--apply")) return readjudicate_go_on(r, why);
    enum err e = command_date(r, "--since", &in.since, why);
    if (!e && !date_is_set(in.since))
        e = problem_set(why, ERR_USAGE, ZH_main_flag, NULL, "--since", NULL);
    if (!e && args_has(&r->args, "--propose")) e = command_needed(r, "--reason", &in.reason, why);
    if (!e) e = command_open(r, why);
    if (!e) e = readjudicate(&r->call, &in, r->out, &n, why);
    if (e) return e;
    FILE *counts = in.json ? r->err : r->out;
    fprintf(counts, "persons=%" PRId64 " matters=%" PRId64 " outcomes=%" PRId64, n.persons,
            n.matters, n.outcomes);
    if (in.reason) fprintf(counts, " matter=%" PRId64, n.matter_id);
    fputc('\n', counts);
    return ERR_OK;
}
