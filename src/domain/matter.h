/*
 * Matters 事项: everything that has a clock. A kind is a table of rows {from, event, to, who,
 * adverse, guard, effects, letter}; one function in app applies a row and its effects (app/move.h).
 * A new workflow is a new table in src/domain/matter/, not new plumbing, and nothing above switches
 * on the kind.
 *
 * guard asks law and answers with a finding; only MET lets the row happen. effects is pure: it
 * lists what shall happen. A row with adverse set needs a decider on file, a different releaser and
 * a finding (architecture.md, "No pension stops by accident"); a database CHECK says the same.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/permission.h"
#include "law/law.h"
#include "law/ledger.h"
#include "law/overlap_period.h"

enum matter_kind_id {
    MATTER_UNSET,
    MATTER_SUSPENSION,
    MATTER_REINSTATEMENT,
    MATTER_INVESTIGATION,
    MATTER_LOSS,
    MATTER_EVIDENCE_CHECK,
    MATTER_FORESEEN_LOSS,
    MATTER_OVERLAP,
    MATTER_REFUND,
    MATTER_HOME_VISIT,
    MATTER_OBJECTION,
    MATTER_PUBLICATION,
    MATTER_MAILED_FORM,
    MATTER_ABROAD_PAPER,
    MATTER_OTHER_WAY,
    MATTER_CHANGE,
    MATTER_FRAUD,
    MATTER_TIP,
    MATTER_DISCIPLINE,
    MATTER_PARAM_CHANGE,
    MATTER_FAILED,
    MATTER_APPEAL,
    MATTER_WRONG_CONTACT,
    MATTER_READJUDICATION,
    MATTER_INBOUND,
    MATTER_BENEFIT_KIND,
    MATTER_OFFSET_REQUEST,
    MATTER_KIND_COUNT
};

enum matter_state {
    STATE_UNSET,
    STATE_PROPOSED,
    STATE_DECIDED,
    STATE_RELEASED,
    STATE_IN_EFFECT,
    STATE_HELD,
    STATE_CLOSED,
    STATE_REJECTED,
    STATE_UNDONE,
    STATE_DEMANDED,    /* a refund: the 催告 is made */
    STATE_APPLIED,     /* … enforcement is applied for at the court */
    STATE_ACCEPTED,    /* what was asked for is granted and waits to be done: a visit, a tip */
    STATE_PUBLISHED,   /* on the public list */
    STATE_ESTABLISHED, /* fraud: the facts are found (查明); a refund after a loss: the debt is */
    STATE_REPORTED,    /* … and with the department */
    STATE_TRANSFERRED, /* … with justice: frozen */
    STATE_COUNT
};

