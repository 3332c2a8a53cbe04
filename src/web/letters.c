/* Letters to print: of one matter, or of all of a worklist's page; with bars that lead back (C16).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/worklist.h"
#include "view/code.h"
#include "web/matter.h"
#include "web/page.h"
#include "web/scan.h"

enum { LETTERS_MOST = 50 };

/* What a line of a letter is printed as, told by the sentences it was made with. */
static bool begins(const char *line, enum zh_id sentence)
{
    const char *text = zh_text(sentence);
    size_t n = strcspn(text, "{");
    return n && strncmp(line, text, n) == 0;
}

/* {0}（盖章处）… : what stands between the office and the date. */
static bool is_seal(const char *line)
{
    const char *text = zh_text(ZH_letter_seal), *from = strchr(text, '}');
    char middle[64];
    if (!from) return false;
    snprintf(middle, sizeof middle, "%.*s", (int)strcspn(from + 1, "{"), from + 1);
    return strstr(line, middle) != NULL;
}

static struct tmpl_letter_line line_of(struct turn *t, const char *line)
{
    const char *colon = zh_text(ZH_web_colon), *at = strstr(line, colon);
    if (!at) return (struct tmpl_letter_line){view_text(""), view_text(line)};
    return (struct tmpl_letter_line){view_text(arena_copy(t->arena, line, (size_t)(at - line))),
                                     view_text(at + strlen(colon))};
}

static void put_line(struct turn *t, const char *line, struct tmpl_letter_line *lines,
                     struct tmpl_letter_letter *l)
{
    if (begins(line, ZH_letter_number)) l->number = view_text(line);
    else if (begins(line, ZH_letter_receipt)) l->receipt = view_text(line);
    else if (is_seal(line)) l->seal = view_text(line);
    else lines[l->lines_n++] = line_of(t, line);
}

static struct tmpl_letter_letter letter_of(struct turn *t, const struct notice *n)
{
    size_t count = 1;
    for (const char *c = n->body; *c; c++) count += *c == '\n';
    struct tmpl_letter_line *lines = ARENA_ARRAY(t->arena, struct tmpl_letter_line, count);
    const char *at = n->body, *code = scan_text(t->arena, n->matter_id);
    size_t first = strcspn(at, "\n");
    struct tmpl_letter_letter l = {
        .title = view_text(arena_copy(t->arena, at, first)),
        .number = view_text(n->number),
        .code = view_text(code),
        .bars = code_bars(t->arena, code, code),
        .lines = lines,
    };
    for (at += first + (at[first] != 0); *at;) {
        size_t len = strcspn(at, "\n");
        if (len) put_line(t, arena_copy(t->arena, at, len), lines, &l);
        at += len + (at[len] != 0);
    }
    return l;
}

static enum err gather(struct turn *t, int64_t matter_id, struct tmpl_letter_letter *out, size_t *n,
                       struct problem *why)
{
    struct person_file p;
    struct matter_file *f = NULL;
    t->id = matter_id;
    enum err e = matter_file_load(t, "letter.print", &p, &f, why);
    for (size_t i = 0; !e && i < p.notice_count && *n < LETTERS_MOST; i++)
        if (p.notices[i].matter_id == matter_id && p.notices[i].kind == 2)
            out[(*n)++] = letter_of(t, &p.notices[i]);
    return e;
}

static enum err gather_list(struct turn *t, struct tmpl_letter_letter *out, size_t *n,
                            struct problem *why)
{
    const char *kind = http_get(t->q->query, "kind"), *state = http_get(t->q->query, "state");
    const char *agency = http_get(t->q->query, "agency"), *page = http_get(t->q->query, "page");
    const struct matter_kind *k = kind ? matter_kind_from_word(kind) : NULL;
    struct worklist w = {.state = state ? matter_state_from_word(state) : STATE_UNSET,
                         .agency = agency && agency_code_valid(agency) ? agency : NULL,
                         .page = page && strlen(page) < 6 ? (int)strtol(page, NULL, 10) - 1 : 0};
    if (w.page < 0) w.page = 0;
    if (!k) return problem_set(why, ERR_NOT_FOUND, ZH_web_not_here, NULL, NULL);
    w.kind = k->id;
    enum err e = worklist_load(&t->call, &w, why);
    for (size_t i = 0; !e && i < w.row_count; i++)
        e = gather(t, w.rows[i].m.matter_id, out, n, why);
    return e;
}

enum err page_letters(struct turn *t, struct problem *why)
{
    struct tmpl_letter_letter *letters =
        ARENA_ARRAY(t->arena, struct tmpl_letter_letter, LETTERS_MOST);
    const char *id = http_get(t->q->query, "id");
    size_t n = 0;
    int64_t matter_id = 0;
    if (id) matter_id = id_parse(id, &id);
    enum err e =
        matter_id ? gather(t, matter_id, letters, &n, why) : gather_list(t, letters, &n, why);
    if (e) return e;
    struct tmpl_letter_model m = {.page = frame_staff(t, zh_text(t->route->title)),
                                  .count = (int64_t)n,
                                  .letters = letters,
                                  .letters_n = n};
    tmpl_letter(&t->r->body, &m);
    return ERR_OK;
}
