/*
 * The one permission table: role × action × region. Deny is the default; nothing else in the
 * program grants anything.
 *
 * Regions: ANY (the whole city), OWN (the principal's agency and below), EXACT (the principal's
 * agency is the matter's payer itself), SELF (the certification is recorded at the principal's own
 * agency). Two-person rules are the matter's (domain/matter.h).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "domain/agency.h"

enum role {
    ROLE_UNSET,
    ROLE_CLERK,
    ROLE_REVIEWER,
    ROLE_MANAGER,
    ROLE_FINANCE,
    ROLE_LEGAL,
    ROLE_CASE_AUDIT,
    ROLE_SUPERVISOR,
    ROLE_OFFICER,
    ROLE_DEPARTMENT_LEGAL,
    ROLE_SYSTEM_ADMIN,
    ROLE_SECURITY_ADMIN,
    ROLE_AUDIT_ADMIN,
    ROLE_CONSOLE, /* the operator of the machine who holds the key ring: setting up, imports, the
                     night */
    ROLE_COUNT
};

enum action {
    ACTION_UNSET,
    ACTION_CERTIFY,
    ACTION_PERSON_READ_EXACT, /* one person by exact number */
    ACTION_PERSON_READ_FULL,  /* with the number unmasked */
    ACTION_PERSON_FIND,       /* browsing */
    ACTION_MATTER_LIST,
    ACTION_MATTER_NOTE, /* compare, contact, entrust, visit, serve: what goes on file */
    ACTION_MATTER_DECIDE,
    ACTION_MATTER_RELEASE,
    ACTION_MATTER_REJECT,
    ACTION_MATTER_HOLD,
    ACTION_MATTER_CLOSE,
    ACTION_MATTER_UNDO,
    ACTION_REPORT_LOSS,
    ACTION_IMPORT_ROSTER,
    ACTION_IMPORT_EVIDENCE,
    ACTION_IMPORT_REFERENCE, /* agencies, calendar */
    ACTION_PAYROLL_SHOW,
    ACTION_PAYROLL_RUN, /* lock, send, recall */
    ACTION_EVALUATE,
    ACTION_NIGHT,
    ACTION_AUDIT_VERIFY,
    ACTION_CHECK,
    ACTION_BACKUP,
    ACTION_USERS,
    ACTION_FEED_READ,     /* feed list, show: no personal data */
    ACTION_JOB_READ,      /* job list: no personal data */
    ACTION_FEED_RELEASE,  /* of a held feed, and its reversal */
    ACTION_FEED_SENDER,   /* keys of signing partners */
    ACTION_MATTER_OPEN,   /* receiving: applications, papers, objections, changes, tips */
    ACTION_PUBLISH,       /* a public list of the own place */
    ACTION_DISCIPLINE,    /* who looks into the conduct of staff, and who decides about it */
    ACTION_ORDER,         /* the department's officer: refund and fine for fraud (art. 12) */
    ACTION_LEGAL_REVIEW,  /* the department's 法制审核, which also releases the order */
    ACTION_PARAM_PROPOSE, /* dated parameters: the city agency itself */
    ACTION_PARAM_DECIDE,
    ACTION_PARAM_RELEASE,
    ACTION_FALSE_DEATH,   /* undoing what rests on a death when the person stands at the counter */
    ACTION_PHOTO,         /* seeing, keeping and withdrawing a photo: who compares people */
    ACTION_TRAINING,      /* lessons about made-up people, in a training store only */
    ACTION_BATCH_RELEASE, /* seeing and releasing a list that is longer than the ceiling */
    ACTION_COUNT
};

enum region { REGION_NONE, REGION_SELF, REGION_EXACT, REGION_OWN, REGION_ANY };

struct principal {
    char login[64];
    enum role role;
    char agency[AGENCY_CODE];
    enum agency_kind agency_kind;
};

/* The widest region in which the role may do the action; REGION_NONE: not at all. */
enum region permission_region(enum role role, enum action action);
/* May the principal do it to something that belongs to `agency` (a payer, a place, a residence)?
 * agency "" asks only for ANY. A grant on the wrong side (a clerk of a department, an officer of an
 * agency) allows nothing. */
bool permission_allows(const struct principal *p, enum action action, const char *agency);

const char *role_word(enum role role); /* "clerk", as in logins */
enum role role_from_word(const char *word);
