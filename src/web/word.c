#include "web/word.h"

#include <stdio.h>
#include <string.h>

#include "base/division.h"
#include "domain/feed_source.h"
#include "domain/residence.h"
#include "domain/synonym.h"
#include "domain/way.h"
#include "law/explain.h"
#include "law/words.h"
#include "web/frame.h"

const char *word_role(enum role r)
{
    static const enum zh_id words[ROLE_COUNT] = {
        [ROLE_CLERK] = ZH_web_role_clerk,
        [ROLE_REVIEWER] = ZH_web_role_reviewer,
        [ROLE_MANAGER] = ZH_web_role_manager,
        [ROLE_FINANCE] = ZH_web_role_finance,
        [ROLE_LEGAL] = ZH_web_role_legal,
        [ROLE_CASE_AUDIT] = ZH_web_role_case_audit,
        [ROLE_SUPERVISOR] = ZH_web_role_supervisor,
        [ROLE_OFFICER] = ZH_web_role_officer,
        [ROLE_DEPARTMENT_LEGAL] = ZH_web_role_legal,
        [ROLE_SYSTEM_ADMIN] = ZH_web_role_sysadmin,
        [ROLE_SECURITY_ADMIN] = ZH_web_role_secadmin,
        [ROLE_AUDIT_ADMIN] = ZH_web_role_auditadmin,
    };
    return r > ROLE_UNSET && r < ROLE_CONSOLE ? zh_text(words[r]) : "";
}

const char *word_status(int line_status)
{
    static const enum zh_id words[] = {ZH_none, ZH_status_paid, ZH_status_suspended,
                                       ZH_status_stopped, ZH_status_ended};
    return line_status > 0 && line_status < 5 ? zh_text(words[line_status]) : "";
}

const char *word_way(const struct turn *t, int way)
{
    struct synonym_text w = way_word(way);
    return arena_copy(t->arena, w.s, strlen(w.s));
}

const char *word_cause(const struct matter *m)
{
    switch (m->kind) {
    case MATTER_SUSPENSION:
        return zh_text(suspension_cause_word((enum suspension_cause)m->cause));
    case MATTER_LOSS:
    case MATTER_FORESEEN_LOSS:
        return zh_text(loss_event_word((enum loss_event)m->cause));
    case MATTER_EVIDENCE_CHECK:
        return zh_text(m->cause == LOSS_UNSET ? ZH_sides_two_bodies
                                              : loss_event_word((enum loss_event)m->cause));
    case MATTER_REINSTATEMENT:
        return zh_text(ZH_web_cause_certified);
    default:
        return "";
    }
}

const char *word_sex(int sex)
{
    return zh_text(idnum_sex_word((enum sex)sex));
}

const char *word_address(const struct turn *t, const struct person *p)
{
    char district[AGENCY_CODE];
    const char *name;
    switch (p->residence_kind) {
    case RESIDENCE_CITY:
        snprintf(district, sizeof district, "%.6s000000", p->residence_code);
        if (strcmp(district, p->residence_code) == 0) return frame_office(t, district);
        return arena_print(t->arena, "%s%s", frame_office(t, district),
                           frame_office(t, p->residence_code));
    case RESIDENCE_MAINLAND:
        name = division_find(p->residence_code, NULL);
        return name ? name : frame_print(t, ZH_web_place_mainland, p->residence_code, NULL);
    case RESIDENCE_HONGKONG:
        return zh_text(ZH_web_place_hongkong);
    case RESIDENCE_MACAU:
        return zh_text(ZH_web_place_macau);
    case RESIDENCE_TAIWAN:
        return zh_text(ZH_web_place_taiwan);
    default:
        return frame_print(t, ZH_web_place_abroad, p->residence_code, NULL);
    }
}

struct tmpl_clock_model word_clock(const struct turn *t, const struct matter *m)
{
    struct date today = t->app.clock.business_date;
    if (!matter_open(m->state) || !date_is_set(m->due_on))
        return (struct tmpl_clock_model){.stopped = true};
    int left = 0;
    if (date_cmp(m->due_on, today) > 0)
        left = calendar_between(t->app.law.calendar, today, m->due_on);
    return (struct tmpl_clock_model){.due = m->due_on,
                                     .days_left = left,
                                     .overdue = date_cmp(today, m->due_on) > 0,
                                     .today = m->due_on.day == today.day};
}

const char *word_source(const struct turn *t, const char *code)
{
    const struct feed_source *source = feed_source_find(code);
    if (!source) return code;
    struct synonym_text name = synonym_first(source->names);
    return arena_copy(t->arena, name.s, strlen(name.s));
}

/* The explanation's first line is the finding, its others are the steps. */
struct tmpl_why_model word_why(const struct turn *t, const struct finding *f)
{
    enum { STEPS = 60 };
    struct buf b = BUF(1 << 17);
    struct tmpl_why_model m = {0};
    if (!f->question) return m;
    law_explain(&t->app.law, f, &b);
    char *line = arena_copy(t->arena, b.p ? b.p : "", b.n);
    buf_free(&b);
    struct view_text *steps = ARENA_ARRAY(t->arena, struct view_text, STEPS);
    size_t n = 0;
    for (char *next = line; next && n < STEPS; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        while (*line == ' ') line++;
        if (!*line) continue;
        if (!m.finding.p) m.finding = view_text(line);
        else steps[n++] = view_text(line);
    }
    m.steps = steps;
    m.steps_n = n;
    return m;
}
