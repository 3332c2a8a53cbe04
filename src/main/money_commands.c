/* payroll: what is payable, and the life of a run. */
#include <string.h>

#include "app/payroll_run.h"
#include "app/payroll_show.h"
#include "base/buf.h"
#include "base/money.h"
#include "base/zh.h"
#include "law/kinds.h"
#include "main/command.h"

static void print_row(void *ctx, const struct payroll_row *row)
{
    struct run *r = ctx;
    struct buf b = BUF(1 << 16);
    const char *cells[] = {month_print(row->month).s, row->number, row->name,
                           zh_text(line_kind_word(row->kind)), row->payer};
    for (size_t i = 0; i < 5; i++) {
        buf_csv(&b, i == 0 ? month_print(row->month).s : cells[i]);
        buf_putc(&b, ',');
    }
    buf_printf(&b, "%s,", money_print(row->due).s);
    buf_printf(&b, "%s,", money_print(row->back).s);
    buf_printf(&b, "%s,", money_print(row->taken).s);
    buf_printf(&b, "%s,", money_print(row->net).s);
    buf_csv(&b, row->note);
    buf_printf(&b, ",%s\n", money_print(row->account).s);
    fwrite(b.p, 1, b.n, r->out);
    buf_free(&b);
}

static enum err move_run(struct run *r, const char *what, const char *payer, struct month m,
                         struct problem *why)
{
    int n = 0;
    if (strcmp(what, "lock") == 0) {
        enum err e = payroll_lock(&r->call, payer, m, why);
        if (!e) fprintf(r->out, "payer=%s month=%s state=locked\n", payer, month_print(m).s);
        return e;
    }
    bool send = strcmp(what, "send") == 0;
    if (!send && strcmp(what, "recall") != 0)
        return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
    enum err e = send ? payroll_send(&r->call, payer, m, &n, why)
                      : payroll_recall(&r->call, payer, m, &n, why);
    if (!e)
        fprintf(r->out, "payer=%s month=%s state=%s %s=%d\n", payer, month_print(m).s,
                send ? "sent" : "recalled", send ? "runs" : "lines", n);
    return e;
}

enum err command_payroll(struct run *r, struct problem *why)
{
    const char *what, *text, *payer = args_value(&r->args, "--payer");
    struct month m;
    enum err e = command_word(r, 0, &what, why);
    if (!e) e = command_word(r, 1, &text, why);
    if (!e && month_parse(text, &m, why)) e = why->code = ERR_USAGE;
    if (e) return e;
    if (strcmp(what, "show") == 0) {
        fprintf(r->out, "%s\n", zh_text(ZH_payroll_header));
        return payroll_show(&r->call, m, payer, print_row, r, why);
    }
    e = command_needed(r, "--payer", &payer, why);
    if (e) return e;
    if (!agency_may_pay(payer))
        return problem_set(why, ERR_INPUT, ZH_payroll_payer, "payer", payer, NULL);
    return move_run(r, what, payer, m, why);
}