enum matter_event_id {
    EVENT_UNSET,
    EVENT_OPEN,    /* the row that begins a matter */
    EVENT_COMPARE, /* 条例 26: the data comparison is on file */
    EVENT_CONTACT, /* … the attempt to reach the person */
    EVENT_ENTRUST, /* … the entrusted check */
    EVENT_VISIT,   /* a visit at home is on file */
    EVENT_SERVE,   /* the letter reached the person */
    EVENT_DECIDE,
    EVENT_RELEASE,
    EVENT_REJECT,
    EVENT_HOLD,
    EVENT_RESUME,
    EVENT_CLOSE,
    EVENT_UNDO,
    EVENT_CERTIFIED,   /* the person certified while the matter was open */
    EVENT_TAKE_EFFECT, /* the payroll that it changes is locked */
    EVENT_LAST_LOOK,   /* found certified just before taking effect */
    EVENT_RESTORED,    /* a reinstatement ended it */
    EVENT_FOUND_ALIVE,
    EVENT_FOUND_DEAD,
    EVENT_FOUND_MISSING,
    EVENT_NOT_FOUND,
    EVENT_ARRIVED,  /* a foreseen day has come */
    EVENT_REVERSED, /* the certification that it follows was taken back */
    EVENT_CHOOSE,   /* an officer records the other lawful choice of the side to refund */
    EVENT_DEMAND,   /* 催告 (行政强制法 54) */
    EVENT_REVIEW,   /* 复议 or a suit was brought */
    EVENT_REVIEW_OVER,
    EVENT_APPLY,        /* to the court */
    EVENT_CONSENT,      /* in writing, to an offset */
    EVENT_OFFSET,       /* 抵扣 of a month is decided */
    EVENT_PAID,         /* all that is still owed came back */
    EVENT_CONFIRM,      /* what was reported is true */
    EVENT_WITHDRAWN,    /* the feed that it rested on was reversed as a whole */
    EVENT_AT_ONCE,      /* nothing to review or to decide: what was asked for is done at once */
    EVENT_ACCEPT,       /* granted: a visit, an objection, a tip, a paper that needs no review */
    EVENT_RECEIVE,      /* a posted paper has arrived */
    EVENT_EXPIRED,      /* its last day is over */
    EVENT_TAKE_DOWN,    /* off the public list before its time */
    EVENT_INSTALMENT,   /* part of what is owed came back */
    EVENT_ESTABLISH,    /* 查明 (art. 12) */
    EVENT_REPORT,       /* to the department (art. 12) */
    EVENT_FILE,         /* 立案 */
    EVENT_NOTIFY,       /* 告知书, served: 陈述申辩 and 听证 are open */
    EVENT_HEARING,      /* 听证 was asked for */
    EVENT_HEARD,        /* … and held */
    EVENT_LEGAL_REVIEW, /* 法制审核 */
    EVENT_COLLECTIVE,   /* collective discussion */
    EVENT_TRANSFER,     /* to justice (art. 12) */
    EVENT_RETURNED,     /* justice gave it back */
    EVENT_CONCLUDE,     /* a tip: established or not */
    EVENT_SERVE_NOTICE, /* 公告: the letter was published; it counts as served service.notice_days
                           later */
    EVENT_READJUDGED,   /* in any kind and state: the law of its clock was amended, and a released
                           re-adjudication moves the last day; stands in no table */
    EVENT_HAND_OVER,    /* an overlap: the other payer is asked to refund its line instead */
    EVENT_SETTLE,       /* the balance of a dead person's own account goes to the heirs */
    EVENT_PLAN,         /* a refund: the instalments in which it is to come back */
    EVENT_ALIVE,        /* whom a report calls dead stands at a counter (C9) */
    EVENT_PAY_ACCOUNT,  /* … that balance is paid out */
    EVENT_ACCOUNT_BACK, /* … is taken out of the open run, or came back from the heirs */
    EVENT_TAKE_OFFSET,  /* … that offset is released and taken in the open run */
    EVENT_ASK_OFFSET,   /* a refund: the payer of another line is asked to offset */
    EVENT_COUNT
};

struct matter {
    int64_t subject_id, matter_id;
    enum matter_kind_id kind;
    enum matter_state state;
    char agency[AGENCY_CODE];
    struct date opened_on, clock_from, due_on;
    int clock_days;
    int cause; /* suspension: enum suspension_cause; loss: enum loss_event; overlap: item of art. 11
                */
    struct date event_on, until_on, reported_on;
    int detail; /* loss: enum sentence × 2 + reporter in the city; overlap: the two lines,
                   MATTER_PAIR */
    struct month effect_month;
    int64_t parent;
    const char *note;
    int events;
};

struct matter_event {
    int n;
    enum matter_event_id event;
    enum matter_state from, to;
    const char *actor, *releaser;
    bool adverse;
    struct date happened_on;
    const char *reason;
    int64_t finding_seq;
    int64_t recorded_at;
};

