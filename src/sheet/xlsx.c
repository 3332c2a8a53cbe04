#include "sheet/xlsx.h"

#include <expat.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "sheet/pack.h"
#include "sheet/xlsx_cell.h"

#define NAME 256
#define STYLES 65536
#define FORMATS 4096

struct book {
    struct pack *pack;
    FILE *out;
    XML_Parser xml;
    enum sheet_fault fault;
    int depth;
    void (*begin)(struct book *b, const char *name, const char **attributes);
    void (*end)(struct book *b, const char *name);
    bool listening; /* text goes to `text` */
    struct buf text;

    bool epoch1904, phonetic;
    char relation[NAME], sheet[NAME]; /* of the first visible sheet: its id, its part */

    struct buf strings; /* one after the other, each terminated */
    uint32_t *string_at;
    size_t string_count, string_room;

    bool day_style[STYLES];
    size_t styles;
    bool in_formats;
    uint16_t day_format[FORMATS];
    size_t day_formats, formats;
    uint16_t format[FORMATS];

    struct buf row; /* as CSV */
    long row_number, written;
    int next_column, width;
    enum { NUMBER, SHARED, TEXT, TRUTH } type;
    bool day;
    bool filled; /* the row has a cell that says something */
};

/* ---- a part as events ----------------------------------------------------------------------- */

static void stop(struct book *b, enum sheet_fault fault)
{
    if (b->fault) return;
    b->fault = fault;
    XML_StopParser(b->xml, XML_FALSE);
}

static const char *local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

static bool is(const char *name, const char *word)
{
    return strcmp(name, word) == 0;
}

static const char *attribute(const char **attributes, const char *word)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (is(local(attributes[i]), word)) return attributes[i + 1];
    return "";
}

static void XMLCALL on_begin(void *ctx, const char *name, const char **attributes)
{
    struct book *b = ctx;
    if (++b->depth > SHEET_DEPTH) stop(b, SHEET_XML);
    else b->begin(b, local(name), attributes);
}

static void XMLCALL on_end(void *ctx, const char *name)
{
    struct book *b = ctx;
    b->depth--;
    if (b->end) b->end(b, local(name));
}

static void XMLCALL on_text(void *ctx, const char *s, int n)
{
    struct book *b = ctx;
    if (!b->listening) return;
    if (b->text.n + (size_t)n > SHEET_CELL) stop(b, SHEET_TOO_MUCH_TEXT);
    else buf_add(&b->text, s, (size_t)n);
}

static void XMLCALL on_doctype(void *ctx, const char *name, const char *system, const char *public,
                               int subset)
{
    (void)name, (void)system, (void)public, (void)subset;
    stop(ctx, SHEET_DOCTYPE);
}

static enum sheet_fault take(void *ctx, const char *bytes, size_t n, bool last)
{
    struct book *b = ctx;
    enum XML_Status s = XML_Parse(b->xml, bytes, (int)n, last);
    if (b->fault) return b->fault;
    if (s != XML_STATUS_OK)
        return XML_GetErrorCode(b->xml) == XML_ERROR_NO_MEMORY ? SHEET_NO_MEMORY : SHEET_XML;
    return b->text.failed || b->row.failed || b->strings.failed ? SHEET_NO_MEMORY : SHEET_OK;
}

static enum sheet_fault read_part(struct book *b, const char *name)
{
    b->xml = XML_ParserCreate(NULL);
    if (!b->xml) return SHEET_NO_MEMORY;
    b->depth = 0;
    b->listening = b->phonetic = false;
    buf_clear(&b->text);
    XML_SetUserData(b->xml, b);
    XML_SetElementHandler(b->xml, on_begin, on_end);
    XML_SetCharacterDataHandler(b->xml, on_text);
    XML_SetStartDoctypeDeclHandler(b->xml, on_doctype);
    enum sheet_fault fault = pack_read(b->pack, name, take, b);
    XML_ParserFree(b->xml);
    b->xml = NULL;
    return fault;
}

static void listen(struct book *b)
{
    buf_clear(&b->text);
    b->listening = true;
}

static const char *heard(struct book *b)
{
    b->listening = false;
    return b->text.n ? b->text.p : "";
}

/* ---- which sheet ---------------------------------------------------------------------------- */

