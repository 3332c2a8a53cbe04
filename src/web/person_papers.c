#include <string.h>

#include "app/signals.h"
#include "law/kinds.h"
#include "law/words.h"
#include "web/frame.h"
#include "web/person.h"
#include "web/word.h"

/* ---- Papers --------------------------------------------------------------------------------- */

static void put_documents(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    struct tmpl_person_document *rows =
        ARENA_ARRAY(t->arena, struct tmpl_person_document, f->document_count + 1);
    for (size_t i = 0; i < f->document_count; i++) {
        const struct document *d = &f->documents[i];
        rows[i] = (struct tmpl_person_document){
            view_text(zh_text(idnum_kind_word((enum idnum_kind)d->kind))),
            mask_number(t->arena, d->number), d->current};
    }
    m->documents = rows;
    m->documents_n = f->document_count;
}

/* Which certification rests on it. */
static const char *used_by(struct turn *t, const struct person_file *f, const struct evidence *e)
{
    for (size_t i = 0; i < f->certification_count; i++) {
        const struct certification *c = &f->certifications[i];
        bool rests = c->evidence == e->n || signals_names(&f->certification_why[i], e);
        if (!rests || !certification_counts(c)) continue;
        const char *ref = arena_print(t->arena, "RZ-%lld", (long long)c->seq);
        return frame_print(t, ZH_personfile_used, ref, NULL);
    }
    return "";
}

/* Newest first; a withdrawal is no paper of its own, it marks what it takes back. */
static void put_evidence(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    struct tmpl_person_evidence *rows =
        ARENA_ARRAY(t->arena, struct tmpl_person_evidence, f->evidence_count + 1);
    for (size_t i = f->evidence_count; i-- > 0;) {
        const struct evidence *e = &f->evidence[i];
        if (e->withdraws) continue;
        rows[m->evidence_n++] = (struct tmpl_person_evidence){
            .in_favour = evidence_side(e->kind) == EVIDENCE_FOR,
            .what = view_text(zh_text(evidence_word(e->kind))),
            .at = e->happened_on,
            .source = view_text(word_source(t, e->source)),
            .strength = view_text(zh_text(evidence_strength_word(evidence_strength(e->kind)))),
            .used = view_text(used_by(t, f, e)),
            .withdrawn = e->withdrawn,
        };
    }
    m->evidence = rows;
}

/* A letter's own title is its first line. */
static void put_letters(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    struct tmpl_person_paper *rows =
        ARENA_ARRAY(t->arena, struct tmpl_person_paper, f->notice_count + 1);
    for (size_t i = 0; i < f->notice_count; i++) {
        const struct notice *n = &f->notices[i];
        if (n->kind != 2) continue;
        const char *first = arena_copy(t->arena, n->body, strcspn(n->body, "\n"));
        const char *url =
            arena_print(t->arena, "/staff/letters?id=%s", id_text(t->arena, n->matter_id));
        rows[m->papers_n++] = (struct tmpl_person_paper){view_text(url), view_text(first),
                                                         n->made_on, view_text(n->number)};
    }
    m->papers = rows;
}

void person_papers(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    put_documents(t, f, m);
    put_evidence(t, f, m);
    put_letters(t, f, m);
}

/* ---- Relatives ------------------------------------------------------------------------------ */

/* Elsewhere only that there is somebody: a name without its middle, and no way in. */
void person_relatives(struct turn *t, const struct person_file *f, struct tmpl_person_model *m)
{
    struct tmpl_person_relative *rows =
        ARENA_ARRAY(t->arena, struct tmpl_person_relative, f->relative_count + 1);
    for (size_t i = 0; i < f->relative_count; i++) {
        const struct file_relative *x = &f->relatives[i];
        const struct person *p = &x->r.p;
        const char *relation = zh_text(relation_word((enum relation)x->r.relation));
        const char *url =
            arena_print(t->arena, "/staff/person/%s", id_text(t->arena, p->person_id));
        enum zh_id as = x->r.worker ? ZH_personfile_worker : ZH_personfile_dependant;
        rows[i] = (struct tmpl_person_relative){
            .url = view_text(x->home ? url : ""),
            .name = x->home ? view_text(p->name) : mask_name(t->arena, p->name),
            .relation = view_text(frame_print(t, as, relation, NULL)),
            .masked = mask_number(t->arena, p->number),
        };
    }
    m->relatives = rows;
    m->relatives_n = f->relative_count;
}

/* ---- The payroll that is held --------------------------------------------------------------- */

/* While the check is open the term runs; a confirmed death handed the hold over to its loss. */
static const struct matter *holder(struct person_file *f, int64_t check)
{
    for (size_t i = 0; i < f->s.matter_count; i++) {
        const struct matter *m = &f->s.matters[i].m;
        if (m->kind == MATTER_LOSS && m->parent == check && matter_open(m->state)) return m;
    }
    struct matter_file *own = dossier_matter(&f->s, check);
    return own ? &own->m : NULL;
}

struct person_hold *person_holds(struct turn *t, struct person_file *f, size_t *n)
{
    struct person_hold *rows = ARENA_ARRAY(t->arena, struct person_hold, f->s.line_count + 1);
    *n = 0;
    for (size_t i = 0; i < f->s.line_count; i++) {
        const struct line *l = &f->s.lines[i];
        const struct span_row *held = ledger_held(&l->ledger, MONTH_NONE, INT64_MAX, DATE_NONE);
        const struct matter *by = held ? holder(f, held->matter) : NULL;
        if (!by) continue;
        bool checking = by->matter_id == held->matter;
        rows[(*n)++] = (struct person_hold){
            .title = frame_print(t, ZH_personfile_hold, zh_text(line_kind_word(l->kind)),
                                 month_print(held->from).s),
            .text = frame_print(t, checking ? ZH_personfile_hold_checking : ZH_personfile_hold_loss,
                                date_print(by->due_on).s, NULL),
            .by = by,
        };
    }
    return rows;
}
