#include "domain/permission.h"

#include <string.h>

static const struct {
    enum role role;
    enum action action;
    enum region region;
} table[] = {
    /* Certifying and receiving: every agency, everybody in the city by exact number (art. 5). */
    {ROLE_CLERK, ACTION_CERTIFY, REGION_SELF},
    {ROLE_REVIEWER, ACTION_CERTIFY, REGION_SELF},
    {ROLE_MANAGER, ACTION_CERTIFY, REGION_SELF},
    {ROLE_CLERK, ACTION_REPORT_LOSS, REGION_ANY},
    {ROLE_REVIEWER, ACTION_REPORT_LOSS, REGION_ANY},
    {ROLE_MANAGER, ACTION_REPORT_LOSS, REGION_ANY},

    /* Reading: exact number anywhere with a purpose, browsing in the own jurisdiction. */
    {ROLE_CLERK, ACTION_PERSON_READ_EXACT, REGION_ANY},
    {ROLE_REVIEWER, ACTION_PERSON_READ_EXACT, REGION_ANY},
    {ROLE_MANAGER, ACTION_PERSON_READ_EXACT, REGION_ANY},
    {ROLE_FINANCE, ACTION_PERSON_READ_EXACT, REGION_OWN},
    {ROLE_LEGAL, ACTION_PERSON_READ_EXACT, REGION_OWN},
    {ROLE_CASE_AUDIT, ACTION_PERSON_READ_EXACT, REGION_OWN},
    {ROLE_SUPERVISOR, ACTION_PERSON_READ_EXACT, REGION_OWN},
    {ROLE_OFFICER, ACTION_PERSON_READ_EXACT, REGION_OWN},
    {ROLE_CLERK, ACTION_PERSON_FIND, REGION_OWN},
    {ROLE_REVIEWER, ACTION_PERSON_FIND, REGION_OWN},
    {ROLE_MANAGER, ACTION_PERSON_FIND, REGION_OWN},
    {ROLE_CASE_AUDIT, ACTION_PERSON_FIND, REGION_OWN},
    {ROLE_SUPERVISOR, ACTION_PERSON_FIND, REGION_OWN},
    {ROLE_CLERK, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_REVIEWER, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_MANAGER, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_FINANCE, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_LEGAL, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_CASE_AUDIT, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_SUPERVISOR, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_OFFICER, ACTION_MATTER_LIST, REGION_OWN},
    {ROLE_CONSOLE, ACTION_MATTER_LIST, REGION_ANY},

    /* What goes on file: the payer, and the agencies below it that it sends. */
    {ROLE_CLERK, ACTION_MATTER_NOTE, REGION_OWN},
    {ROLE_REVIEWER, ACTION_MATTER_NOTE, REGION_OWN},
    {ROLE_MANAGER, ACTION_MATTER_NOTE, REGION_OWN},

    /* Deciding and releasing: the payer itself, nobody else (readings, trap 11). */
    {ROLE_CLERK, ACTION_MATTER_DECIDE, REGION_EXACT},
    {ROLE_REVIEWER, ACTION_MATTER_DECIDE, REGION_EXACT},
    {ROLE_MANAGER, ACTION_MATTER_DECIDE, REGION_EXACT},
    {ROLE_REVIEWER, ACTION_MATTER_RELEASE, REGION_EXACT},
    {ROLE_MANAGER, ACTION_MATTER_RELEASE, REGION_EXACT},
    {ROLE_CLERK, ACTION_MATTER_REJECT, REGION_EXACT},
    {ROLE_REVIEWER, ACTION_MATTER_REJECT, REGION_EXACT},
    {ROLE_MANAGER, ACTION_MATTER_REJECT, REGION_EXACT},
    {ROLE_CLERK, ACTION_MATTER_HOLD, REGION_EXACT},
    {ROLE_REVIEWER, ACTION_MATTER_HOLD, REGION_EXACT},
    {ROLE_MANAGER, ACTION_MATTER_HOLD, REGION_EXACT},
    {ROLE_CLERK, ACTION_MATTER_CLOSE, REGION_EXACT},
    {ROLE_REVIEWER, ACTION_MATTER_CLOSE, REGION_EXACT},
    {ROLE_MANAGER, ACTION_MATTER_CLOSE, REGION_EXACT},
    {ROLE_REVIEWER, ACTION_MATTER_UNDO, REGION_EXACT},
    {ROLE_MANAGER, ACTION_MATTER_UNDO, REGION_EXACT},

    /* Money. */
    {ROLE_FINANCE, ACTION_PAYROLL_SHOW, REGION_OWN},
    {ROLE_MANAGER, ACTION_PAYROLL_SHOW, REGION_OWN},
    {ROLE_REVIEWER, ACTION_PAYROLL_SHOW, REGION_OWN},
    {ROLE_CASE_AUDIT, ACTION_PAYROLL_SHOW, REGION_OWN},
    {ROLE_SUPERVISOR, ACTION_PAYROLL_SHOW, REGION_OWN},
    {ROLE_CONSOLE, ACTION_PAYROLL_SHOW, REGION_ANY},
    {ROLE_FINANCE, ACTION_PAYROLL_RUN, REGION_EXACT},
    {ROLE_MANAGER, ACTION_PAYROLL_RUN, REGION_EXACT},
    {ROLE_CONSOLE, ACTION_PAYROLL_RUN, REGION_ANY},

    /* Files and the machine. */
    {ROLE_MANAGER, ACTION_IMPORT_ROSTER, REGION_OWN},
    {ROLE_REVIEWER, ACTION_IMPORT_ROSTER, REGION_OWN},
    {ROLE_CLERK, ACTION_IMPORT_ROSTER, REGION_OWN},
    {ROLE_CONSOLE, ACTION_IMPORT_ROSTER, REGION_ANY},
    {ROLE_MANAGER, ACTION_IMPORT_EVIDENCE, REGION_OWN},
    {ROLE_REVIEWER, ACTION_IMPORT_EVIDENCE, REGION_OWN},
    {ROLE_CLERK, ACTION_IMPORT_EVIDENCE, REGION_OWN},
    {ROLE_CONSOLE, ACTION_IMPORT_EVIDENCE, REGION_ANY},
    {ROLE_SYSTEM_ADMIN, ACTION_IMPORT_REFERENCE, REGION_ANY},
    {ROLE_CONSOLE, ACTION_IMPORT_REFERENCE, REGION_ANY},
    {ROLE_MANAGER, ACTION_EVALUATE, REGION_OWN},
    {ROLE_SUPERVISOR, ACTION_EVALUATE, REGION_OWN},
    {ROLE_CONSOLE, ACTION_EVALUATE, REGION_ANY},
    {ROLE_CONSOLE, ACTION_NIGHT, REGION_ANY},
    {ROLE_SYSTEM_ADMIN, ACTION_NIGHT, REGION_ANY},
    {ROLE_AUDIT_ADMIN, ACTION_AUDIT_VERIFY, REGION_ANY},
    {ROLE_SUPERVISOR, ACTION_AUDIT_VERIFY, REGION_ANY},
    {ROLE_CONSOLE, ACTION_AUDIT_VERIFY, REGION_ANY},
    {ROLE_CONSOLE, ACTION_CHECK, REGION_ANY},
    {ROLE_SYSTEM_ADMIN, ACTION_CHECK, REGION_ANY},
    {ROLE_AUDIT_ADMIN, ACTION_CHECK, REGION_ANY},
    {ROLE_CONSOLE, ACTION_BACKUP, REGION_ANY},
    {ROLE_SYSTEM_ADMIN, ACTION_BACKUP, REGION_ANY},
    {ROLE_SECURITY_ADMIN, ACTION_USERS, REGION_ANY},
    {ROLE_CONSOLE, ACTION_USERS, REGION_ANY},
};

