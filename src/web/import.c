/* K12: a file of a partner or of the roster, uploaded, looked at, tried, run. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "app/feed_show.h"
#include "app/upload_preview.h"
#include "app/upload_run.h"
#include "web/page.h"

enum { WHAT, SOURCE };
enum { EVENT, CHARSET };
enum { REFUSED_SHOWN = 20, ERRORS_MOST = 24 << 20 };

/* ---- Words ---------------------------------------------------------------------------------- */

static const struct {
    enum zh_id word;
    bool good, bad, mid;
} phases[] = {
    [UPLOAD_RECEIVED] = {ZH_pi_phase_received, .mid = true},
    [UPLOAD_TRYING] = {.word = ZH_pi_phase_trying},
    [UPLOAD_TRIED] = {ZH_pi_phase_tried, .mid = true},
    [UPLOAD_RUNNING] = {.word = ZH_pi_phase_running},
    [UPLOAD_DONE] = {ZH_pi_phase_done, .good = true},
    [UPLOAD_FAILED] = {ZH_pi_phase_failed, .bad = true},
    [UPLOAD_BROKEN_OFF] = {ZH_pi_phase_broken, .bad = true},
};

static const char *count(const struct turn *t, uint64_t n)
{
    return arena_print(t->arena, "%" PRIu64, n);
}

static const char *what_word(const struct turn *t, const struct upload *u)
{
    return u->what == UPLOAD_ROSTER ? zh_text(ZH_pi_what_roster) : word_source(t, u->source);
}

static const char *own_url(const struct turn *t, int64_t id)
{
    return arena_print(t->arena, "/staff/import/%s", id_text(t->arena, id));
}

/* ---- The start ------------------------------------------------------------------------------ */

static void put_sources(const struct turn *t, struct tmpl_import_model *m)
{
    size_t n = 0;
    while (feed_source_at(n)) n++;
    struct tmpl_import_source *rows = ARENA_ARRAY(t->arena, struct tmpl_import_source, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct feed_source *s = feed_source_at(i);
        rows[i] = (struct tmpl_import_source){
            view_text(s->code), view_text(word_source(t, s->code)),
            strcmp(t->form.text[SOURCE] ? t->form.text[SOURCE] : "", s->code) == 0};
    }
    m->sources = rows;
    m->sources_n = n;
}

static enum err put_mine(const struct turn *t, struct tmpl_import_model *m, struct problem *why)
{
    struct upload *list = ARENA_ARRAY(t->arena, struct upload, UPLOAD_LIST);
    struct tmpl_import_row *rows = ARENA_ARRAY(t->arena, struct tmpl_import_row, UPLOAD_LIST);
    size_t n = 0;
    enum err e = upload_list(&t->call, list, &n, why);
    for (size_t i = 0; !e && i < n; i++) {
        struct upload *u = &list[i];
        e = uploads_look(t->web->uploads, &t->call, u, why);
        rows[i] = (struct tmpl_import_row){
            view_text(own_url(t, u->id)),
            view_text(u->name),
            view_text(what_word(t, u)),
            view_moment(u->received),
            view_text(zh_text(phases[u->phase].word)),
            phases[u->phase].good,
            phases[u->phase].bad,
            phases[u->phase].mid,
        };
    }
    m->rows = rows;
    m->rows_n = n;
    return e;
}

enum err page_import(struct turn *t, struct problem *why)
{
    const char *what = t->form.text[WHAT] ? t->form.text[WHAT] : "";
    struct tmpl_import_model m = {.page = frame_staff(t, zh_text(ZH_pi_title)),
                                  .errors = frame_errors(t),
                                  .token = view_text(t->token),
                                  .feed = strcmp(what, "roster") != 0,
                                  .roster = strcmp(what, "roster") == 0,
                                  .wrong_file = view_text(frame_error_at(t, "file")),
                                  .wrong_source = view_text(frame_error_at(t, "source"))};
    put_sources(t, &m);
    enum err e = put_mine(t, &m, why);
    if (!e) tmpl_import(&t->r->body, &m);
    return e;
}

