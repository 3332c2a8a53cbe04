/* docs/matters.md from the tables of src/domain/matter: printed by matters_doc, compared by
 * test_matter. */
#pragma once
#include "base/buf.h"
#include "base/zh.h"
#include "domain/matter_field.h"

static inline void matters_doc_who(const struct matter_row *r, struct buf *out)
{
    bool any = false;
    for (int role = 1; role < ROLE_COUNT; role++) {
        if (permission_region((enum role)role, r->who) == REGION_NONE) continue;
        buf_printf(out, "%s%s", any ? ", " : "", role_word((enum role)role));
        any = true;
    }
    if (!any) buf_puts(out, "system");
    const char *first = r->first ? matter_event_word(r->first) : "";
    if (*first) buf_printf(out, "; not who did %s", first);
    else if (r->second_person) buf_puts(out, "; not the decider");
}

/* What is asked for by name (matter fields KIND). */
static inline void matters_doc_fields(const struct matter_kind *kind, struct buf *out)
{
    if (!kind->field_count) return;
    buf_puts(out, "\n| Event | Field | Needed | What |\n|---|---|---|---|\n");
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct matter_field *f = &kind->fields[i];
        buf_printf(out, "| %s | `%s` | %s | %s |\n", f->event ? matter_event_word(f->event) : "any",
                   f->name, f->needed ? "yes" : "", zh_text(f->title));
    }
}

static inline void matters_doc_kind(const struct matter_kind *kind, struct buf *out)
{
    buf_printf(out, "\n## %s %s\n\n", kind->word, zh_text(kind->title));
    matter_diagram(kind, out);
    buf_puts(out, "\n| From | Event | To | Who | Law is asked | Effects | Letter "
                  "|\n|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < kind->row_count; i++) {
        const struct matter_row *r = &kind->rows[i];
        buf_printf(
            out, "| %s | %s%s | %s | ", r->event == EVENT_OPEN ? "" : matter_state_word(r->from),
            matter_event_word(r->event), r->adverse ? " (adverse)" : "", matter_state_word(r->to));
        matters_doc_who(r, out);
        buf_printf(out, " | %s | %s | %s |\n", r->guard ? "yes" : "", r->effects ? "yes" : "",
                   r->letter == ZH_none ? "" : zh_text(r->letter));
    }
    matters_doc_fields(kind, out);
}

static inline void matters_doc(struct buf *out)
{
    buf_puts(out, "# Matters\n\nEverything that has a clock, as its table in `src/domain/matter` "
                  "says: who may move it from which state\n"
                  "to which, where law is asked, what it sets in motion. Printed from the tables; "
                  "do not edit:\n\n"
                  "    cmake --build --preset dev --target matters_doc && "
                  "build/dev/tests/matters_doc > docs/matters.md\n");
    for (int k = 1; k < MATTER_KIND_COUNT; k++)
        matters_doc_kind(matter_kind((enum matter_kind_id)k), out);
}
