#include "app/photo_term.h"

#include <string.h>

#include "law/consent.h"
#include "store/photo.h"

/* The month in which the line ended and that was known: who was found dead late is no sooner
 * forgotten than others. None: it has not ended. */
static struct month ended_in(const struct line *l)
{
    struct month latest = MONTH_NONE;
    if (l->status != 4) return latest;
    for (size_t i = 0; i < l->ledger.span_count; i++) {
        const struct span_row *s = &l->ledger.spans[i];
        if (s->effect != SPAN_END || s->matter != l->status_matter) continue;
        struct month last = month_add(s->from, -1), known = month_of(moment_date(s->recorded_at));
        latest = month_cmp(known, last) > 0 ? known : last;
    }
    return latest;
}

struct date photo_term_until(const struct dossier *s)
{
    struct month latest = MONTH_NONE;
    for (size_t i = 0; i < s->line_count; i++) {
        struct month m = ended_in(&s->lines[i]);
        if (!month_is_set(m)) return DATE_NONE;
        if (!i || month_cmp(m, latest) > 0) latest = m;
    }
    return month_is_set(latest) ? consent_photo_until(&s->law, latest) : DATE_NONE;
}

struct forgetting {
    const struct call *call;
    const struct id_page *page;
    int gone;
};

static enum err forget(struct forgetting *k, struct dossier *s, struct problem *why)
{
    struct date until = photo_term_until(s);
    int gone = 0;
    struct photo by = {.person_id = s->p.person_id,
                       .recorded_by = "system",
                       .recorded_on = s->law.today,
                       .recorded_at = s->clock.moment};
    if (!date_is_set(until) || date_cmp(until, s->law.today) >= 0) return ERR_OK;
    enum err e = photo_withdraw(&s->d, &by, PHOTO_END_TERM, &gone, why);
    if (e) return e;
    k->gone += gone;
    store_audit(s->w, &(struct audit_note){.subject = s->p.person_id,
                                           .action = "photo.expire",
                                           .object = "photo:term",
                                           .content = &until,
                                           .content_size = sizeof until});
    return ERR_OK;
}

static enum err forget_page(struct write *w, void *ctx, struct problem *why)
{
    struct forgetting *k = ctx;
    enum err e = ERR_OK;
    k->gone = 0;
    for (size_t i = 0; !e && i < k->page->count; i++) {
        struct dossier s = dossier_for_write(k->call, w);
        e = dossier_load(&s, k->page->ids[i], why);
        if (!e) e = forget(k, &s, why);
    }
    return e;
}

enum err photo_term_night(const struct call *call, int *gone, struct problem *why)
{
    const struct law *law = &call->app->law;
    struct id_page page = {.count = ID_PAGE};
    int64_t months;
    if (!params_value(law->params, PARAM_PHOTO_KEEP_MONTHS, law->today, &months)) return ERR_OK;
    while (page.count == ID_PAGE) {
        struct read r = {.arena = call->arena};
        enum err e = store_read_begin(call->app->store, &r, why);
        if (e) return e;
        struct data d = data_of_read(&r);
        e = photo_list_ended(&d, &page, why);
        store_read_end(&r);
        struct forgetting k = {.call = call, .page = &page};
        if (!e && page.count) e = app_bulk(call, forget_page, &k, why);
        if (e) return e;
        *gone += k.gone;
    }
    return ERR_OK;
}
