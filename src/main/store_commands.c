/* init, demo, migrate, import, day, audit, check, backup, restore, version. */
#include <stdlib.h>
#include <string.h>

#include "app/agency_import.h"
#include "app/calendar_import.h"
#include "app/check.h"
#include "app/day.h"
#include "app/evaluate.h"
#include "app/import_job.h"
#include "app/init.h"
#include "app/roster_import.h"
#include "base/zh.h"
#include "main/command.h"
#include "store/backup.h"

#define VERSION "0.1.0"

enum err command_init(struct run *r, struct problem *why)
{
    struct init_counts n;
    enum err e = init_store(&r->app, args_has(&r->args, "--demo-staff"), &n, why);
    if (!e)
        fprintf(r->out, "cities=%d districts=%d towns=%d stations=%d calendar=%d staff=%d\n",
                n.cities, n.districts, n.towns, n.stations, n.holidays, n.staff);
    for (size_t i = 0; !e && i < INIT_ADMINS && n.admin[i].secret[0]; i++)
        fprintf(r->out, "login=%s setup=%s until=%s\n", n.admin[i].login, n.admin[i].secret,
                date_print(moment_date(n.admin[i].until)).s);
    memset(n.admin, 0, sizeof n.admin);
    return e;
}

static enum err number_flag(struct run *r, const char *flag, long long fallback, long long *out,
                            struct problem *why)
{
    const char *text = args_value(&r->args, flag);
    char *end;
    *out = text ? strtoll(text, &end, 10) : fallback;
    if (text && (!*text || *end || *out < 0))
        return problem_set(why, ERR_USAGE, ZH_main_number, NULL, flag, text, NULL);
    return ERR_OK;
}

enum err command_demo(struct run *r, struct problem *why)
{
    long long people, seed;
    struct demo_counts n;
    enum err e = number_flag(r, "--people", 20000, &people, why);
    if (!e) e = number_flag(r, "--seed", 1, &seed, why);
    if (!e) e = init_demo(&r->app, people, (uint64_t)seed, &n, why);
    if (!e)
        fprintf(r->out, "people=%lld lines=%lld certifications=%lld\n", (long long)n.people,
                (long long)n.lines, (long long)n.certifications);
    return e;
}

enum err command_migrate(struct run *r, struct problem *why)
{
    (void)why; /* opening the store has brought it up to date */
    fprintf(r->out, "schema=%d\n", db_schema_latest());
    return ERR_OK;
}

static enum err import_roster(struct run *r, const char *path, struct problem *why)
{
    struct roster_counts n;
    struct roster_import in = {
        .path = path,
        .messages = r->err,
        .progress = r->terminal,
        .dry_run = args_has(&r->args, "--dry-run"),
    };
    enum err e = command_path(r, args_value(&r->args, "--errors"), &in.errors_path, why);
    if (!e) e = roster_import(&r->call, &in, &n, why);
    if (e && e != ERR_ROWS) return e;
    fprintf(r->out, "rows=%llu new=%llu changed=%llu unchanged=%llu refused=%llu\n",
            (unsigned long long)n.rows, (unsigned long long)n.fresh, (unsigned long long)n.changed,
            (unsigned long long)n.unchanged, (unsigned long long)n.refused);
    return e;
}

typedef enum err (*reference_fn)(const struct call *call, const struct reference_import *in,
                                 struct reference_counts *out, struct problem *why);

static enum err import_reference(struct run *r, const char *path, reference_fn fn,
                                 struct problem *why)
{
    struct reference_counts n;
    enum err e =
        fn(&r->call, &(struct reference_import){.path = path, .messages = r->err}, &n, why);
    if (e && e != ERR_ROWS) return e;
    fprintf(r->out, "rows=%llu new=%llu changed=%llu unchanged=%llu refused=%llu\n",
            (unsigned long long)n.rows, (unsigned long long)n.fresh, (unsigned long long)n.changed,
            (unsigned long long)n.unchanged, (unsigned long long)n.refused);
    return e;
}

enum err command_import(struct run *r, struct problem *why)
{
    const char *what, *path;
    enum err e = command_word(r, 0, &what, why);
    if (!e) e = command_word(r, 1, &path, why);
    if (!e) e = command_path(r, path, &path, why);
    if (e) return e;
    if (strcmp(what, "roster") == 0) return import_roster(r, path, why);
    if (strcmp(what, "evidence") == 0) return command_import_evidence(r, path, why);
    if (strcmp(what, "agencies") == 0) return import_reference(r, path, agency_import, why);
    if (strcmp(what, "calendar") == 0) return import_reference(r, path, calendar_import, why);
    return problem_set(why, ERR_USAGE, ZH_import_what, NULL, what, NULL);
}

