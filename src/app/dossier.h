/*
 * A dossier: everything on record about one person, loaded inside one transaction, and the only way
 * in which use cases change it: moving matters, opening them, certifying. What follows from facts
 * (line status, due day, next day, attention, missing ledger entries) is computed here from the
 * facts and stored beside them.
 */
#pragma once
#include "app/app.h"
#include "domain/evaluation.h"
#include "store/certification.h"
#include "store/evidence.h"
#include "store/line.h"
#include "store/matters.h"

struct payer_locks {
    char payer[AGENCY_CODE];
    struct ledger_locks locks;
    struct month locked_through; /* the last locked month; none when there is none on record */
    const struct payroll_run *runs;
    size_t run_count;
};

struct dossier {
    struct data d;
    struct write *w; /* NULL when only read */
    const struct app *app;
    struct law law;
    struct clock clock;
    bool law_changed;  /* a parameter came into force: the caller loads the law again */
    bool readjudicate; /* a re-adjudication was released: the caller writes it */
    bool absent; /* the caller has looked: nobody has the number that is about to be enrolled */
    struct principal who; /* who acts; for what the system does by itself role stays unset */
    struct person p;
    struct line *lines;
    size_t line_count;
    struct matter_file *matters;
    size_t matter_count;
    struct payer_locks *payers;
    size_t payer_count;
};

/* clock and law are the caller's; the person's row must be locked when w is set. */
enum err dossier_load(struct dossier *s, int64_t person_id, struct problem *why);
struct dossier dossier_for_write(const struct call *call, struct write *w);
struct dossier dossier_for_read(const struct call *call, struct read *r);

const struct payer_locks *dossier_locks(struct dossier *s, const char *payer);
bool dossier_pays(const struct dossier *s, const char *payer); /* has a line of that payer */
/* A line with the entries that the next settling would make, back-pay in the next open regular run:
 * for showing, stores nothing. */
struct ledger_line dossier_projected(struct dossier *s, const struct line *l);
struct matter_file *dossier_matter(struct dossier *s, int64_t matter_id);
struct line *dossier_line(struct dossier *s, int64_t line_id); /* NULL: none of that id */
/* Newest open matter of the kind at the agency, NULL when there is none. */
struct matter_file *dossier_open_matter(struct dossier *s, enum matter_kind_id kind,
                                        const char *agency);
/* The open suspension over a line (released or in effect, not lifted), 0 when none. */
int64_t dossier_suspended_by(const struct line *l);
/* The newest event of a kind on a matter, NULL when there is none. */
const struct matter_event *dossier_event(const struct matter_file *f, enum matter_event_id event);

/* Has this payer's suspension for the missed day, or a later one, been proposed? One that was
 * closed because the person certified is no answer any more once that certification is taken back
 * and the old day is due again. payer NULL: any. */
bool dossier_proposed(const struct dossier *s, const char *payer);
/* The person has a line that a missed cycle could stop, and nobody is asked to decide it yet. */
bool dossier_waits(const struct dossier *s);
/* The due day from the facts: last success, first month, registration, windows. */
struct date dossier_due(struct dossier *s, struct finding *why);
/* The dossier as facts of the evaluation, in its arena; they do not follow what is opened later. */
struct evaluation_facts dossier_facts(struct dossier *s);
/* What is known of the person's being alive on the dossier's day (B15), from the dossier and the
 * person's evidence. UNSET, and a why without a question: every line has ended. For showing only.
 */
enum survival dossier_level(struct dossier *s, const struct evidence *list, size_t count,
                            struct finding *why);
/* What can be seen coming on a line that has not ended, earliest first; returns the count. */
size_t dossier_foreseen(struct dossier *s, const struct evaluation_facts *f, size_t line,
                        struct foreseen out[FORESEEN_MOST]);
/* The foreseen-loss matter of the payer for it, open or not; NULL when there is none. */
struct matter_file *dossier_foreseen_matter(struct dossier *s, const char *payer,
                                            const struct foreseen *seen);
/* An open foreseen-loss matter for something no longer in sight (the paper was renewed, the
 * appraisal prolonged), NULL: none. */
struct matter_file *dossier_foreseen_gone(struct dossier *s, const struct evaluation_facts *f);
/* The next day on which anything happens by itself; none when only people can move things. */
struct date dossier_next(struct dossier *s);
/* Stores line statuses, next_on and attention where they changed. */
enum err dossier_fold(struct dossier *s, struct problem *why);
