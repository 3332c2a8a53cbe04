/*
 * The roster file, row by row: one row per benefit line (interface.md, "Files"). Cells in, a typed
 * row or every problem of it out. Pure; cells are terminated UTF-8, already split (base/csv, xlsx)
 * and decoded (base/charset).
 *
 * Not here: whether payer and residence codes exist in the agency tree, duplicate rows, what
 * changed against the store: the caller's. Decoding a row allocates nothing.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "base/idnum.h"
#include "base/name.h"
#include "domain/local_kind.h"
#include "domain/residence.h"
#include "domain/synonym.h"
#include "law/law.h"

enum roster_field {
    ROSTER_NUMBER,     /* 社会保障号码 */
    ROSTER_NAME,       /* 姓名 */
    ROSTER_KIND,       /* 待遇类别 */
    ROSTER_PAYER,      /* 待遇发放地 */
    ROSTER_RATE,       /* 月标准 */
    ROSTER_FIRST,      /* 起始年月 */
    ROSTER_RESIDENCE,  /* 居住地; the columns up to here must be there and filled */
    ROSTER_PHONE,      /* 联系电话 */
    ROSTER_LAST_ON,    /* 上次认证日期 */
    ROSTER_LAST_WAY,   /* 上次认证方式 */
    ROSTER_LINKED,     /* 关联人号码 */
    ROSTER_RELATION,   /* 关系 */
    ROSTER_COMPONENTS, /* 金额构成 */
    ROSTER_APPRAISAL,  /* 鉴定有效期 */
    ROSTER_NOTE,       /* 备注 */
    ROSTER_FIELD_COUNT
};

#define ROSTER_UNKNOWN_MAX 64

struct roster_columns {
    enum err code; /* ERR_INPUT: the header does not serve, *why says why; the rest is what was
                      recognised all the same */
    int at[ROSTER_FIELD_COUNT];         /* index of the cell, -1 when the file has no such column */
    size_t count;                       /* cells of the header, trailing empty ones not counted */
    size_t unknown[ROSTER_UNKNOWN_MAX]; /* columns that mean nothing here: to be shown, never
                                           dropped silently */
    size_t unknown_count;               /* may exceed ROSTER_UNKNOWN_MAX */
    const struct local_kinds *local;    /* NULL; the caller may set it before reading rows */
};

struct roster_components {           /* 分; -1 when not given */
    int64_t basic, account, subsidy; /* 基础, 个人账户, 政府补贴 */
    int64_t standard;                /* the standard that a 伤残津贴补差 tops up to */
};

struct roster_row {
    struct idnum number;
    char name[NAME_BYTES];
    char name_key[NAME_BYTES];
    int kind; /* enum line_kind, or a local kind */
    char payer[13];
    int64_t rate_fen;
    struct month first;
    struct residence residence;
    char phone[24];             /* digits, perhaps a leading + */
    struct date last_certified; /* none when not given */
    int last_way;               /* 1 to 6, 0 when not given */
    struct idnum linked;        /* kind IDNUM_UNSET when not given */
    enum relation relation;
    struct roster_components components;
    struct date appraisal_until;
    const char *note; /* points into the cells; "" when not given */
};

/* Header names by synonym. Problems: roster_header_missing (all that are missing),
 * roster_header_twice. */
struct roster_columns roster_header(const char *const *cells, size_t n, struct problem *why);

/* Does this line look like the header (number and name are in it)? For files with merged titles
 * above it. */
bool roster_is_header(const char *const *cells, size_t n);

struct roster_cells {
    const char *const *cells;
    size_t n;
    struct date today;
};

/* Returns the number of problems, 0 for a good row; at most max are stored, each with the column's
 * name in `field`. *out holds what could be read in any case and is to be used only when 0 is
 * returned. */
size_t roster_row(const struct roster_columns *columns, const struct roster_cells *in,
                  struct roster_row *out, struct problem *problems, size_t max);

struct synonym_text roster_field_name(enum roster_field field); /* as we write it */