static const struct http_file *file_of(const struct turn *t, const char *field)
{
    for (size_t i = 0; i < t->q->files_n; i++)
        if (strcmp(t->q->files[i].field, field) == 0) return &t->q->files[i];
    return NULL;
}

static enum err receive(struct turn *t, struct upload *u, struct problem *why)
{
    const struct http_file *file = file_of(t, "file"), *sig = file_of(t, "signature");
    const char *what = t->form.text[WHAT];
    struct upload_in in = {
        .what = strcmp(what, "feed") == 0     ? UPLOAD_FEED
                : strcmp(what, "roster") == 0 ? UPLOAD_ROSTER
                                              : UPLOAD_UNSET,
        .source = t->form.text[SOURCE],
        .signature = -1,
    };
    if (!in.what) return problem_set(why, ERR_INPUT, ZH_pi_need_what, "what", NULL);
    if (!file) return problem_set(why, ERR_INPUT, ZH_pi_need_file, "file", NULL);
    in.name = file->name;
    in.file = file->fd;
    in.size = file->size;
    if (sig && sig->size) in.signature = sig->fd, in.signature_size = sig->size;
    return upload_receive(&t->call, &in, u, why);
}

enum err page_import_do(struct turn *t, struct problem *why)
{
    struct upload u;
    enum err e = t->form.error_n ? ERR_INPUT : receive(t, &u, why);
    if (!e) {
        http_reply_redirect(t->r, own_url(t, u.id));
        return ERR_OK;
    }
    const char *field = !t->form.error_n && why->field[0] ? why->field : "file";
    if (!t->form.error_n && !form_error_of(&t->form, why, field, t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return page_import(t, why);
}

/* ---- One upload: what it looks like --------------------------------------------------------- */

static void put_facts(const struct turn *t, const struct upload *u, struct tmpl_upload_model *m)
{
    struct tmpl_upload_fact *f = ARENA_ARRAY(t->arena, struct tmpl_upload_fact, 5);
    size_t n = 0;
    f[n++] = (struct tmpl_upload_fact){view_text(zh_text(ZH_pi_what)), view_text(what_word(t, u))};
    f[n++] = (struct tmpl_upload_fact){
        view_text(zh_text(ZH_pi_size_label)),
        view_text(frame_print(t, ZH_pi_size, count(t, (u->size + 1023) / 1024), NULL))};
    if (m->charset.p && *m->charset.p)
        f[n++] = (struct tmpl_upload_fact){view_text(zh_text(ZH_pi_charset)), m->charset};
    m->facts = f;
    m->facts_n = n;
}

static void put_charsets(const struct turn *t, const struct upload *u, struct tmpl_upload_model *m)
{
    static const struct {
        const char *value;
        enum zh_id label;
        enum charset charset;
    } offered[] = {{"auto", ZH_pi_charset_auto, CHARSET_UNSET},
                   {"utf8", ZH_pi_charset_utf8, CHARSET_UTF8},
                   {"gb18030", ZH_pi_charset_gb, CHARSET_GB18030}};
    struct tmpl_upload_charset *rows = ARENA_ARRAY(t->arena, struct tmpl_upload_charset, 3);
    for (size_t i = 0; i < 3; i++)
        rows[i] = (struct tmpl_upload_charset){view_text(offered[i].value),
                                               view_text(zh_text(offered[i].label)),
                                               offered[i].charset == u->charset};
    m->charsets = rows;
    m->charsets_n = 3;
}

static void put_columns(const struct turn *t, const struct upload_preview *p,
                        struct tmpl_upload_model *m)
{
    struct tmpl_upload_column *columns =
        ARENA_ARRAY(t->arena, struct tmpl_upload_column, p->columns + 1);
    struct buf unknown = BUF(1 << 14);
    uint64_t n = 0;
    for (size_t i = 0; i < p->columns && i < PREVIEW_COLUMNS; i++) {
        columns[m->columns_n++] =
            (struct tmpl_upload_column){view_text(p->column[i]), view_text(p->means[i])};
        if (p->means[i]) continue;
        if (n++) buf_puts(&unknown, zh_text(ZH_word_comma));
        buf_puts(&unknown, p->column[i]);
    }
    if (n && !p->problem)
        m->unknown = view_text(frame_print(t, ZH_pi_unknown, count(t, n), unknown.p));
    buf_free(&unknown);
    m->columns = columns;
}

static void put_rows(const struct turn *t, const struct upload_preview *p,
                     struct tmpl_upload_model *m)
{
    struct tmpl_upload_row *rows = ARENA_ARRAY(t->arena, struct tmpl_upload_row, PREVIEW_ROWS);
    for (size_t i = 0; i < p->rows; i++) {
        struct view_text *cells = ARENA_ARRAY(t->arena, struct view_text, m->columns_n + 1);
        for (size_t c = 0; c < m->columns_n; c++) cells[c] = view_text(p->cell[i][c]);
        rows[i] = (struct tmpl_upload_row){cells, m->columns_n};
    }
    m->rows = rows;
    m->rows_n = p->rows;
}

static enum err put_preview(const struct turn *t, const struct upload *u,
                            struct tmpl_upload_model *m, struct problem *why)
{
    struct upload_preview p;
    enum err e = upload_preview(&t->call, u, &p, why);
    if (e) return e;
    m->look = true;
    m->problem = view_text(p.problem);
    m->may_try = !p.problem;
    m->charset = view_text(p.workbook ? zh_text(ZH_pi_charset_workbook) : charset_name(p.charset));
    if (!p.workbook) put_charsets(t, u, m);
    put_columns(t, &p, m);
    put_rows(t, &p, m);
    return ERR_OK;
}

/* ---- One upload: how far it is, what came of it --------------------------------------------- */

static enum err put_progress(const struct turn *t, const struct upload *u,
                             struct tmpl_upload_model *m, struct problem *why)
{
    struct upload_progress p = uploads_progress(t->web->uploads, u->id);
    struct feed_record r = {0};
    enum err e = ERR_OK;
    if (!p.waiting && !p.working) e = uploads_progress_stored(&t->call, u, &p, why);
    if (!e) e = p.feed_id ? feed_record_load(&t->call, p.feed_id, &r, why) : ERR_OK;
    if (e) return e;
    m->working = true;
    m->waiting = p.waiting;
    m->total = (int64_t)(u->phase == UPLOAD_RUNNING ? u->rows : 0);
    m->progress = p.rows < m->total || !m->total ? p.rows : m->total;
    const char *rows = count(t, (uint64_t)m->progress);
    m->progress_text = view_text(m->total ? frame_print(t, ZH_pi_read_of, rows, count(t, u->rows))
                                          : frame_print(t, ZH_pi_read, rows, NULL));
    if (r.f.state == FEED_APPLYING && r.f.kept) {
        m->total = r.f.kept;
        m->progress = r.f.applied;
        m->progress_text = view_text(frame_print(
            t, ZH_pi_applied_of, count(t, (uint64_t)r.f.applied), count(t, (uint64_t)r.f.kept)));
    }
    http_reply_header(t->r, "Refresh", "2");
    return ERR_OK;
}

struct counted {
    enum zh_id label;
    uint64_t value;
    bool bad;
};

static void put_counts(const struct turn *t, const struct counted *c, size_t n,
                       struct tmpl_upload_model *m)
{
    struct tmpl_upload_count *rows = ARENA_ARRAY(t->arena, struct tmpl_upload_count, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct tmpl_upload_count){view_text(zh_text(c[i].label)), (int64_t)c[i].value,
                                             c[i].bad && c[i].value};
    m->counts = rows;
    m->counts_n = n;
}

static void put_feed_counts(const struct turn *t, const struct upload *u,
                            struct tmpl_upload_model *m)
{
    const struct counted tried[] = {
        {ZH_pi_rows, u->rows, false},           {ZH_pi_matched, u->matched, false},
        {ZH_pi_unmatched, u->unmatched, false}, {ZH_pi_contradictions, u->contradictions, true},
        {ZH_pi_names, u->names, true},          {ZH_pi_refused, u->refused, true}};
    const struct counted done[] = {
        {ZH_pi_rows, u->rows, false},           {ZH_pi_certified, u->certified, false},
        {ZH_pi_checks, u->checks, false},       {ZH_pi_repeated, u->repeated, false},
        {ZH_pi_unmatched, u->unmatched, false}, {ZH_pi_refused, u->refused, true}};
    if (m->done) put_counts(t, done, 6, m);
    else put_counts(t, tried, 6, m);
    if (m->done) {
        bool held = u->holds || u->held;
        m->headline = view_text(zh_text(held ? ZH_pi_done_held : ZH_pi_done));
        m->headline_text =
            view_text(held ? frame_print(t, ZH_pi_done_held_text, count(t, u->held), NULL) : "");
        return;
    }
    m->headline = view_text(
        frame_print(t, ZH_pi_difference, count(t, u->certifies), count(t, u->would_hold)));
    m->headline_text = view_text(zh_text(ZH_pi_difference_text));
}

static void put_roster_counts(const struct turn *t, const struct upload *u,
                              struct tmpl_upload_model *m)
{
    const struct counted c[] = {{ZH_pi_rows, u->rows, false},
                                {ZH_pi_fresh, u->fresh, false},
                                {ZH_pi_changed, u->changed, false},
                                {ZH_pi_unchanged, u->unchanged, false},
                                {ZH_pi_refused, u->refused, true}};
    put_counts(t, c, 5, m);
    m->headline = view_text(m->done ? zh_text(ZH_pi_done)
                                    : frame_print(t, ZH_pi_difference_roster, count(t, u->rows),
                                                  count(t, u->rows - u->refused)));
    m->headline_text = view_text(m->done ? "" : zh_text(ZH_pi_difference_roster_text));
}

static enum err put_result(const struct turn *t, const struct upload *u,
                           struct tmpl_upload_model *m, struct problem *why)
{
    struct upload_refused rows[REFUSED_SHOWN];
    size_t n;
    enum err e = upload_refused_rows(&t->call, u, rows, &n, REFUSED_SHOWN, why);
    if (e) return e;
    m->done = u->phase == UPLOAD_DONE;
    m->tried = !m->done;
    if (u->what == UPLOAD_FEED) put_feed_counts(t, u, m);
    else put_roster_counts(t, u, m);
    if (u->holds && !m->done) {
        m->holds_title = view_text(zh_text(ZH_pi_holds));
        m->holds_text = view_text(zh_text(ZH_pi_holds_text));
        m->verdict = frame_lines(t, u->verdict, &m->verdict_n);
    }
    struct tmpl_upload_refused *list = ARENA_ARRAY(t->arena, struct tmpl_upload_refused, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct tmpl_upload_refused){view_text(rows[i].line), view_text(rows[i].reason)};
    m->refused = list;
    m->refused_n = n;
    m->refused_text =
        view_text(u->refused > n ? frame_print(t, ZH_pi_refused_first, count(t, n), NULL)
                                 : frame_print(t, ZH_pi_refused_all, count(t, u->refused), NULL));
    m->errors_url = view_text(arena_print(t->arena, "%s/errors", own_url(t, u->id)));
    m->may_run = u->phase == UPLOAD_TRIED;
    if (m->done && u->feed_id)
        m->feed_url =
            view_text(arena_print(t->arena, "/staff/feed/%s", id_text(t->arena, u->feed_id)));
    return ERR_OK;
}

static void put_step(const struct upload *u, struct tmpl_upload_model *m)
{
    m->at_look = u->phase == UPLOAD_RECEIVED || (u->phase == UPLOAD_FAILED && !u->tried);
    m->at_try = u->phase == UPLOAD_TRYING || u->phase == UPLOAD_TRIED;
    m->at_run = u->phase == UPLOAD_RUNNING;
    m->at_result = u->phase == UPLOAD_DONE;
    if (u->phase != UPLOAD_BROKEN_OFF && !(u->phase == UPLOAD_FAILED && u->tried)) return;
    m->at_run = u->tried;
    m->at_try = !u->tried;
}

static enum err put_phase(const struct turn *t, const struct upload *u, struct tmpl_upload_model *m,
                          struct problem *why)
{
    switch (u->phase) {
    case UPLOAD_RECEIVED:
        return put_preview(t, u, m, why);
    case UPLOAD_TRYING:
    case UPLOAD_RUNNING:
        return put_progress(t, u, m, why);
    case UPLOAD_TRIED:
    case UPLOAD_DONE:
        return put_result(t, u, m, why);
    case UPLOAD_FAILED:
        m->failed = view_text(u->problem);
        m->may_try = true;
        return ERR_OK;
    case UPLOAD_BROKEN_OFF:
        m->broken = true;
        m->may_run = u->tried;
        m->may_try = !u->tried;
        return ERR_OK;
    }
    return ERR_OK;
}

static enum err show(struct turn *t, struct upload *u, struct problem *why)
{
    struct tmpl_upload_model m = {.page = frame_staff(t, u->name),
                                  .errors = frame_errors(t),
                                  .token = view_text(t->token),
                                  .url = view_text(own_url(t, u->id)),
                                  .name = view_text(u->name)};
    put_step(u, &m);
    enum err e = put_phase(t, u, &m, why);
    put_facts(t, u, &m);
    if (!e) tmpl_upload(&t->r->body, &m);
    return e;
}

/* ---- One upload: acting --------------------------------------------------------------------- */

static enum err load(const struct turn *t, struct upload *u, struct problem *why)
{
    enum err e = upload_load(&t->call, t->id, u, why);
    return e ? e : uploads_look(t->web->uploads, &t->call, u, why);
}

enum err page_upload(struct turn *t, struct problem *why)
{
    struct upload u;
    enum err e = load(t, &u, why);
    return e ? e : show(t, &u, why);
}

static enum err choose_charset(const struct turn *t, struct upload *u, struct problem *why)
{
    const char *value = t->form.text[CHARSET];
    int held;
    if (u->phase != UPLOAD_RECEIVED)
        return problem_set(why, ERR_LAW, ZH_upload_done, "charset", NULL);
    enum err e = upload_hold(&t->call, u, &held, why);
    if (e) return e;
    u->charset = strcmp(value, "utf8") == 0      ? CHARSET_UTF8
                 : strcmp(value, "gb18030") == 0 ? CHARSET_GB18030
                                                 : CHARSET_UNSET;
    e = upload_store(&t->call, u, why);
    close(held);
    return e;
}

static enum err act(const struct turn *t, struct upload *u, const char **next, struct problem *why)
{
    const char *event = t->form.text[EVENT];
    *next = own_url(t, u->id);
    if (strcmp(event, "charset") == 0) return choose_charset(t, u, why);
    if (strcmp(event, "try") == 0) return uploads_begin(t->web->uploads, &t->call, u, false, why);
    if (strcmp(event, "run") == 0) return uploads_begin(t->web->uploads, &t->call, u, true, why);
    if (strcmp(event, "remove") != 0)
        return problem_set(why, ERR_INPUT, ZH_pi_need_event, "", NULL);
    *next = "/staff/import";
    return upload_remove(&t->call, u->id, why);
}

enum err page_upload_do(struct turn *t, struct problem *why)
{
    struct upload u;
    const char *next;
    enum err e = load(t, &u, why);
    if (e) return e;
    if (!t->form.error_n) e = act(t, &u, &next, why);
    if (!t->form.error_n && !e) {
        http_reply_redirect(t->r, next);
        return ERR_OK;
    }
    if (!t->form.error_n && !form_error_of(&t->form, why, "", t->arena)) return e;
    if (t->r->status < 400) t->r->status = e ? err_http_status(e) : 422;
    return show(t, &u, why);
}

/* The error file, as the import wrote it: same columns, line and reason. */
enum err page_upload_errors(struct turn *t, struct problem *why)
{
    struct upload u;
    uint64_t size;
    enum err e = load(t, &u, why);
    if (!e) e = upload_errors(&t->call, &u, ERRORS_MOST, &t->r->body, &size, why);
    if (e) return e;
    if (size > ERRORS_MOST)
        return problem_set(why, ERR_INPUT, ZH_pi_too_many, NULL, count(t, size >> 20), NULL);
    t->r->type = "text/csv; charset=utf-8";
    http_reply_header(t->r, "Content-Disposition", "attachment; filename=\"errors.csv\"");
    return ERR_OK;
}
