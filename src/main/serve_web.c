#include "main/serve_web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/log.h"
#include "web/web.h"

extern char **environ;

#define DRAIN_SECONDS 10

struct serve_web {
    struct web *web;
    struct http_server *site, *metrics;
};

/* `--port 0` takes any free one: for tests, never in a file. */
static bool any_port(const struct run *r, const char *flag)
{
    const char *value = args_value(&r->args, flag);
    return strcmp(flag, "--port") == 0 && value && strcmp(value, "0") == 0;
}

/* File, environment, then the flags that were given. */
static enum err read_settings(struct run *r, struct conf **out, struct problem *why)
{
    static const char *const flags[] = {"--listen", "--port", "--workers", "--metrics-port"};
    char *argv[2 * sizeof flags / sizeof *flags + 2] = {arena_copy(r->arena, "serve", 5)};
    int argc = 1;
    const char *path = args_value(&r->args, "--config");
    struct buf wrong = BUF(1 << 16);
    struct conf *c = conf_new(r->arena);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        const char *value = args_value(&r->args, flags[i]);
        if (!value || any_port(r, flags[i])) continue;
        argv[argc++] = arena_copy(r->arena, flags[i], strlen(flags[i]));
        argv[argc++] = arena_copy(r->arena, value, strlen(value));
    }
    conf_read_file(c, path ? path : CONF_FILE, path != NULL);
    conf_read_environment(c, environ);
    conf_read_flags(c, argc, argv);
    enum err e = conf_check(c, &wrong);
    if (wrong.n) fwrite(wrong.p, 1, wrong.n, r->err);
    buf_free(&wrong);
    *out = c;
    return e ? problem_set(why, ERR_CONFIG, ZH_config_wrong, "config", NULL) : ERR_OK;
}

static bool loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static struct web_options site_of(const struct run *r, const struct conf *c)
{
    return (struct web_options){
        .home = &r->app,
        .date = r->date,
        .plain = app_training(&r->app) && loopback(conf_text(c, CONF_LISTEN)),
        .account_per_minute = (int)conf_number(c, CONF_ACCOUNT_PER_MINUTE),
        .batch_people = (size_t)conf_number(c, CONF_BATCH_PEOPLE),
        .session_minutes = (int)conf_number(c, CONF_SESSION_MINUTES),
        .passwords = {.memory_mib = (unsigned)conf_number(c, CONF_PASSWORD_MB),
                      .passes = (unsigned)conf_number(c, CONF_PASSWORD_PASSES),
                      .jobs = (unsigned)conf_number(c, CONF_PASSWORD_JOBS),
                      .waiting = 64},
        .breaker = command_breaker(c),
    };
}

static enum err listen_on(struct http_options *o, struct http_server **out, const char *name,
                          struct buf *where, struct problem *why)
{
    char port[8];
    snprintf(port, sizeof port, "%u", (unsigned)o->port);
    *out = http_serve(o);
    if (!*out) return problem_set(why, ERR_CONFIG, ZH_serve_listen, "port", o->address, port, NULL);
    bool six = strchr(o->address, ':') != NULL;
    buf_printf(where, " %s=http://%s%s%s:%u/", name, six ? "[" : "", o->address, six ? "]" : "",
               (unsigned)http_port(*out));
    return ERR_OK;
}

enum err serve_web_start(struct run *r, struct buf *where, struct serve_web **out,
                         struct problem *why)
{
    struct conf *c;
    enum err e = read_settings(r, &c, why);
    if (e) return e;
    enum log_level level;
    if (log_level_parse(conf_text(c, CONF_LOG_LEVEL), &level)) log_level_set(level);
    struct serve_web *s = calloc(1, sizeof *s);
    *out = s;
    if (!s) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    struct web_options site = site_of(r, c);
    e = web_new(&site, &s->web, why);
    if (e) return e;
    struct http_options o = {.address = conf_text(c, CONF_LISTEN),
                             .port = (uint16_t)conf_number(c, CONF_PORT),
                             .workers = (int)conf_number(c, CONF_WORKERS),
                             .proxy = conf_text(c, CONF_PROXY),
                             .requests_per_minute = (int)conf_number(c, CONF_REQUESTS_PER_MINUTE),
                             .plain = site.plain,
                             .admit = web_admit,
                             .handler = web_handle,
                             .ctx = s->web};
    if (any_port(r, "--port")) o.port = 0;
    e = listen_on(&o, &s->site, "http", where, why);
    if (e || !conf_number(c, CONF_METRICS_PORT)) return e;
    struct http_options m = {.address = "127.0.0.1",
                             .port = (uint16_t)conf_number(c, CONF_METRICS_PORT),
                             .event_threads = 1,
                             .workers = 1,
                             .plain = true,
                             .handler = web_metrics,
                             .ctx = s->web};
    return listen_on(&m, &s->metrics, "metrics", where, why);
}

void serve_web_stop(struct serve_web *s)
{
    if (!s) return;
    if (s->site) http_stop(s->site, DRAIN_SECONDS);
    if (s->metrics) http_stop(s->metrics, 1);
    web_free(s->web);
    free(s);
}