struct matter_line { /* a line that the matter's payer pays */
    int64_t line_id;
    int kind;
    int status;
    enum relation relation;
    struct date appraisal_until;
    int64_t suspended_by; /* the matter of an open suspension over it, 0 when none */
    struct month suspended_from;
    enum loss_event suspended_for; /* the loss (missing, custody) that suspended it; LOSS_UNSET:
                                      want of certification */
    int64_t held_by;               /* the check whose hold is over it, 0 when none */
    struct month held;             /* the month that is held */
    int64_t account_paid; /* 分 of the own account that this matter has paid, less what came back */
    int64_t account_open; /* … of it in a run that is still open */
};

#define MATTER_PAIR(a, b)                                                                          \
    ((int)(a)*10000 + (int)(b)) /* the line_ids of an overlap in one detail                        \
                                 */

struct matter_overlap { /* of an overlap: what law says of its two lines today
                           (law/overlap_period.h) */
    struct overlap_period period;
    const struct overlap_part *parts;
    int64_t refund_line;       /* 0: not this payer's, or nobody chose yet */
    bool other_payer;          /* the other line of the two is another payer's */
    bool handed_over;          /* by that payer: to refund this payer's line instead of its own */
    bool goes_on;              /* both lines are due in the open month too */
    int64_t keeps;             /* 分 that the refunded line keeps a month from then on */
    struct month open;         /* the next payroll of the payer that is not locked */
    struct month lowered_from; /* after a release that lowered the line: from when, and what it paid
                                  before */
    int64_t rate_before;
    struct finding why;
};

struct matter_owing { /* a line of a refund that was paid beyond what was due */
    int64_t line_id;
    int kind;
    enum relation relation;
    struct date appraisal_until;
    int64_t debt;             /* 分 still owed */
    struct month first, last; /* of the months overpaid */
};

#define REFUND_PARTS 60 /* instalments at the most, one a month */

struct matter_source { /* a line from whose open month something may be taken */
    int64_t line_id;
    int64_t payable; /* 分 */
};

struct matter_refund { /* of a refund: what its overlap or loss has made overpaid, how far it is */
    const struct matter_owing *owing;
    size_t owing_count;
    int64_t debt;    /* 分 still owed of all lines */
    int64_t ordered; /* 分 beside it that an order for fraud had asked back before */
    const struct matter_source *sources; /* in the order in which they are taken from */
    size_t source_count;
    int64_t payable;           /* 分 of the open month from which something may be taken */
    const char *elsewhere;     /* a payer that has something to take from; NULL: none */
    int64_t elsewhere_payable; /* 分 of its open month */
    int64_t request;           /* the matter by which one is being asked, 0: none */
    struct month open;
    bool resident, consent;
    bool after_loss;        /* the loss decided that payment ends, not yet that money goes back */
    struct loss_facts loss; /* … its ground; line and relation stand with the line */
    struct date reported_on;
    bool reporter_in_city;
    struct overlap_recovery_facts steps;
};

struct matter_claim { /* of a fraud: what a month's refund has brought back or still demands */
    struct month month;
    int64_t amount;
};

struct matter_value;

/* What guards and effects may know. Loaded inside the transaction, after the locks. */
struct matter_facts {
    const struct law *law;
    const struct matter *matter;
    struct suspension_facts suspension;
    struct date birth;
    struct date suspended_on;    /* release day of the suspension that the matter is about, or is */
    struct date certified_on;    /* the person's last success */
    struct month locked_through; /* last month whose regular run the payer has locked in fact */
    bool decided_by_manager, mover_is_manager;
    struct date given_on; /* a day that came with the event */
    const struct matter_line *lines;
    size_t line_count;
    const struct matter_overlap *overlap; /* NULL for all other kinds */
    const struct matter_refund *refund;
    const struct matter_claim *claims; /* at the payer; of a fraud only */
    size_t claim_count;
    int64_t refund_matter;             /* the refund that this matter opened, 0 when none */
    const struct matter_value *values; /* what was given by name, oldest first (matter_field.h) */
    size_t value_count;
    int age, protection;           /* of the person; bits of enum matter_protection */
    struct date published_on;      /* the person's newest public notice, none when there is none */
    const char *residence, *mover; /* code of the place; login of who acts, "" for the system */
    int dependant_lines;           /* lines of art. 8(3) to (6), at any payer */
    const struct matter_event *events;
    size_t event_count;
    const struct matter_event *against; /* of the matter that the value "against" names */
    size_t against_count;
};

