/* /metrics: counts only, on a listener of its own. */
#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "web/turn.h"

static void line(struct buf *b, const char *name, const char *kind, uint64_t value)
{
    buf_printf(b, "# TYPE jianzai_%s %s\njianzai_%s %" PRIu64 "\n", name, kind, name, value);
}

void web_metrics(void *ctx, const struct http_request *q, struct http_response *r,
                 struct arena *arena)
{
    struct web *w = ctx;
    (void)arena;
    r->type = "text/plain; charset=utf-8";
    if (strcmp(q->path, "/metrics") != 0) {
        r->status = 404;
        buf_puts(&r->body, "/metrics\n");
        return;
    }
    buf_puts(&r->body, "# TYPE jianzai_http_requests_total counter\n");
    for (int i = 0; i < WEB_STATUSES; i++)
        if (w->status[i])
            buf_printf(&r->body, "jianzai_http_requests_total{status=\"%d\"} %" PRIu64 "\n", i,
                       (uint64_t)w->status[i]);
    struct app_counts c = app_counts(w->o.home);
    line(&r->body, "http_busy_microseconds_total", "counter", w->busy_us);
    line(&r->body, "log_values_refused_total", "counter", log_refused());
    line(&r->body, "store_jobs_total", "counter", (uint64_t)c.jobs);
    line(&r->body, "store_groups_total", "counter", (uint64_t)c.groups);
    line(&r->body, "store_audit_entries_total", "counter", (uint64_t)c.audit_entries);
}
