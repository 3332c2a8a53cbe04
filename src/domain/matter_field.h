/*
 * Facts that a kind of matter asks for by name (`--field issued_on=2024-03-01`). The kind's table
 * declares them, each with the event that it comes with; they are kept word by word with that event
 * and read by guards and effects through matter_value. A later value of a name counts.
 */
#pragma once
#include "domain/matter.h"

enum value_type {
    VALUE_TEXT,
    VALUE_DATE,
    VALUE_CODE,
    VALUE_MONEY,
    VALUE_COUNT,
    VALUE_FLAG,
    VALUE_MATTER, /* the id of one of the person's matters */
    VALUE_LINE,   /* the line_id of one of the person's lines */
    VALUE_NUMBER, /* of a document, of somebody who is not ours: masked on pages; the guard reads it
                   */
    VALUE_PARTY   /* who is to pay or to get the money: the letter about it names them */
};

struct matter_field {
    const char *name;           /* English, as on the command line */
    enum matter_event_id event; /* comes with it; EVENT_UNSET: with any */
    enum value_type type;
    bool needed;                   /* the event is refused without it */
    int (*code)(const char *word); /* VALUE_CODE: 0 when unknown */
    enum zh_id title;              /* what it is, and for a code what may stand there */
};

struct matter_value {
    const struct matter_field *field;
    const char *text;
    int64_t number; /* date.day, code, 分, count, 0 or 1, id */
};

/* The field of that name that may come with the event; NULL when there is none. */
const struct matter_field *matter_field(const struct matter_kind *kind, const char *name,
                                        enum matter_event_id event);
/* ERR_INPUT field_date, field_code, field_money, field_count, field_flag, field_long, each with the
 * name and the field's own words. text must outlive the value. */
enum err matter_value_parse(const struct matter_field *field, const char *text,
                            struct matter_value *out, struct problem *why);
/* The last one of that name; NULL when it was not given. */
const struct matter_value *matter_value(const struct matter_facts *facts, const char *name);
/* Shorthands: none, 0 or "" when not given. */
struct date matter_value_date(const struct matter_facts *facts, const char *name);
int64_t matter_value_number(const struct matter_facts *facts, const char *name);
const char *matter_value_text(const struct matter_facts *facts, const char *name);