enum err command_job(struct run *r, struct problem *why)
{
    const char *what;
    struct buf b = BUF(1u << 20);
    enum err e = command_word(r, 0, &what, why);
    if (!e && strcmp(what, "list") != 0) e = problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
    if (!e) e = import_job_list(&r->call, args_has(&r->args, "--json"), &b, why);
    if (!e) fwrite(b.p, 1, b.n, r->out);
    buf_free(&b);
    return e;
}

enum err command_day(struct run *r, struct problem *why)
{
    struct day_counts n;
    enum err e = day_run(&r->call, &n, why);
    if (!e)
        fprintf(r->out,
                "days=%d reminders=%d suspension=%d investigation=%d foreseen_loss=%d loss=%d "
                "locked=%d took_effect=%d last_look=%d",
                n.days, n.reminders, n.suspensions, n.investigations, n.foreseen, n.losses,
                n.runs_locked, n.took_effect, n.last_looks);
    if (!e && n.visits) fprintf(r->out, " home_visit=%d", n.visits);
    if (!e && n.photos) fprintf(r->out, " photo=%d", n.photos);
    if (!e && n.certified) fprintf(r->out, " certified=%d", n.certified);
    if (!e) fputc('\n', r->out);
    return e;
}

enum err command_audit(struct run *r, struct problem *why)
{
    const char *what;
    int64_t entries = 0;
    enum err e = command_word(r, 0, &what, why);
    if (!e && strcmp(what, "verify") != 0)
        e = problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
    if (!e) e = app_authorise(&r->call, ACTION_AUDIT_VERIFY, "", why);
    if (!e) e = store_audit_verify(r->app.store, &entries, why);
    if (!e) fprintf(r->out, "entries=%lld ok\n", (long long)entries);
    return e;
}

enum err command_version(struct run *r, struct problem *why)
{
    (void)why;
    fprintf(r->out, "jianzai %s\n", VERSION);
    return ERR_OK;
}

enum err command_check(struct run *r, struct problem *why)
{
    struct check_counts n;
    enum err e = check_store(&r->call, r->err, &n, why);
    fprintf(r->out, "persons=%lld lines=%lld months=%lld matters=%lld breaks=%lld outdated=%lld\n",
            (long long)n.persons, (long long)n.lines, (long long)n.months, (long long)n.matters,
            (long long)n.breaks, (long long)n.outdated);
    return e;
}

enum err command_backup(struct run *r, struct problem *why)
{
    const char *path;
    enum err e = command_word(r, 0, &path, why);
    if (!e) e = command_path(r, path, &path, why);
    if (!e) e = app_authorise(&r->call, ACTION_BACKUP, "", why);
    if (!e) e = store_backup(r->app.store, path, why);
    if (!e) fprintf(r->out, "backup=%s\n", path);
    return e;
}

enum err command_restore(struct run *r, struct problem *why)
{
    const char *path;
    enum err e = command_word(r, 0, &path, why);
    if (!e) e = store_restore(path, command_db(r), why);
    if (!e) fprintf(r->out, "restored=%s\n", path);
    return e;
}

enum err command_evaluate(struct run *r, struct problem *why)
{
    struct evaluate in = {.set = args_value(&r->args, "--set"),
                          .list = args_has(&r->args, "--list"),
                          .json = args_has(&r->args, "--json"),
                          .rebuild = args_has(&r->args, "--rebuild"),
                          .rows = args_has(&r->args, "--rows")};
    struct evaluated done;
    enum err e = evaluate_all(&r->call, &in, &done, why);
    if (e) return e;
    e = evaluate_print(&r->call, &in, &done, r->out, why);
    if (!e)
        fprintf(r->err,
                "file_persons=%lld file_read=%lld rebuilt=%d update_ms=%lld sweep_ms=%lld\n",
                (long long)done.file.persons, (long long)done.file.read, done.file.rebuilt,
                (long long)done.update_us / 1000, (long long)done.sweep_us / 1000);
    sweep_free(&done.r);
    return e;
}
