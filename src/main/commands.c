/* The table of subcommands and the readers of flags that they share. */
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "main/command.h"

const struct command commands[] = {
    {"init", NEEDS_STORE, OPENS_NEW, command_init, ZH_help_init},
    {"demo", NEEDS_STORE, OPENS_STORE, command_demo, ZH_help_demo},
    {"migrate", NEEDS_STORE, OPENS_OLD, command_migrate, ZH_help_migrate},
    {"import", NEEDS_STORE, OPENS_STORE, command_import, ZH_help_import},
    {"day", NEEDS_STORE, OPENS_STORE, command_day, ZH_help_day},
    {"certify", NEEDS_CALLER, OPENS_STORE, command_certify, ZH_help_certify},
    {"certify-undo", NEEDS_CALLER, OPENS_STORE, command_certify_undo, ZH_help_certify_undo},
    {"matter", NEEDS_STORE, OPENS_STORE, command_matter, ZH_help_matter},
    {"publication", NEEDS_STORE, OPENS_STORE, command_publication, ZH_help_publication},
    {"report-loss", NEEDS_CALLER, OPENS_STORE, command_report_loss, ZH_help_report_loss},
    {"person", NEEDS_CALLER, OPENS_STORE, command_person, ZH_help_person},
    {"photo", NEEDS_CALLER, OPENS_STORE, command_photo, ZH_help_photo},
    {"payroll", NEEDS_STORE, OPENS_STORE, command_payroll, ZH_help_payroll},
    {"workday", NEEDS_NOTHING, OPENS_STORE, command_workday, ZH_help_workday},
    {"period", NEEDS_NOTHING, OPENS_STORE, command_period, ZH_help_period},
    {"id", NEEDS_NOTHING, OPENS_STORE, command_id, ZH_help_id},
    {"law", NEEDS_STORE_SOMETIMES, OPENS_STORE, command_law, ZH_help_law},
    {"audit", NEEDS_STORE, OPENS_STORE, command_audit, ZH_help_audit},
    {"check", NEEDS_STORE, OPENS_STORE, command_check, ZH_help_check},
    {"backup", NEEDS_STORE, OPENS_STORE, command_backup, ZH_help_backup},
    {"restore", NEEDS_NOTHING, OPENS_STORE, command_restore, ZH_help_restore},
    {"serve", NEEDS_STORE, OPENS_STORE, command_serve, ZH_help_serve},
    {"job", NEEDS_STORE, OPENS_STORE, command_job, ZH_help_job},
    {"feed", NEEDS_STORE, OPENS_STORE, command_feed, ZH_help_feed},
    {"feed-sign", NEEDS_NOTHING, OPENS_STORE, command_feed_sign, ZH_help_feed_sign},
    {"training", NEEDS_STORE_SOMETIMES, OPENS_STORE, command_training, ZH_help_training},
    {"user", NEEDS_STORE, OPENS_STORE, command_user, ZH_help_user},
    {"check-config", NEEDS_NOTHING, OPENS_STORE, command_check_config, ZH_help_check_config},
    {"evaluate", NEEDS_STORE, OPENS_STORE, command_evaluate, ZH_help_evaluate},
    {"version", NEEDS_NOTHING, OPENS_STORE, command_version, ZH_help_version},
};
const size_t command_count = sizeof commands / sizeof *commands;

enum err command_date(struct run *r, const char *flag, struct date *out, struct problem *why)
{
    const char *text = args_value(&r->args, flag);
    *out = DATE_NONE;
    if (!text) return ERR_OK;
    return date_parse(text, out, why) ? (why->code = ERR_USAGE) : ERR_OK;
}

enum err command_word(struct run *r, size_t index, const char **out, struct problem *why)
{
    if (index < r->args.words) {
        *out = r->args.word[index];
        return ERR_OK;
    }
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}

enum err command_number(const char *word, int *out, struct problem *why)
{
    char *end;
    long n = strtol(word, &end, 10);
    if (!*word || *end || n < 0 || n > 100000)
        return problem_set(why, ERR_USAGE, ZH_main_number, NULL, "N", word, NULL);
    *out = (int)n;
    return ERR_OK;
}

enum err command_needed(struct run *r, const char *flag, const char **out, struct problem *why)
{
    *out = args_value(&r->args, flag);
    return *out && **out ? ERR_OK : problem_set(why, ERR_USAGE, ZH_main_flag, NULL, flag, NULL);
}

static bool process_own(const char *path)
{
    return strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
}

enum err command_path(struct run *r, const char *name, const char **out, struct problem *why)
{
    *out = name;
    if (!r->home || !name) return ERR_OK;
    if (process_own(name)) return problem_set(why, ERR_USAGE, ZH_handover_path, NULL, name, NULL);
    if (name[0] != '/') *out = arena_print(r->arena, "%s/%s", r->cwd, name);
    return ERR_OK;
}

/* The variable as it stands: one that is no address of a database shall be refused, not passed
 * over.
 */
const char *command_db(struct run *r)
{
    const char *db = args_value(&r->args, "--db");
    if (!db) db = getenv("JIANZAI_DB");
    return db && *db ? db : conf_text(command_settings(r), CONF_DB);
}