enum region permission_region(enum role role, enum action action)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].role == role && table[i].action == action) return table[i].region;
    return REGION_NONE;
}

/* A role of the agencies counts for nothing in a department and the other way round (art. 4); the rest stands on neither side. */
static bool right_side(const struct principal *p)
{
    if (p->role >= ROLE_CLERK && p->role <= ROLE_CASE_AUDIT) return p->agency_kind == AGENCY_OFFICE;
    if (p->role >= ROLE_SUPERVISOR && p->role <= ROLE_DEPARTMENT_LEGAL) return p->agency_kind == AGENCY_DEPARTMENT;
    return true;
}

bool permission_allows(const struct principal *p, enum action action, const char *agency)
{
    if (!right_side(p)) return false;
    switch (permission_region(p->role, action)) {
    case REGION_ANY: return true;
    case REGION_OWN: return agency_within(p->agency, agency);
    case REGION_SELF:
    case REGION_EXACT: return agency_code_valid(agency) && strcmp(p->agency, agency) == 0;
    case REGION_NONE: break;
    }
    return false;
}

static const char *const words[ROLE_COUNT] = {
    [ROLE_CLERK] = "clerk",           [ROLE_REVIEWER] = "reviewer",      [ROLE_MANAGER] = "manager",
    [ROLE_FINANCE] = "finance",       [ROLE_LEGAL] = "legal",            [ROLE_CASE_AUDIT] = "caseaudit",
    [ROLE_SUPERVISOR] = "supervisor", [ROLE_OFFICER] = "officer",        [ROLE_DEPARTMENT_LEGAL] = "deptlegal",
    [ROLE_SYSTEM_ADMIN] = "sysadmin", [ROLE_SECURITY_ADMIN] = "secadmin", [ROLE_AUDIT_ADMIN] = "auditadmin",
    [ROLE_CONSOLE] = "console",
};

const char *role_word(enum role role)
{
    return role > ROLE_UNSET && role < ROLE_COUNT ? words[role] : "";
}

enum role role_from_word(const char *word)
{
    for (int r = 1; r < ROLE_COUNT; r++)
        if (strcmp(words[r], word) == 0) return (enum role)r;
    return ROLE_UNSET;
}