static void workbook_begin(struct book *b, const char *name, const char **attributes)
{
    const char *yes = attribute(attributes, "date1904");
    if (is(name, "workbookPr")) b->epoch1904 = is(yes, "1") || is(yes, "true");
    if (!is(name, "sheet") || b->relation[0] || strstr(attribute(attributes, "state"), "idden"))
        return;
    snprintf(b->relation, sizeof b->relation, "%s", attribute(attributes, "id"));
}

static void relation_begin(struct book *b, const char *name, const char **attributes)
{
    const char *target = attribute(attributes, "Target");
    if (!is(name, "Relationship") || !is(attribute(attributes, "Id"), b->relation)) return;
    if (*target == '/') snprintf(b->sheet, sizeof b->sheet, "%s", target + 1);
    else snprintf(b->sheet, sizeof b->sheet, "xl/%s", target);
}

static enum sheet_fault find_sheet(struct book *b)
{
    b->begin = workbook_begin;
    enum sheet_fault fault = read_part(b, "xl/workbook.xml");
    b->begin = relation_begin;
    if (!fault) fault = read_part(b, "xl/_rels/workbook.xml.rels");
    return !fault && !b->sheet[0] ? SHEET_NO_SHEET : fault;
}

/* ---- styles: which cells are days ----------------------------------------------------------- */

static bool is_day_format(const struct book *b, long id)
{
    for (size_t i = 0; i < b->formats; i++)
        if (b->format[i] == id) return b->day_format[i];
    return xlsx_format_is_day(id, NULL);
}

static void style_begin(struct book *b, const char *name, const char **attributes)
{
    long id = strtol(attribute(attributes, "numFmtId"), NULL, 10);
    if (is(name, "numFmt") && id > 0 && id <= UINT16_MAX && b->formats < FORMATS) {
        b->format[b->formats] = (uint16_t)id;
        b->day_format[b->formats++] = xlsx_format_is_day(id, attribute(attributes, "formatCode"));
    }
    if (is(name, "cellXfs")) b->in_formats = true;
    if (is(name, "xf") && b->in_formats && b->styles < STYLES)
        b->day_style[b->styles++] = is_day_format(b, id);
}

static void style_end(struct book *b, const char *name)
{
    if (is(name, "cellXfs")) b->in_formats = false;
}

/* ---- shared strings ------------------------------------------------------------------------- */

static void string_begin(struct book *b, const char *name, const char **attributes)
{
    (void)attributes;
    if (is(name, "si")) buf_clear(&b->text);
    if (is(name, "rPh")) b->phonetic = true; /* how it is read, not what it says */
    b->listening = is(name, "t") && !b->phonetic;
}

static bool room_for_string(struct book *b)
{
    if (b->string_count < b->string_room) return true;
    size_t room = b->string_room ? b->string_room * 2 : 4096;
    uint32_t *more = realloc(b->string_at, room * sizeof *more);
    if (!more) return false;
    b->string_at = more;
    b->string_room = room;
    return true;
}

static void string_end(struct book *b, const char *name)
{
    b->listening = false;
    if (is(name, "rPh")) b->phonetic = false;
    if (!is(name, "si")) return;
    if (b->string_count == SHEET_STRINGS || b->strings.n + b->text.n + 1 > SHEET_TEXT) {
        stop(b, SHEET_TOO_MUCH_TEXT);
    } else if (!room_for_string(b)) {
        stop(b, SHEET_NO_MEMORY);
    } else {
        b->string_at[b->string_count++] = (uint32_t)b->strings.n;
        if (b->text.n) buf_add(&b->strings, b->text.p, b->text.n);
        buf_putc(&b->strings, 0);
    }
}

/* ---- the sheet ------------------------------------------------------------------------------ */

static void put_cell(struct book *b, const char *s)
{
    bool quoted = strpbrk(s, ",\"") != NULL;
    b->filled |= *s != 0;
    if (quoted) buf_putc(&b->row, '"');
    for (; *s; s++) {
        if (*s == '"') buf_putc(&b->row, '"');
        buf_putc(&b->row, *s == '\n' || *s == '\r' ? ' ' : *s);
    }
    if (quoted) buf_putc(&b->row, '"');
}

static void row_begin(struct book *b, const char *number)
{
    long n = *number ? strtol(number, NULL, 10) : b->row_number + 1;
    if (n > SHEET_ROWS) stop(b, SHEET_TOO_LARGE);
    if (n <= b->row_number) stop(b, SHEET_XML);
    b->row_number = n;
    b->next_column = 0;
    b->filled = false;
    buf_clear(&b->row);
}

