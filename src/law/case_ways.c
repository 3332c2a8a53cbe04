/* Questions of art. 7: evidence, ways, notices, papers from abroad. */
#include <stdio.h>
#include <string.h>

#include "base/zh.h"
#include "law/abroad.h"
#include "law/casetry.h"
#include "law/evidence.h"
#include "law/grade.h"
#include "law/signals.h"
#include "law/ways.h"

static int evidence_code(const char *word)
{
    return (int)evidence_from_word(word);
}

static int way_code(const char *word)
{
    return (int)ways_from_word(word);
}

static int place_code(const char *word)
{
    return (int)abroad_place_from_word(word);
}

static int issuer_code(const char *word)
{
    return (int)abroad_issuer_from_word(word);
}

static struct evidence_facts evidence(struct try *t)
{
    return (struct evidence_facts){
        .kind = (enum evidence_kind)try_code(t, FACT_EVIDENCE_KIND, evidence_code),
        .happened_on = try_date(t, FACT_HAPPENED_ON),
        .id_checked = try_tri(t, FACT_ID_CHECKED),
        .birth = try_date(t, FACT_BIRTH)};
}

static void ask_evidence(struct try *t, const struct law *law, struct finding *f)
{
    struct evidence_facts facts = evidence(t);
    if (t->code != ERR_OK) return;
    *f = evidence_weigh(law, &facts);
    try_answer_word(t, ZH_case_strength, evidence_strength_word(evidence_strength(facts.kind)));
    try_answer_date(t, ZH_case_valid_until, f->answer);
}

/* "KIND DAY SOURCE [doubted | other name]"; sources are numbered as they first appear. */
static struct signal signal_of(struct try *t, const char *line, int number, char seen[][64],
                               int *sources)
{
    char kind[64] = "", day[64] = "", source[64] = "", mark[64] = "";
    struct signal s = {0};
    int parts = sscanf(line, "%63s %63s %63s %63s", kind, day, source, mark);
    s.kind = evidence_from_word(kind);
    bool known_day = strcmp(day, zh_text(ZH_case_none)) != 0;
    s.on = DATE_NONE;
    bool good = parts >= 3 && s.kind != EVIDENCE_UNSET &&
                (!known_day || date_parse_office(day, &s.on, NULL) == ERR_OK);
    s.doubted = strcmp(mark, zh_text(ZH_case_signal_doubted)) == 0;
    s.other_name = strcmp(mark, zh_text(ZH_case_signal_other_name)) == 0;
    if (!good || (parts == 4 && !s.doubted && !s.other_name))
        try_fault(t, number, ZH_case_bad_signal, line);
    if (strcmp(source, zh_text(ZH_case_none)) == 0) return s;
    while (s.source < *sources && strcmp(seen[s.source], source) != 0) s.source++;
    if (s.source == *sources) snprintf(seen[(*sources)++], 64, "%s", source);
    s.source++;
    return s;
}

static void ask_signals(struct try *t, const struct law *law, struct finding *f)
{
    struct signal list[CASE_LINES];
    char seen[CASE_LINES][64];
    struct signals_facts facts = {.list = list,
                                  .dead_on = try_date(t, FACT_REPORTED_DEAD_ON),
                                  .birth = try_date(t, FACT_BIRTH)};
    int line = 0, sources = 0;
    const char *text;
    while ((text = try_text_next(t, facts_word(FACT_SIGNAL), facts.count, &line)))
        list[facts.count++] = signal_of(t, text, line, seen, &sources);
    if (t->code != ERR_OK) return;
    struct signals_answer a = signals_weigh(law, &facts, NULL, f);
    try_answer_count(t, ZH_case_points, a.points);
    try_answer_count(t, ZH_case_sources, a.sources);
    try_answer_date(t, ZH_case_whole_on, a.whole_on);
    try_answer_date(t, ZH_case_valid_until, f->answer);
}

static void ask_contradiction(struct try *t, const struct law *law, struct finding *f)
{
    struct evidence_facts facts = evidence(t);
    struct date dead = try_date(t, FACT_REPORTED_DEAD_ON);
    if (t->code == ERR_OK) *f = evidence_contradiction(law, dead, &facts);
}