enum matter_protection { /* as the person's record has it */
                         MATTER_PROTECT_DISABLED = 1,
                         MATTER_PROTECT_IN_HOSPITAL = 2,
                         MATTER_PROTECT_LIVING_ALONE = 4
};

enum effect_kind {
    EFFECT_UNSET,
    EFFECT_SPAN,     /* begin `span` on line_id from month */
    EFFECT_LIFT,     /* lift on line_id, from month, what matter_id began */
    EFFECT_VOID,     /* void on line_id what matter_id began */
    EFFECT_BACK_PAY, /* settle the payer's lines; back-pay goes to the regular run of month, or a
                        supplementary one (at_once) */
    EFFECT_CLOSE,    /* move matter_id with event */
    EFFECT_OPEN,     /* open a matter of kind with cause, event_on and parent = this one */
    EFFECT_LETTER,   /* make the letter of the row */
    EFFECT_OVERLAP,  /* enter on line_id what the overlap makes not due, month by month */
    EFFECT_RATE,     /* line_id pays amount from month on */
    EFFECT_REFUND,   /* enter amount as refunded */
    EFFECT_OFFSET,   /* enter amount as offset */
    EFFECT_TAKE,     /* … and as taken of what line_id is paid in the run of month */
    EFFECT_CERTIFY,  /* the person is certified by `way`, held on event_on */
    EFFECT_CHANGE,   /* the detail `cause` (enum change_field) of the person becomes text */
    EFFECT_BENEFIT,  /* the proposed kind of benefit is known from now on */
    EFFECT_READJUDICATE, /* what law as known now says of days and deadlines is written */
    EFFECT_OWING,        /* open a refund for each loss of the payer that left something overpaid */
    EFFECT_PARAM,        /* the proposed value comes into force on its first day */
    EFFECT_ACCOUNT,      /* amount of line_id's own account is paid in a supplementary run */
    EFFECT_ACCOUNT_BACK  /* amount of it is taken out of that run, or has come back */
};

enum effect_whom { /* of EFFECT_OPEN */
                   WHOM_PAYER,
                   WHOM_EVERY_PAYER,
                   WHOM_DEPENDANTS,
                   WHOM_OTHER_PAYER /* of the two lines of an overlap */
};

struct effect {
    enum effect_kind kind;
    enum span_effect span;
    int64_t line_id, matter_id;
    struct month month;
    int64_t amount;
    bool at_once;
    enum matter_event_id event;
    enum matter_kind_id open;
    int cause;
    struct date event_on, until_on;
    int detail;
    int way;
    enum effect_whom whom;
    bool once;          /* of EFFECT_OPEN: not where one of the kind is open already */
    const char *text;   /* of EFFECT_OPEN: the note of the new matter */
    const char *agency; /* … the agency that gets it, instead of whom; NULL: as whom says */
};

#define MATTER_EFFECTS 64

typedef struct finding (*matter_guard)(const struct matter_facts *facts);
typedef size_t (*matter_effects)(const struct matter_facts *facts,
                                 struct effect out[MATTER_EFFECTS]);

