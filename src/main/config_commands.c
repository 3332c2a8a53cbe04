/* check-config: every setting with its value and where it comes from; what is wrong, by line. */
#include "base/conf.h"
#include "main/command.h"

extern char **environ;

const struct conf *command_settings(struct run *r)
{
    const char *path = args_value(&r->args, "--config");
    struct conf *c = conf_new(r->arena);
    conf_read_file(c, path ? path : CONF_FILE, false);
    conf_read_environment(c, environ);
    return c;
}

enum err command_check_config(struct run *r, struct problem *why)
{
    const char *path = args_value(&r->args, "--config");
    struct conf *c = conf_new(r->arena);
    struct buf text = BUF(1 << 20), wrong = BUF(1 << 20);
    conf_read_file(c, path ? path : CONF_FILE, path != NULL);
    conf_read_environment(c, environ);
    enum err e = conf_check(c, &wrong);
    conf_print(c, &text);
    if (text.n) fwrite(text.p, 1, text.n, r->out);
    if (wrong.n) fwrite(wrong.p, 1, wrong.n, r->err);
    if (e) problem_set(why, e, ZH_config_wrong, "config", NULL);
    buf_free(&text);
    buf_free(&wrong);
    return e;
}
