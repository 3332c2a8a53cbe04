/* Writes the tables that lawgen checked. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lawgen.h"

static FILE *create(const char *dir, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (!f) blocks_die(path, 0, "cannot write", name);
    return f;
}

static void quoted(FILE *f, const char *s)
{
    putc('"', f);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\') putc('\\', f);
        putc(*s, f);
    }
    putc('"', f);
}

/* "cycle.months" → "CYCLE_MONTHS" */
static const char *upper(const char *key)
{
    static char out[2][96];
    static int turn;
    char *p = out[turn ^= 1];
    size_t n = 0;
    for (; key[n] && n < 95; n++)
        p[n] = isalnum((unsigned char)key[n]) ? (char)toupper((unsigned char)key[n]) : '_';
    p[n] = 0;
    return p;
}

static void span_out(FILE *f, struct span s)
{
    fprintf(f, "{%d}, {%d}", s.from.day, s.until.day);
}

static void params_header(const char *dir)
{
    FILE *f = create(dir, "params_gen.h");
    fputs("#pragma once\nenum param_id {\n    PARAM_NONE,\n", f);
    for (size_t i = 0; i < param_count; i++) fprintf(f, "    PARAM_%s,\n", upper(params[i].key));
    fputs("    PARAM_COUNT\n};\n", f);
    for (size_t i = 0; i < param_count; i++) {
        if (!params[i].choice_count) continue;
        fputs("enum {", f);
        for (size_t k = 0; k < params[i].choice_count; k++)
            fprintf(f, "%sCHOICE_%s_%s", k ? ", " : " ", upper(params[i].key),
                    upper(params[i].choice[k]));
        fputs(" };\n", f);
    }
    fclose(f);
}

static void param_out(FILE *f, const struct param *p)
{
    fputs("    {", f);
    quoted(f, p->key);
    fputs(", ", f);
    quoted(f, p->text);
    fputs(", ", f);
    quoted(f, p->unit);
    fputs(", {", f);
    for (size_t k = 0; k < p->choice_count; k++) quoted(f, p->choice[k]), fputs(", ", f);
    fputs("NULL}, {", f);
    for (size_t k = 0; k < MAX_CITES; k++)
        fprintf(f, "%d, ", k < p->cite_count ? (int)p->cite[k] : -1);
    fputs("}},\n", f);
}

void emit_params(const char *dir)
{
    params_header(dir);
    FILE *f = create(dir, "params_gen.c");
    fputs("#include \"law/params_table.h\"\nconst struct params_info params_info[PARAM_COUNT] = {\n"
          "    {\"\", \"\", \"\", {NULL}, {-1, -1, -1, -1}},\n",
          f);
    for (size_t i = 0; i < param_count; i++) param_out(f, &params[i]);
    fputs("};\nconst struct param_row params_shipped[] = {\n", f);
    size_t rows = 0;
    for (size_t i = 0; i < param_count; i++)
        for (size_t k = 0; k < params[i].value_count; k++, rows++) {
            fprintf(f, "    {PARAM_%s, %lld, ", upper(params[i].key),
                    (long long)params[i].value[k].value);
            span_out(f, params[i].value[k].span);
            fputs(", 0},\n", f);
        }
    fprintf(f, "};\nconst size_t params_shipped_count = %zu;\n", rows);
    fclose(f);
}

static void rulings_enum(FILE *f, bool rule, const char *prefix)
{
    fprintf(f, "enum %s_id {\n    %s_NONE,\n", rule ? "rule" : "interpretation", prefix);
    for (size_t i = 0; i < ruling_count; i++)
        if (rulings[i].rule == rule) fprintf(f, "    %s_%s,\n", prefix, upper(rulings[i].key));
    fprintf(f, "    %s_COUNT\n};\n", prefix);
}

static void register_header(const char *dir)
{
    FILE *f = create(dir, "register_gen.h");
    fputs("#pragma once\nenum act_id {\n    ACT_NONE,\n", f);
    for (size_t i = 0; i < act_count; i++) fprintf(f, "    ACT_%s,\n", upper(acts[i].key));
    fputs("    ACT_COUNT\n};\n", f);
    rulings_enum(f, true, "RULE");
    rulings_enum(f, false, "INTERPRETATION");
    fclose(f);
}

static void rulings_out(FILE *f, bool rule)
{
    for (size_t i = 0; i < ruling_count; i++) {
        const struct ruling *r = &rulings[i];
        if (r->rule != rule) continue;
        fputs("    {", f);
        quoted(f, r->key);
        fprintf(f, ", %zu, ", r->article);
        span_out(f, r->span);
        fputs(", ", f);
        if (rule) quoted(f, r->function), fputs(", ", f);
        quoted(f, r->gist);
        if (rule) fprintf(f, ", INTERPRETATION_%s", *r->reading ? upper(r->reading) : "NONE");
        fputs("},\n", f);
    }
}

