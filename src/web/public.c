/* The pages for everybody: front, help, statements, the look, health. */
#include <stdio.h>
#include <string.h>

#include "http/cookie.h"
#include "web/page.h"

#define REVIEWED                                                                                   \
    date_of(2026, 11, 23) /* when the two statements were last read against the site               \
                           */
#define PLACES 20

enum err page_front(struct turn *t, struct problem *why)
{
    (void)why;
    char lead[256], months[24];
    int64_t cycle;
    const struct law *law = &t->app.law;
    if (params_value(law->params, PARAM_CYCLE_MONTHS, law->today, &cycle)) {
        snprintf(months, sizeof months, "%lld", (long long)cycle);
        zh_print(lead, sizeof lead, ZH_pub_front_lead, months, NULL);
    } else {
        snprintf(lead, sizeof lead, "%s", zh_text(ZH_pub_front_lead_none));
    }
    struct tmpl_front_model m = {.page = frame_public(t, zh_text(t->route->title)),
                                 .lead = view_text(lead)};
    tmpl_front(&t->r->body, &m);
    t->r->cacheable = !t->q->cookies.n;
    return ERR_OK;
}

enum err page_accessibility(struct turn *t, struct problem *why)
{
    (void)why;
    struct tmpl_accessibility_model m = {.page = frame_public(t, zh_text(t->route->title)),
                                         .reviewed = REVIEWED};
    tmpl_accessibility(&t->r->body, &m);
    t->r->cacheable = !t->q->cookies.n;
    return ERR_OK;
}

enum err page_privacy(struct turn *t, struct problem *why)
{
    (void)why;
    struct tmpl_privacy_model m = {.page = frame_public(t, zh_text(t->route->title)),
                                   .reviewed = REVIEWED};
    tmpl_privacy(&t->r->body, &m);
    t->r->cacheable = !t->q->cookies.n;
    return ERR_OK;
}

/* The office of a place and, above it, where it lies. */
static const char *lies_in(const struct turn *t, const char *code)
{
    const char *district = arena_print(t->arena, "%.6s000000", code);
    const char *town = arena_print(t->arena, "%.9s000", code);
    if (strcmp(code, district) == 0) return frame_office(t, "371000000000");
    if (strcmp(code, town) == 0) return frame_office(t, district);
    return arena_print(t->arena, "%s%s", frame_office(t, district), frame_office(t, town));
}

static void find_places(struct turn *t, const char *q, struct tmpl_help_model *m)
{
    struct tmpl_help_place *places = ARENA_ARRAY(t->arena, struct tmpl_help_place, PLACES);
    const struct agency_names *names = &t->web->names;
    for (size_t i = 0; i < names->n && m->places_n < PLACES; i++) {
        if (!strstr(names->p[i].name, q)) continue;
        places[m->places_n++] = (struct tmpl_help_place){
            .name = view_text(names->p[i].name),
            .address = view_text(lies_in(t, names->p[i].code)),
            .hours = view_text(zh_text(ZH_web_hours)),
            .phone = view_text("12333"),
        };
    }
    m->places = places;
    m->count = (int64_t)m->places_n;
}

enum err page_help(struct turn *t, struct problem *why)
{
    (void)why;
    const char *q = http_get(t->q->query, "q");
    struct tmpl_help_model m = {.page = frame_public(t, zh_text(t->route->title))};
    if (q && *q && strlen(q) <= 120) {
        m.query = view_text(q);
        m.searched = true;
        find_places(t, q, &m);
    }
    tmpl_help(&t->r->body, &m);
    return ERR_OK;
}

/* What cannot be done on the net yet is done at an office. */
enum err page_where(struct turn *t, struct problem *why)
{
    (void)why;
    http_reply_redirect(t->r, "/help");
    return ERR_OK;
}

static bool is(const char *v, const char *word)
{
    return v && strcmp(v, word) == 0;
}

/* A path of this site: one slash, then no second one, no backslash, no control byte. */
static const char *safe_back(const char *back)
{
    if (!back || back[0] != '/' || back[1] == '/' || strlen(back) > 200) return "/";
    for (const char *c = back; *c; c++)
        if ((unsigned char)*c <= 32 || (unsigned char)*c >= 127 || *c == '\\') return "/";
    return back;
}

enum err page_look(struct turn *t, struct problem *why)
{
    (void)why;
    const char *size = http_get(t->q->query, "size"), *contrast = http_get(t->q->query, "contrast");
    struct look look = t->look;
    if (size) look.elder = is(size, "elder");
    if (contrast) look.contrast = is(contrast, "on");
    const char *value =
        arena_print(t->arena, "n%s%s", look.elder ? "e" : "", look.contrast ? "c" : "");
    http_cookie_set(t->r, t->arena,
                    &(struct http_cookie){.name = "look",
                                          .value = value,
                                          .max_age = 365 * 86400,
                                          .same_site = HTTP_LAX,
                                          .plain = t->web->o.plain});
    http_reply_redirect(t->r, safe_back(http_get(t->q->query, "back")));
    return ERR_OK;
}

enum err page_health(struct turn *t, struct problem *why)
{
    int64_t count;
    enum err e = desk_done_today(&t->call, &count, why); /* the store answers */
    if (e) return e;
    t->r->type = "text/plain; charset=utf-8";
    buf_puts(&t->r->body, "ok\n");
    return ERR_OK;
}
