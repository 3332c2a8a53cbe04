/*
 * The first rows of an uploaded table as the import will read them: which character set, which
 * column means what, what is missing, what means nothing here. Nothing is judged row by row.
 */
#pragma once
#include "app/upload.h"

#define PREVIEW_ROWS 5
#define PREVIEW_COLUMNS 64

struct upload_preview {
    enum charset charset; /* as it is read */
    bool workbook;
    size_t columns;
    const char *column[PREVIEW_COLUMNS]; /* as the file writes it */
    const char *means[PREVIEW_COLUMNS];  /* as we write it; NULL: means nothing here */
    size_t rows;
    const char *const *cell[PREVIEW_ROWS]; /* `columns` of them; numbers are masked */
    const char *problem;                   /* what keeps it from being imported; NULL: nothing */
};

/* ERR_FAILED only: what is wrong with the file is in out->problem. */
enum err upload_preview(const struct call *call, const struct upload *u, struct upload_preview *out,
                        struct problem *why);

/* The first rows that were refused: line and reason, from the error file. */
struct upload_refused {
    const char *line, *reason;
};
enum err upload_refused_rows(const struct call *call, const struct upload *u,
                             struct upload_refused *out, size_t *count, size_t most,
                             struct problem *why);