static void cell_begin(struct book *b, const char **attributes)
{
    const char *type = attribute(attributes, "t"), *at = attribute(attributes, "r");
    size_t style = strtoul(attribute(attributes, "s"), NULL, 10);
    long row = b->row_number;
    int column = *at ? xlsx_column(at, &row) : b->next_column;
    b->type = is(type, "s") ? SHARED : is(type, "b") ? TRUTH : NUMBER;
    if (is(type, "str") || is(type, "inlineStr") || is(type, "e") || is(type, "d")) b->type = TEXT;
    b->day = style < b->styles && b->day_style[style];
    buf_clear(&b->text);
    if (column < b->next_column || row != b->row_number) {
        stop(b, SHEET_XML);
    } else if (column >= SHEET_COLUMNS) {
        stop(b, SHEET_TOO_WIDE);
    } else {
        while (b->next_column < column) {
            buf_putc(&b->row, ',');
            b->next_column++;
        }
    }
}

static void sheet_begin(struct book *b, const char *name, const char **attributes)
{
    if (is(name, "row")) row_begin(b, attribute(attributes, "r"));
    else if (is(name, "c")) cell_begin(b, attributes);
    else if (is(name, "v")) listen(b);
    else if (is(name, "rPh")) b->phonetic = true;
    else if (is(name, "t") && !b->phonetic) b->listening = true;
}

static void cell_end(struct book *b)
{
    const char *text = heard(b);
    char number[40], *end;
    if (b->type == SHARED && *text) {
        size_t i = strtoul(text, &end, 10);
        if (*end || i >= b->string_count) return stop(b, SHEET_XML);
        put_cell(b, b->strings.p + b->string_at[i]);
    } else if (b->type == TRUTH) {
        put_cell(b, is(text, "1") ? "TRUE" : "FALSE");
    } else if (b->type == NUMBER && *text) {
        xlsx_number(text, b->day, b->epoch1904, number);
        put_cell(b, number);
    } else {
        put_cell(b, text);
    }
    buf_putc(&b->row, ',');
    b->next_column++;
}

/* As wide as the widest row before: cells at the end that say nothing are not in the file. */
static void row_end(struct book *b)
{
    for (; b->written + 1 < b->row_number; b->written++) fputc('\n', b->out);
    b->written = b->row_number;
    if (b->filled) {
        if (b->next_column > b->width) b->width = b->next_column;
        for (; b->next_column < b->width; b->next_column++) buf_putc(&b->row, ',');
        fwrite(b->row.p, 1, b->row.n - 1, b->out);
    }
    fputc('\n', b->out);
}

static void sheet_end(struct book *b, const char *name)
{
    if (b->fault) return;
    if (is(name, "rPh")) b->phonetic = false;
    else if (is(name, "v") || is(name, "t")) b->listening = false;
    else if (is(name, "c")) cell_end(b);
    else if (is(name, "row")) row_end(b);
}

/* ---- the workbook --------------------------------------------------------------------------- */

static enum sheet_fault optional(struct book *b, const char *name)
{
    enum sheet_fault fault = read_part(b, name);
    return fault == SHEET_NO_SHEET ? SHEET_OK : fault;
}

static enum sheet_fault read_book(struct book *b)
{
    enum sheet_fault fault = find_sheet(b);
    b->begin = style_begin;
    b->end = style_end;
    if (!fault) fault = optional(b, "xl/styles.xml");
    b->begin = string_begin;
    b->end = string_end;
    if (!fault) fault = optional(b, "xl/sharedStrings.xml");
    b->begin = sheet_begin;
    b->end = sheet_end;
    if (!fault) fault = read_part(b, b->sheet);
    if (!fault && (fflush(b->out) || ferror(b->out))) fault = SHEET_TOO_LARGE;
    return fault;
}

enum sheet_fault xlsx_csv(const void *bytes, size_t n, FILE *out)
{
    struct book *b = calloc(1, sizeof *b);
    if (!b) return SHEET_NO_MEMORY;
    b->out = out;
    b->text.max = b->row.max = SHEET_COLUMNS * (2 * SHEET_CELL + 4);
    b->strings.max = SHEET_TEXT + 1;
    enum sheet_fault fault = pack_open(bytes, n, &b->pack);
    if (!fault) fault = read_book(b);
    pack_close(b->pack);
    buf_free(&b->text);
    buf_free(&b->row);
    buf_free(&b->strings);
    free(b->string_at);
    free(b);
    return fault;
}
