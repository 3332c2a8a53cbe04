#include "law/words.h"

#include <string.h>

/* Copies without ASCII and ideographic spaces (U+3000). */
static void squeeze(char *out, size_t cap, const char *s)
{
    size_t n = 0;
    while (*s && n + 1 < cap) {
        if (*s == ' ' || *s == '\t') {
            s++;
        } else if (strncmp(s, "\u3000", 3) == 0) {
            s += 3;
        } else {
            out[n++] = *s++;
        }
    }
    out[n] = 0;
}

/* Is `word` one of the parts of "a|b|c"? */
static bool listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    while (*list) {
        size_t part = strcspn(list, "|");
        if (part == n && strncmp(list, word, n) == 0) return true;
        list += part + (list[part] == '|');
    }
    return false;
}

int words_find(const struct word *table, int count, const char *word)
{
    char plain[96];
    squeeze(plain, sizeof plain, word);
    if (!*plain) return 0;
    for (int i = 1; i < count; i++)
        if (strcmp(zh_text(table[i].word), plain) == 0 || listed(zh_text(table[i].also), plain))
            return i;
    return 0;
}

static const struct word losses[LOSS_EVENT_COUNT] = {
    [LOSS_DEATH] = {ZH_loss_death, ZH_loss_death_also},
    [LOSS_CREMATION] = {ZH_loss_cremation, ZH_none},
    [LOSS_HOUSEHOLD_CANCELLED] = {ZH_loss_household_cancelled, ZH_loss_household_cancelled_also},
    [LOSS_DECLARED_DEAD] = {ZH_loss_declared_dead, ZH_none},
    [LOSS_MISSING] = {ZH_loss_missing, ZH_loss_missing_also},
    [LOSS_PRISON] = {ZH_loss_prison, ZH_loss_prison_also},
    [LOSS_PROBATION] = {ZH_loss_probation, ZH_none},
    [LOSS_CUSTODY] = {ZH_loss_custody, ZH_loss_custody_also},
    [LOSS_RELEASE] = {ZH_loss_release, ZH_loss_release_also},
    [LOSS_REMARRIAGE] = {ZH_loss_remarriage, ZH_loss_remarriage_also},
    [LOSS_ADOPTION] = {ZH_loss_adoption, ZH_loss_adoption_also},
    [LOSS_EMPLOYMENT] = {ZH_loss_employment, ZH_loss_employment_also},
    [LOSS_ENLISTMENT] = {ZH_loss_enlistment, ZH_loss_enlistment_also},
    [LOSS_ADULTHOOD] = {ZH_loss_adulthood, ZH_loss_adulthood_also},
    [LOSS_OTHER] = {ZH_loss_other, ZH_loss_other_also},
};

static const struct word sentences[SENTENCE_COUNT] = {
    [SENTENCE_DETENTION] = {ZH_sentence_detention, ZH_none},
    [SENTENCE_IMPRISONMENT] = {ZH_sentence_imprisonment, ZH_sentence_imprisonment_also},
    [SENTENCE_LIFE] = {ZH_sentence_life, ZH_sentence_life_also},
    [SENTENCE_DEATH_SUSPENDED] = {ZH_sentence_death_suspended, ZH_sentence_death_suspended_also},
    [SENTENCE_CONTROL] = {ZH_sentence_control, ZH_none},
    [SENTENCE_PROBATION] = {ZH_sentence_probation, ZH_none},
    [SENTENCE_OUTSIDE_PRISON] = {ZH_sentence_outside_prison, ZH_sentence_outside_prison_also},
};

static const struct word relations[RELATION_COUNT] = {
    [RELATION_SPOUSE] = {ZH_relation_spouse, ZH_relation_spouse_also},
    [RELATION_CHILD] = {ZH_relation_child, ZH_relation_child_also},
    [RELATION_PARENT] = {ZH_relation_parent, ZH_relation_parent_also},
    [RELATION_GRANDPARENT] = {ZH_relation_grandparent, ZH_relation_grandparent_also},
    [RELATION_GRANDCHILD] = {ZH_relation_grandchild, ZH_relation_grandchild_also},
    [RELATION_SIBLING] = {ZH_relation_sibling, ZH_relation_sibling_also},
};

#define CAUSES (CAUSE_CUSTODY + 1)
static const struct word causes[CAUSES] = {
    [CAUSE_MISSED] = {ZH_cause_missed, ZH_cause_missed_also},
    [CAUSE_FAILED] = {ZH_cause_failed, ZH_cause_failed_also},
    [CAUSE_OBJECTION] = {ZH_cause_objection, ZH_cause_objection_also},
    [CAUSE_MISSING_PERSON] = {ZH_cause_missing_person, ZH_none},
    [CAUSE_CUSTODY] = {ZH_cause_custody, ZH_none},
};

static enum zh_id word_at(const struct word *table, int count, int i)
{
    return i > 0 && i < count ? table[i].word : ZH_none;
}

enum zh_id loss_event_word(enum loss_event e)
{
    return word_at(losses, LOSS_EVENT_COUNT, (int)e);
}

enum loss_event loss_event_from_word(const char *word)
{
    return (enum loss_event)words_find(losses, LOSS_EVENT_COUNT, word);
}

enum zh_id sentence_word(enum sentence s)
{
    return word_at(sentences, SENTENCE_COUNT, (int)s);
}

enum sentence sentence_from_word(const char *word)
{
    return (enum sentence)words_find(sentences, SENTENCE_COUNT, word);
}

enum zh_id relation_word(enum relation r)
{
    return word_at(relations, RELATION_COUNT, (int)r);
}

enum relation relation_from_word(const char *word)
{
    return (enum relation)words_find(relations, RELATION_COUNT, word);
}

enum zh_id suspension_cause_word(enum suspension_cause c)
{
    return word_at(causes, CAUSES, (int)c);
}

enum suspension_cause suspension_cause_from_word(const char *word)
{
    return (enum suspension_cause)words_find(causes, CAUSES, word);
}

enum zh_id stop_effect_word(enum stop_effect e)
{
    static const enum zh_id words[] = {ZH_effect_none, ZH_effect_suspend, ZH_effect_stop,
                                       ZH_effect_end,  ZH_effect_notify,  ZH_effect_freeze};
    return (size_t)e < sizeof words / sizeof *words ? words[e] : ZH_none;
}

enum zh_id outcome_word(int outcome)
{
    static const enum zh_id words[] = {ZH_none,
                                       ZH_outcome_met,
                                       ZH_outcome_not_met,
                                       ZH_outcome_needs_evidence,
                                       ZH_outcome_not_applicable,
                                       ZH_outcome_no_law};
    return outcome > 0 && (size_t)outcome < sizeof words / sizeof *words ? words[outcome] : ZH_none;
}
