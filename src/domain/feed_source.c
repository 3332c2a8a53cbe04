#include "domain/feed_source.h"

#include <stdint.h>
#include <string.h>

#include "domain/synonym.h"

#define K(kind) (UINT32_C(1) << EVIDENCE_##kind)

#define DIES (K(DEATH) | K(CREMATION))
#define TREATS (K(DEATH) | K(HOSPITAL) | K(OUTPATIENT) | K(CHECKUP) | K(PHARMACY) | K(VACCINATION))

static const struct {
    struct feed_source source;
    uint32_t may;
} table[] = {
    /* grows at its end: findings hold places in it (app/signals.c) */
    {{"police", ZH_feed_source_police},
     K(DEATH) | K(HOUSEHOLD_CANCELLED) | K(DECLARED_DEAD) | K(MISSING) | K(CUSTODY) | K(RELEASE) |
         K(EXIT) | K(ENTRY) | K(BIOMETRIC) | K(IN_PERSON)},
    {{"civil", ZH_feed_source_civil}, DIES | K(REMARRIAGE) | K(ADOPTION)},
    {{"funeral", ZH_feed_source_funeral}, DIES},
    {{"health", ZH_feed_source_health}, TREATS},
    {{"hospital", ZH_feed_source_hospital}, TREATS},
    {{"disease", ZH_feed_source_disease}, K(DEATH) | K(VACCINATION)},
    {{"medical", ZH_feed_source_medical},
     K(HOSPITAL) | K(OUTPATIENT) | K(PHARMACY) | K(CONTRIBUTION)},
    {{"court", ZH_feed_source_court},
     K(DECLARED_DEAD) | K(MISSING) | K(PRISON) | K(PROBATION) | K(RELEASE)},
    {{"prison", ZH_feed_source_prison},
     K(DEATH) | K(PRISON) | K(PROBATION) | K(CUSTODY) | K(RELEASE)},
    {{"procuracy", ZH_feed_source_procuracy}, K(CUSTODY) | K(RELEASE)},
    {{"social", ZH_feed_source_social},
     K(DEATH) | K(PRISON) | K(EMPLOYMENT) | K(BIOMETRIC) | K(IN_PERSON) | K(CONTRIBUTION)},
    {{"population", ZH_feed_source_population}, K(DEATH) | K(HOUSEHOLD_CANCELLED)},
    {{"border", ZH_feed_source_border}, K(EXIT) | K(ENTRY) | K(BIOMETRIC)},
    {{"tax", ZH_feed_source_tax}, K(CONTRIBUTION) | K(EMPLOYMENT)},
    {{"transport", ZH_feed_source_transport}, K(BUS)},
    {{"military", ZH_feed_source_military}, K(ENLISTMENT)},
};

#define COUNT (sizeof table / sizeof *table)

const struct feed_source *feed_source_find(const char *word)
{
    enum zh_id names[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        if (strcmp(table[i].source.code, word) == 0) return &table[i].source;
        names[i] = table[i].source.names;
    }
    int found = synonym_find(names, COUNT, word);
    return found < 0 ? NULL : &table[found].source;
}

bool feed_source_may(const struct feed_source *source, enum evidence_kind kind)
{
    for (size_t i = 0; i < COUNT; i++)
        if (&table[i].source == source)
            return kind > EVIDENCE_UNSET && kind < EVIDENCE_COUNT && (table[i].may >> kind & 1);
    return false;
}

const struct feed_source *feed_source_at(size_t i)
{
    return i < COUNT ? &table[i].source : NULL;
}