struct matter_row {
    enum matter_state from;
    enum matter_event_id event;
    enum matter_state to;
    enum action who; /* ACTION_UNSET: the system, following a fact */
    bool adverse;
    bool second_person;         /* another than the decider … */
    enum matter_event_id first; /* … who is the actor of this event; EVENT_UNSET: of `decide` */
    bool not_opener;            /* another than who opened the matter */
    matter_guard guard;         /* NULL: nothing to ask */
    matter_effects effects;     /* NULL: none */
    enum zh_id letter;          /* ZH_none: none */
    bool bare;                  /* the letter goes to others: the name masked, no benefits in it */
    bool given;                 /* the letter says what was given by name, word by word */
    bool told;                  /* the letter says the days and amounts it rests on */
    enum zh_id refusal; /* what to do instead, when the guard says no; ZH_none: the finding says */
    enum zh_id day; /* what the day is called that comes with the step (--on); ZH_none: none does */
    bool day_open;  /* … it may be left out: then the day that the matter is about holds */
    struct date (*clock)(const struct matter_facts *facts); /* a new last day; NULL: it stays */
};

enum matter_place {              /* where a matter that somebody opens belongs */
                    AT_PAYER,    /* to the payer of the person's first line */
                    AT_OPENER,   /* to the agency that received it */
                    AT_CITY,     /* to the city agency, which alone opens it (art. 4(3)) */
                    AT_RESIDENCE /* to the place where the person lives; the payer, where that is
                                    elsewhere */
};

struct matter_kind {
    enum matter_kind_id id;
    const char *word; /* "suspension", as in the command line */
    enum zh_id title;
    const struct matter_row *rows;
    size_t row_count;
    struct date (*due)(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why);
    const struct matter_field *fields;
    size_t field_count;
    const char *event_field; /* the field whose day is event_on; NULL: the day of the opening */
    enum matter_place at;
    unsigned holds;       /* bits of law's guard facts that it sets while it is open */
    bool no_history;      /* not opened about a day before the measure (art. 17) */
    bool about_nobody;    /* about no person of ours: a subject of its own, no number needed */
    const char *named_by; /* about nobody: the field by whose value people know one from another */
    bool single;          /* one of the kind at a time */
    enum zh_id on_open;   /* said to who opens one, with how many there were this year */
};

const struct matter_kind *matter_kind(enum matter_kind_id id);
const struct matter_kind *matter_kind_from_word(const char *word); /* NULL when unknown */
const struct matter_row *matter_row(const struct matter_kind *kind, enum matter_state from,
                                    enum matter_event_id event);
bool matter_open(enum matter_state state); /* still somebody's work: neither done nor in effect */
const char *matter_state_word(enum matter_state state);
/* What people read; "" for none. */
const char *matter_state_title(enum matter_state state);
const char *matter_event_title(enum matter_event_id event);
enum matter_state matter_state_from_word(const char *word);
const char *matter_event_word(enum matter_event_id event);
enum matter_event_id matter_event_from_word(const char *word);

/* The clock of a step to which no law gives one: an office takes the working days that art. 10
 * gives a suspension's decision (suspend.days). Without a value in force it is due on the day it is
 * opened: nothing waits longer than somebody may say. Explains nothing. */
struct date matter_due_office(const struct law *law, int cause, struct date event_on,
                              struct date opened_on, struct finding *why);

/* The clock of what has to be settled by the day it is about. Explains nothing. */
struct date matter_due_event(const struct law *law, int cause, struct date event_on,
                             struct date opened_on, struct finding *why);

/* The tables, one file each. */
extern const struct matter_kind matter_suspension, matter_reinstatement, matter_investigation,
    matter_loss, matter_evidence_check, matter_foreseen_loss, matter_overlap, matter_refund,
    matter_home_visit, matter_objection, matter_publication, matter_mailed_form,
    matter_abroad_paper, matter_other_way, matter_change, matter_fraud, matter_tip,
    matter_discipline, matter_param_change, matter_failed, matter_appeal, matter_wrong_contact,
    matter_readjudication, matter_inbound, matter_benefit_kind, matter_offset_request;

/* The diagram of a kind in Mermaid, for docs/matters.md. */
struct buf;
void matter_diagram(const struct matter_kind *kind, struct buf *out);
