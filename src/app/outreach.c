#include "app/outreach.h"

#include <string.h>

#include "app/move.h"
#include "base/zh.h"
#include "law/ages.h"
#include "law/kinds.h"

static bool paid(const struct dossier *s)
{
    for (size_t i = 0; i < s->line_count; i++)
        if (!line_kind_medical(s->lines[i].kind) && s->lines[i].status <= 2) return true;
    return false;
}

/* An open visit that went out for a day that is no longer the person's, or that nothing waits for.
 * A missed day ends none: now the visit matters most. */
static struct matter_file *over(struct dossier *s)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind != MATTER_HOME_VISIT || !matter_open(m->state) || !date_is_set(m->until_on))
            continue;
        if (!paid(s) || m->until_on.day != s->p.due_on.day) return &s->matters[i];
    }
    return NULL;
}

/* A visit is under way, or one has gone out for that day already. */
static bool there(const struct dossier *s)
{
    for (size_t i = 0; i < s->matter_count; i++) {
        const struct matter *m = &s->matters[i].m;
        if (m->kind == MATTER_HOME_VISIT &&
            (matter_open(m->state) || m->until_on.day == s->p.due_on.day))
            return true;
    }
    return false;
}

/* None where there is nobody to go, or no class of age. */
static struct date begins(struct dossier *s)
{
    struct date on = ages_outreach(&s->law, s->p.birth, s->p.due_on, NULL);
    return date_is_set(on) && app_office_known(s->app, s->p.residence_code) ? on : DATE_NONE;
}

struct date outreach_next(struct dossier *s, bool waiting)
{
    struct date tomorrow = date_add_days(s->law.today, 1);
    if (over(s)) return tomorrow;
    struct date on = waiting ? begins(s) : DATE_NONE;
    if (!date_is_set(on) || there(s)) return DATE_NONE;
    on = date_max(on, tomorrow);
    return date_cmp(on, s->p.due_on) > 0 ? DATE_NONE : on;
}

static enum err go_out(struct dossier *s, struct problem *why)
{
    const char *ground = arena_print(s->d.arena, "ground=%s", zh_text(ZH_ground_age));
    struct given_values given = {&ground, 1};
    struct matter_file *made;
    struct opening o = {.kind = MATTER_HOME_VISIT,
                        .agency = s->p.residence_code,
                        .event_on = s->law.today,
                        .until_on = s->p.due_on,
                        .note = zh_text(ZH_outreach_note),
                        .value_count = 1};
    struct matter_value *values = NULL;
    enum err e =
        move_values(matter_kind(MATTER_HOME_VISIT), EVENT_OPEN, &given, s->d.arena, &values, why);
    o.values = values;
    return e ? e : move_open(s, &o, &made, why);
}

enum err outreach_night(struct dossier *s, bool waiting, int *opened, struct problem *why)
{
    struct matter_file *gone;
    enum err e = ERR_OK;
    while (!e && (gone = over(s)))
        e = move_matter(s, gone, &(struct move){.event = EVENT_CERTIFIED, .system = true}, why);
    struct date on = waiting && !e ? begins(s) : DATE_NONE;
    if (e || !date_is_set(on) || there(s)) return e;
    if (date_cmp(s->law.today, on) < 0 || date_cmp(s->law.today, s->p.due_on) > 0) return ERR_OK;
    e = go_out(s, why);
    *opened += !e;
    return e;
}
