/*
 * Art. 6: changes of a person's details. 10 working days from the day of change; late is marked,
 * nothing is blocked. Phone and address take effect at once, the rest goes to review; marriage and
 * employment also open the checks of art. 8 for dependants' lines.
 */
#pragma once
#include "law/law.h"

enum change_field {
    CHANGE_UNSET,
    CHANGE_PHONE,
    CHANGE_ADDRESS,
    CHANGE_NAME,
    CHANGE_NUMBER,
    CHANGE_BANK,
    CHANGE_MARITAL,
    CHANGE_EMPLOYMENT,
    CHANGE_OTHER,
    CHANGE_COUNT
};
enum change_handling { CHANGE_NEEDS_REVIEW, CHANGE_AT_ONCE };

struct change_clock {
    struct date by;
    int days_late; /* working days; 0 in time or not yet reported */
};

struct change_clock change_report(const struct law *law, struct date changed_on,
                                  struct date reported_on, struct finding *why);
enum change_handling change_handling(const struct law *law, enum change_field field,
                                     struct finding *why);
bool change_opens_loss_check(enum change_field field);
enum zh_id change_field_word(enum change_field f);
enum change_field change_field_from_word(const char *word);