static void ask_survival(struct try *t, const struct law *law, struct finding *f)
{
    struct grade_facts facts = {
        .last_success = try_date(t, FACT_LAST_SUCCESS),
        .due_on = try_date(t, FACT_DUE_ON),
        .trace_on = try_date(t, FACT_HAPPENED_ON),
        .trace_kind = (enum evidence_kind)try_code(t, FACT_EVIDENCE_KIND, evidence_code),
        .unsettled = try_yes(t, FACT_UNSETTLED),
    };
    if (t->code != ERR_OK) return;
    try_answer_word(t, ZH_case_level, grade_word(grade_survival(law, &facts, f)));
    try_answer_date(t, ZH_case_holds_until, f->answer);
}

static void ask_death_hold(struct try *t, const struct law *law, struct finding *f)
{
    struct date received = try_date(t, FACT_RECEIVED_ON);
    if (t->code == ERR_OK)
        try_answer_date(t, ZH_case_hold_until, evidence_death_hold(law, received, f));
}

static void ask_way(struct try *t, const struct law *law, struct finding *f)
{
    struct way_facts facts = {
        .way = (enum ways)try_code(t, FACT_WAY, way_code),
        .held_on = try_date(t, FACT_HELD_ON),
        .last_success = try_date(t, FACT_LAST_SUCCESS),
        .birth = try_date(t, FACT_BIRTH),
        .age = try_count(t, FACT_AGE),
        .bedridden = try_yes(t, FACT_VISIT_GROUND),
        .home_visit = try_yes(t, FACT_HOME_VISIT),
        .approved = try_tri(t, FACT_APPROVED),
        .officers = try_count(t, FACT_OFFICERS),
        .liveness = try_tri(t, FACT_LIVENESS),
        .evidence_kind = try_code(t, FACT_EVIDENCE_KIND, evidence_code),
        .connected = try_tri(t, FACT_CONNECTED),
        .mailed = try_yes(t, FACT_MAILED),
        .supervisor = try_tri(t, FACT_SUPERVISOR),
        .description_chars = try_count(t, FACT_DESCRIPTION_CHARS),
        .second_person = try_tri(t, FACT_SECOND_PERSON),
    };
    if (t->code != ERR_OK) return;
    *f = ways_valid(law, &facts);
    try_answer_date(t, ZH_case_valid_until, f->answer);
    try_answer_yes(t, ZH_case_counted_as_mailed, ways_counts_as_mailed(&facts));
}

static void ask_publication(struct try *t, const struct law *law, struct finding *f)
{
    struct date first = try_date(t, FACT_PUBLISHED_ON);
    if (t->code == ERR_OK)
        try_answer_date(t, ZH_case_last_day, ways_publication_last(law, first, f));
}

static void ask_paper(struct try *t, const struct law *law, struct finding *f)
{
    struct abroad_paper_facts facts = {
        .place = (enum abroad_place)try_code(t, FACT_PLACE, place_code),
        .issuer = (enum abroad_issuer)try_code(t, FACT_ISSUER, issuer_code),
        .issued = try_date(t, FACT_ISSUED_ON),
        .posted = try_date(t, FACT_POSTED_ON),
        .received = try_date(t, FACT_RECEIVED_ON),
        .proxy = try_yes(t, FACT_PROXY),
        .authorised = try_date(t, FACT_AUTHORISED_ON),
        .proxy_years = try_count(t, FACT_PROXY_YEARS),
    };
    if (t->code != ERR_OK) return;
    struct abroad_paper_answer a = abroad_paper(law, &facts, f);
    try_answer_yes(t, ZH_case_usable, a.usable);
    try_answer_yes(t, ZH_case_review, a.review);
    try_answer_date(t, ZH_case_through, a.through);
    try_answer_date(t, ZH_case_due, a.due);
}

static void ask_protected_visit(struct try *t, const struct law *law, struct finding *f)
{
    struct date opened = try_date(t, FACT_OPENED_ON);
    if (t->code != ERR_OK) return;
    try_answer_date(t, ZH_case_visit_by, ways_protected_visit_by(law, opened, f));
}

const struct try_question try_way_questions[] = {
    {ZH_case_q_evidence, ask_evidence},
    {ZH_case_q_signals, ask_signals},
    {ZH_case_q_contradiction, ask_contradiction},
    {ZH_case_q_survival, ask_survival},
    {ZH_case_q_death_hold, ask_death_hold},
    {ZH_case_q_way, ask_way},
    {ZH_case_q_publication, ask_publication},
    {ZH_case_q_paper, ask_paper},
    {ZH_case_q_protected_visit, ask_protected_visit},
    {ZH_none, NULL},
};
