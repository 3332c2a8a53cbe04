/*
 * Subcommands: one row each {name, help, function}. Data goes to out, everything else to err; the
 * exit status comes from the error table. A command prints its own result; a problem is printed
 * once, by whoever dispatched it (dispatch.h). A command may run in the server for somebody else:
 * it uses out, err and terminal instead of its process's own, and command_path for names of files.
 */
#pragma once
#include <stdio.h>

#include "app/move.h"
#include "main/args.h"
#include "match/breaker.h"

struct run {
    struct args args;
    FILE *out, *err;
    bool terminal;    /* err is a terminal */
    struct date date; /* --date, none: now */
    struct app app;   /* open when the row says so */
    struct arena *arena;
    struct call call;       /* --as, --purpose */
    const struct app *home; /* in the server: the open app whose view this run uses; else NULL */
    const char *cwd;        /* in the server: the client's working directory */
};

enum command_needs {
    NEEDS_NOTHING,
    NEEDS_STORE_SOMETIMES, /* opens it with command_open */
    NEEDS_STORE,
    NEEDS_CALLER
};

struct command {
    const char *name;
    enum command_needs needs;
    enum command_opens {
        OPENS_STORE,
        OPENS_NEW, /* makes the store */
        OPENS_OLD  /* brings its schema up to date */
    } opens;
    enum err (*run)(struct run *r, struct problem *why);
    enum zh_id help;
};

extern const struct command commands[];
extern const size_t command_count;

/* One file a family. */
enum err command_init(struct run *r, struct problem *why);
enum err command_demo(struct run *r, struct problem *why);
enum err command_migrate(struct run *r, struct problem *why);
enum err command_import(struct run *r, struct problem *why);
enum err command_day(struct run *r, struct problem *why);
enum err command_certify(struct run *r, struct problem *why);
enum err command_certify_undo(struct run *r, struct problem *why);
enum err command_matter(struct run *r, struct problem *why);
enum err command_matter_open(struct run *r, struct problem *why);
enum err command_matter_move_all(struct run *r, struct problem *why);
enum err command_matter_batch(struct run *r, struct problem *why);
enum err command_matter_fields(struct run *r, struct problem *why);
enum err command_publication(struct run *r, struct problem *why);
enum err command_report_loss(struct run *r, struct problem *why);
enum err command_person(struct run *r, struct problem *why);
enum err command_photo(struct run *r, struct problem *why);
enum err command_payroll(struct run *r, struct problem *why);
enum err command_workday(struct run *r, struct problem *why);
enum err command_period(struct run *r, struct problem *why);
enum err command_id(struct run *r, struct problem *why);
enum err command_law(struct run *r, struct problem *why);
enum err command_audit(struct run *r, struct problem *why);
enum err command_check(struct run *r, struct problem *why);
enum err command_backup(struct run *r, struct problem *why);
enum err command_restore(struct run *r, struct problem *why);
enum err command_evaluate(struct run *r, struct problem *why);
enum err command_version(struct run *r, struct problem *why);
enum err command_serve(struct run *r, struct problem *why);
enum err command_check_config(struct run *r, struct problem *why);
enum err command_user(struct run *r, struct problem *why);
enum err command_training(struct run *r, struct problem *why);
enum err command_job(struct run *r, struct problem *why);
enum err command_feed(struct run *r, struct problem *why);
enum err command_feed_sign(struct run *r, struct problem *why);
enum err command_law_params(struct run *r, struct problem *why);
enum err command_law_propose(struct run *r, struct problem *why);
enum err command_law_readjudicate(struct run *r, struct problem *why);
enum err command_law_proposal(struct run *r, struct problem *why);
enum err command_import_evidence(struct run *r, const char *path, struct problem *why);

/* The settings as a command that is not about them takes them: file (--config, else the usual one)
 * and environment; what is wrong in them keeps its default, and serve and check-config say so. */
struct conf;
const struct conf *command_settings(struct run *r);
/* The breaker as it is set. */
struct match_breaker_limits command_breaker(const struct conf *c);

/* Opens the store for a command that needs one only sometimes; the dispatcher closes it. */
enum err command_open(struct run *r, struct problem *why);
/* The same to look at what is no person's: without --as and --purpose. */
enum err command_look(struct run *r, struct problem *why);

/* Shared readers of flags: ERR_USAGE with the flag's name when missing and needed. */
enum err command_date(struct run *r, const char *flag, struct date *out,
                      struct problem *why); /* none when absent */
enum err command_word(struct run *r, size_t index, const char **out, struct problem *why);
/* A word that is a count, 0 to 100,000. ERR_USAGE main_number. */
enum err command_number(const char *word, int *out, struct problem *why);
enum err command_needed(struct run *r, const char *flag, const char **out, struct problem *why);
/* Every --field name=value, in the order given; in the run's arena. */
struct given_values command_fields(struct run *r);
/* A file's name as this process can use it: relative ones are the caller's. ERR_USAGE in the server
 * for what is another thing there
 * (/dev/stdin). */
enum err command_path(struct run *r, const char *name, const char **out, struct problem *why);
/* The database asked for: --db, JIANZAI_DB, the file's, else the default. Never NULL. */
const char *command_db(struct run *r);
