/*
 * Subcommands: one row each {name, help, function}. Data goes to out, everything else to err; the exit status comes from the error table.
 * A command prints its own result; a problem is printed once, by main.
 */
#pragma once
#include <stdio.h>

#include "app/app.h"
#include "main/args.h"

struct run {
    struct args args;
    FILE *out, *err;
    struct date date; /* --date, none: now */
    struct app app;   /* open when the row says so */
    struct arena *arena;
    struct call call; /* --as, --purpose */
};

enum command_needs { NEEDS_NOTHING, NEEDS_STORE, NEEDS_CALLER };

struct command {
    const char *name;
    enum command_needs needs;
    bool create; /* makes the store */
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
enum err command_matter(struct run *r, struct problem *why);
enum err command_report_loss(struct run *r, struct problem *why);
enum err command_person(struct run *r, struct problem *why);
enum err command_payroll(struct run *r, struct problem *why);
enum err command_workday(struct run *r, struct problem *why);
enum err command_period(struct run *r, struct problem *why);
enum err command_id(struct run *r, struct problem *why);
enum err command_law(struct run *r, struct problem *why);
enum err command_audit(struct run *r, struct problem *why);
enum err command_check(struct run *r, struct problem *why);
enum err command_backup(struct run *r, struct problem *why);
enum err command_restore(struct run *r, struct problem *why);
enum err command_version(struct run *r, struct problem *why);

/* Opens the store for a command that needs one only sometimes; main closes it. */
enum err command_open(struct run *r, struct problem *why);

/* Shared readers of flags: ERR_USAGE with the flag's name when missing and needed. */
enum err command_date(struct run *r, const char *flag, struct date *out, struct problem *why); /* none when absent */
enum err command_word(struct run *r, size_t index, const char **out, struct problem *why);
enum err command_needed(struct run *r, const char *flag, const char **out, struct problem *why);
