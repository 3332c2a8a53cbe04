#include "app/move_check.h"

#include <string.h>

/* Who decided; where a row releases what was only received and described, who did that. */
const struct matter_event *move_first_person(const struct matter_file *f,
                                             const struct matter_row *row)
{
    if (row->first) return dossier_event(f, row->first);
    const struct matter_event *decide = dossier_event(f, EVENT_DECIDE);
    return decide || f->m.state != STATE_PROPOSED ? decide : dossier_event(f, EVENT_OPEN);
}

static enum err check_second(const struct matter_file *f, const struct matter_row *row,
                             const struct dossier *s, struct problem *why)
{
    const struct matter_event *decide = move_first_person(f, row);
    if (decide && strcmp(decide->actor, s->who.login) != 0) return ERR_OK;
    return problem_set(why, ERR_LAW, decide ? ZH_move_same_person : ZH_move_no_decision, "as",
                       s->who.login, NULL);
}

/* Who opened the matter does not release it where the row says so. */
static enum err check_opener(const struct matter_file *f, const struct dossier *s,
                             struct problem *why)
{
    const struct matter_event *open = dossier_event(f, EVENT_OPEN);
    if (open && strcmp(open->actor, s->who.login) != 0) return ERR_OK;
    return problem_set(why, ERR_LAW, ZH_move_same_opener, "as", s->who.login, NULL);
}

static enum err check_who(struct dossier *s, const struct matter_file *f,
                          const struct matter_row *row, const struct move *move,
                          struct problem *why)
{
    if (move->system)
        return row->who == ACTION_UNSET
                   ? ERR_OK
                   : problem_set(why, ERR_DENIED, ZH_move_needs_person, NULL, NULL);
    if (row->who == ACTION_UNSET)
        return problem_set(why, ERR_DENIED, ZH_move_system_only, "event",
                           matter_event_word(row->event), NULL);
    struct call call = {.who = s->who};
    bool below = row->who == ACTION_MATTER_NOTE && agency_within(f->m.agency, s->who.agency) &&
                 permission_region(s->who.role, row->who) != REGION_NONE;
    return below ? ERR_OK : app_authorise(&call, row->who, f->m.agency, why);
}

/* Every value that the event needs is there. */
enum err move_check_values(const struct matter_kind *kind, const struct move *move,
                           struct problem *why)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct matter_field *field = &kind->fields[i];
        bool given = !field->needed || field->event != move->event;
        for (size_t k = 0; k < move->value_count; k++) given |= move->values[k].field == field;
        if (!given)
            return problem_set(why, ERR_USAGE, ZH_field_needed, field->name, field->name,
                               zh_text(field->title), NULL);
    }
    return ERR_OK;
}

/* The day that comes with the step: there where the row needs it, and never still to come. */
static enum err check_day(const struct dossier *s, const struct matter_row *row,
                          const struct move *move, struct problem *why)
{
    if (row->day != ZH_none && !row->day_open && !date_is_set(move->given_on))
        return problem_set(why, ERR_INPUT, ZH_move_needs_day, "on", zh_text(row->day), NULL);
    if (date_is_set(move->given_on) && date_cmp(move->given_on, s->law.today) > 0)
        return problem_set(why, ERR_INPUT, ZH_move_day_future, "on", date_print(move->given_on).s,
                           date_print(s->law.today).s, NULL);
    return ERR_OK;
}

enum err move_values(const struct matter_kind *kind, enum matter_event_id event,
                     const struct given_values *given, struct arena *arena,
                     struct matter_value **out, struct problem *why)
{
    struct matter_value *v = ARENA_ARRAY(arena, struct matter_value, given->count + 1);
    *out = v;
    for (size_t i = 0; i < given->count; i++) {
        const char *eq = strchr(given->text[i], '=');
        const char *name =
            arena_copy(arena, given->text[i], eq ? (size_t)(eq - given->text[i]) : 0);
        const struct matter_field *field = eq ? matter_field(kind, name, event) : NULL;
        if (!eq) return problem_set(why, ERR_USAGE, ZH_field_shape, "field", given->text[i], NULL);
        if (!field)
            return problem_set(why, ERR_USAGE, ZH_field_unknown, "field", zh_text(kind->title),
                               matter_event_word(event), name, NULL);
        enum err e = matter_value_parse(field, eq + 1, &v[i], why);
        if (e) return e;
    }
    return ERR_OK;
}

enum err move_check(struct dossier *s, const struct matter_file *f, const struct matter_row *row,
                    const struct move *move, struct problem *why)
{
    enum err e = check_who(s, f, row, move, why);
    if (!e && row->second_person) e = check_second(f, row, s, why);
    if (!e && row->not_opener) e = check_opener(f, s, why);
    if (!e) e = move_check_values(matter_kind(f->m.kind), move, why);
    return e ? e : check_day(s, row, move, why);
}
