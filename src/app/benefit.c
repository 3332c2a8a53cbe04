#include "app/benefit.h"

#include <string.h>

#include "domain/matter_field.h"
#include "store/benefit.h"

static const char *given(const struct matter_file *f, const char *name)
{
    for (size_t i = f->given_count; i-- > 0;)
        if (strcmp(f->given[i].name, name) == 0) return f->given[i].value;
    return "";
}

static bool yes(const struct matter_file *f, const char *name)
{
    struct matter_value v;
    const struct matter_field *field = matter_field(matter_kind(f->m.kind), name, EVENT_OPEN);
    return !matter_value_parse(field, given(f, name), &v, NULL) && v.number;
}

enum err benefit_apply(struct dossier *s, const struct matter_file *f, struct problem *why)
{
    bool line = yes(f, "periodic") && yes(f, "long_term");
    struct benefit_kind b = {
        .kind = {.word = given(f, "word"), .procedure = line ? NULL : given(f, "procedure")},
        .citation = given(f, "citation"),
        .decided_by = dossier_event(f, EVENT_DECIDE)->actor,
        .released_by = s->who.login,
        .recorded_at = s->clock.moment,
    };
    enum err e = benefit_insert(&s->d, &b, why);
    if (!e) e = day_law_changed(&s->d, why);
    s->law_changed = true;
    return e;
}