static void acts_out(FILE *f)
{
    fputs("const struct register_act register_acts[ACT_COUNT] = {\n    {\"\", \"\", \"\", \"\", "
          "false, false, {0}, {0}},\n",
          f);
    for (size_t i = 0; i < act_count; i++) {
        const char *text[] = {acts[i].key, acts[i].title, acts[i].number, acts[i].note};
        fputs("    {", f);
        for (size_t k = 0; k < 4; k++) quoted(f, text[k]), fputs(", ", f);
        fprintf(f, "%s, %s, ", acts[i].local ? "true" : "false", acts[i].rough ? "true" : "false");
        span_out(f, acts[i].span);
        fputs("},\n", f);
    }
    fputs("};\n", f);
}

void emit_register(const char *dir)
{
    register_header(dir);
    FILE *f = create(dir, "register_gen.c");
    fputs("#include \"law/register_table.h\"\n", f);
    acts_out(f);
    fputs("const struct register_article register_articles[] = {\n", f);
    for (size_t i = 0; i < article_count; i++) {
        fprintf(f, "    {ACT_%s, ", upper(acts[articles[i].act].key));
        quoted(f, articles[i].key);
        fputs(", ", f);
        quoted(f, articles[i].gist);
        fputs(", ", f);
        span_out(f, articles[i].span);
        fputs("},\n", f);
    }
    fprintf(f, "};\nconst size_t register_articles_count = %zu;\n", article_count);
    fputs("const struct register_rule register_rules[RULE_COUNT] = {\n    {\"\", -1, {0}, {0}, "
          "\"\", \"\", 0},\n",
          f);
    rulings_out(f, true);
    fputs("};\nconst struct register_interpretation register_interpretations[INTERPRETATION_COUNT] "
          "= {\n"
          "    {\"\", -1, {0}, {0}, \"\"},\n",
          f);
    rulings_out(f, false);
    fputs("};\nconst struct window register_windows[] = {\n", f);
    for (size_t i = 0; i < window_count; i++)
        fprintf(f, "    {{%d}, {%d}, {%d}},\n", windows[i].announced.day, windows[i].first.day,
                windows[i].last.day);
    fprintf(f,
            "};\nconst size_t register_windows_count = %zu;\nconst struct register_item "
            "register_items[] = {\n",
            window_count);
    for (size_t i = 0; i < item_count; i++) {
        fputs("    {", f);
        quoted(f, items[i].key);
        fputs(", ", f);
        quoted(f, items[i].title);
        fprintf(f, ", %zu},\n", items[i].article);
    }
    fprintf(f, "};\nconst size_t register_items_count = %zu;\n", item_count);
    fclose(f);
}

/* ---- Holidays ------------------------------------------------------------------------------- */

static struct date csv_date(const char *path, int line, const char *s)
{
    struct date d;
    if (date_parse(s, &d, NULL) != ERR_OK) blocks_die(path, line, "not a date", s);
    return d;
}

static const char *csv_kind(const char *path, int line, const char *s)
{
    if (strcmp(s, "holiday") == 0) return "DAY_HOLIDAY";
    if (strcmp(s, "workday") == 0) return "DAY_MAKEUP";
    blocks_die(path, line, "neither holiday nor workday", s);
}

/* Splits in place; returns the number of cells. */
static size_t csv_cells(char *s, char *cell[8])
{
    size_t n = 0;
    cell[n++] = s;
    for (; *s; s++)
        if (*s == ',' && n < 8) {
            *s = 0;
            cell[n++] = s + 1;
        }
    return n;
}

/* Columns: date,day,name or year,published,superseded_on,date,day,name */
static size_t csv_out(FILE *f, const char *path, size_t columns)
{
    FILE *in = fopen(path, "r");
    if (!in) blocks_die(path, 0, "cannot read", path);
    char text[256];
    size_t rows = 0;
    for (int line = 1; fgets(text, sizeof text, in); line++) {
        char *cell[8];
        if (line == 1) continue;
        if (csv_cells(blocks_trim(text), cell) != columns)
            blocks_die(path, line, "wrong number of columns", text);
        char **last = cell + columns - 3;
        struct date day = csv_date(path, line, last[0]);
        int year = columns == 3 ? date_civil(day).year : (int)strtol(cell[0], NULL, 10);
        int published = columns == 3 ? 0 : csv_date(path, line, cell[1]).day;
        int superseded = columns == 3 ? 0 : csv_date(path, line, cell[2]).day;
        fprintf(f, "    {{%d}, %s, %d, ", day.day, csv_kind(path, line, last[1]), year);
        quoted(f, last[2]);
        fprintf(f, ", {%d}, {%d}},\n", published, superseded);
        rows++;
    }
    fclose(in);
    return rows;
}

void emit_calendar(const char *dir, const char *csv, const char *superseded)
{
    FILE *f = create(dir, "calendar_gen.c");
    fputs("#include \"law/calendar_table.h\"\nconst struct calendar_row calendar_rows[] = {\n", f);
    size_t rows = csv_out(f, csv, 3) + csv_out(f, superseded, 6);
    fprintf(f, "};\nconst size_t calendar_rows_count = %zu;\n", rows);
    fclose(f);
}
