/*
 * A finding in plain Chinese: what was asked, the articles with their gist and whether they are in
 * force, the facts and parameters with their dates, the working days counted one by one, the
 * answer, what would change it. Says openly when the measure has expired and when an answer lies
 * past the published holidays. Works from the finding and the law alone, so that a stored finding
 * is explained years later as it was made. Sentences: ui/zh/law.txt.
 */
#pragma once
#include "base/buf.h"
#include "law/finding.h"
#include "law/law.h"

/* Says where a fact comes from (static or the caller's storage); NULL: as facts_source_word says.
 */
struct explain_sources {
    const char *(*of)(void *ctx, const struct finding_fact *fact);
    void *ctx;
};

/* Appends lines of UTF-8 text to out. */
void law_explain(const struct law *law, const struct finding *f, struct buf *out);
/* The same where the caller knows more about the sources of the facts. */
void law_explain_from(const struct law *law, const struct finding *f,
                      const struct explain_sources *sources, struct buf *out);
/* One fact's value as it is printed ("2024-09-30", "3210.55", "失踪"); returns out. */
const char *law_explain_fact(const struct finding_fact *fact, char *out, size_t cap);
