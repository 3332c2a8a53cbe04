/* Any bytes as a workbook; and, unless they are packed, as each of its parts in turn. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "sheet/reader.h"
#include "sheet/xlsx.h"

#define PACKED_MOST (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const parts[][2] = {
    {"xl/workbook.xml", "<workbook><sheets><sheet r:id=\"r1\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships><Relationship Id=\"r1\" Target=\"s.xml\"/></Relationships>"},
    {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
    {"xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"},
    {"xl/s.xml",
     "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>"},
};
#define PARTS (sizeof parts / sizeof *parts)

/* One part is the fuzzer's, the others are good. */
static zip_source_t *packed(const uint8_t *data, size_t size, size_t mine)
{
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    zip_source_keep(to);
    for (size_t i = 0; i < PARTS; i++) {
        const void *text = i == mine ? (const void *)data : parts[i][1];
        size_t n = i == mine ? size : strlen(parts[i][1]);
        zip_source_t *part = zip_source_buffer(zip, text, n, 0);
        zip_int64_t at = zip_file_add(zip, parts[i][0], part, 0);
        if (at < 0) abort();
        zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
    }
    if (zip_close(zip)) abort();
    return to;
}

static void read_book(const void *bytes, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (xlsx_csv(bytes, n, out) >= SHEET_FAULTS) abort();
    fclose(out);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t book[PACKED_MOST];
    if (size < 1 || size > PACKED_MOST / 2) return 0;
    if (sheet_is_xlsx(data, size)) {
        read_book(data, size);
        return 0;
    }
    zip_source_t *made = packed(data + 1, size - 1, data[0] % PARTS);
    if (zip_source_open(made)) abort();
    zip_int64_t n = zip_source_read(made, book, sizeof book);
    zip_source_close(made);
    zip_source_free(made);
    if (n < 0) abort();
    read_book(book, (size_t)n);
    return 0;
}
