#include "app/benefit.h"

#include "store/benefit.h"

enum err benefit_apply(struct dossier *s, const struct matter_file *f, struct problem *why)
{
    bool line = matters_value(f, "periodic").number && matters_value(f, "long_term").number;
    struct benefit_kind b = {
        .kind = {.word = matters_value(f, "word").text,
                 .procedure = line ? NULL : matters_value(f, "procedure").text},
        .citation = matters_value(f, "citation").text,
        .decided_by = dossier_event(f, EVENT_DECIDE)->actor,
        .released_by = s->who.login,
        .recorded_at = s->clock.moment,
    };
    enum err e = benefit_insert(&s->d, &b, why);
    if (!e) e = day_law_changed(&s->d, why);
    s->law_changed = true;
    return e;
}
