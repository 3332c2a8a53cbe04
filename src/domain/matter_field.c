#include "domain/matter_field.h"

#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/zh.h"

#define TEXT_MOST 2000 /* bytes */

const struct matter_field *matter_field(const struct matter_kind *kind, const char *name,
                                        enum matter_event_id event)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct matter_field *f = &kind->fields[i];
        bool comes = f->event == EVENT_UNSET || f->event == event;
        if (comes && strcmp(f->name, name) == 0) return f;
    }
    return NULL;
}

static bool flag_of(const char *text, int64_t *out)
{
    static const struct {
        enum zh_id word;
        int value;
    } words[] = {{ZH_field_yes, 1}, {ZH_field_no, 0}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, zh_text(words[i].word)) == 0) return *out = words[i].value, true;
    *out = strcmp(text, "yes") == 0;
    return *out || strcmp(text, "no") == 0;
}

static bool count_of(const char *text, int64_t *out)
{
    char *end;
    *out = strtoll(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && *out <= INT32_MAX;
}

static bool id_of(const char *text, int64_t *out)
{
    *out = strtoll(text, NULL, 10);
    return *text && strspn(text, "0123456789") == strlen(text) && *out > 0 && *out < INT64_MAX;
}

enum err matter_value_parse(const struct matter_field *field, const char *text,
                            struct matter_value *out, struct problem *why)
{
    static const enum zh_id bad[] = {
        [VALUE_TEXT] = ZH_field_long,    [VALUE_DATE] = ZH_field_date,
        [VALUE_CODE] = ZH_field_code,    [VALUE_MONEY] = ZH_field_money,
        [VALUE_COUNT] = ZH_field_count,  [VALUE_FLAG] = ZH_field_flag,
        [VALUE_MATTER] = ZH_field_count, [VALUE_LINE] = ZH_field_count,
        [VALUE_NUMBER] = ZH_field_long,  [VALUE_PARTY] = ZH_field_long};
    struct date day = DATE_NONE;
    bool good = true;
    *out = (struct matter_value){.field = field, .text = text};
    switch (field->type) {
    case VALUE_TEXT:
    case VALUE_NUMBER:
    case VALUE_PARTY:
        good = *text && strlen(text) <= TEXT_MOST;
        break;
    case VALUE_DATE:
        good = date_parse(text, &day, NULL) == ERR_OK;
        out->number = day.day;
        break;
    case VALUE_CODE:
        out->number = field->code(text);
        good = out->number != 0;
        break;
    case VALUE_MONEY:
        good = money_parse(text, &out->number, NULL) == ERR_OK;
        break;
    case VALUE_COUNT:
    case VALUE_LINE:
        good = count_of(text, &out->number);
        break;
    case VALUE_MATTER:
        good = id_of(text, &out->number);
        break;
    case VALUE_FLAG:
        good = flag_of(text, &out->number);
        break;
    }
    if (good) return ERR_OK;
    return problem_set(why, ERR_INPUT, bad[field->type], field->name, field->name,
                       zh_text(field->title), NULL);
}

const struct matter_value *matter_value(const struct matter_facts *facts, const char *name)
{
    for (size_t i = facts->value_count; i-- > 0;)
        if (strcmp(facts->values[i].field->name, name) == 0) return &facts->values[i];
    return NULL;
}

struct date matter_value_date(const struct matter_facts *facts, const char *name)
{
    const struct matter_value *v = matter_value(facts, name);
    return v ? (struct date){(int32_t)v->number} : DATE_NONE;
}

int64_t matter_value_number(const struct matter_facts *facts, const char *name)
{
    const struct matter_value *v = matter_value(facts, name);
    return v ? v->number : 0;
}

const char *matter_value_text(const struct matter_facts *facts, const char *name)
{
    const struct matter_value *v = matter_value(facts, name);
    return v ? v->text : "";
}
