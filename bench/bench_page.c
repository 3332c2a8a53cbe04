/* Rendering: the suspension worklist with 50 rows, and the public front page. Prints the CPU
 * microseconds a page of the best of 200 batches (the machine is shared; the best batch is the one
 * nobody disturbed) and the bytes. */
#include <stdio.h>
#include <time.h>

#include "tmpl_gen.h"

enum { ROWS = 50, ROUNDS = 100 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct tmpl_worklist_row row_of(int i)
{
    return (struct tmpl_worklist_row){.id = view_text("8112"),
                                      .url = view_text("/staff/matter/8112"),
                                      .name = view_text("\u738b\u79c0\u82f1"),
                                      .masked = view_text("371002********4120"),
                                      .kind = view_text("\u804c\u5de5\u517b\u8001"),
                                      .cause = view_text("\u5230\u671f\u672a\u8ba4\u8bc1"),
                                      .state = view_text("\u5f85\u51b3\u5b9a"),
                                      .agency =
                                          view_text("\u73af\u7fe0\u533a\u793e\u4fdd\u4e2d\u5fc3"),
                                      .opened = date_of(2026, 11, 2),
                                      .clock = {.due = date_of(2026, 11, 25), .days_left = i},
                                      .amount = view_money(321055 + i),
                                      .may_batch = true};
}

int main(void)
{
    struct tmpl_worklist_row rows[ROWS];
    for (int i = 0; i < ROWS; i++) rows[i] = row_of(i);
    struct tmpl_worklist_model list = {.title = view_text("x"),
                                       .action = view_text("/staff/suspension"),
                                       .rows = rows,
                                       .rows_n = ROWS};
    list.page.signed_in = true;
    struct tmpl_front_model front = {.page.expired = true};
    struct buf out = BUF(1 << 20);
    double best_list = 1, best_front = 1;
    size_t list_bytes = 0;
    for (int batch = 0; batch < 200; batch++) {
        double start = seconds();
        for (int i = 0; i < ROUNDS; i++) {
            buf_clear(&out);
            tmpl_worklist(&out, &list);
        }
        double mid = seconds();
        list_bytes = out.n;
        for (int i = 0; i < ROUNDS; i++) {
            buf_clear(&out);
            tmpl_front(&out, &front);
        }
        double end = seconds();
        if (mid - start < best_list) best_list = mid - start;
        if (end - mid < best_front) best_front = end - mid;
    }
    printf("worklist of %d rows: %.1f us, %zu bytes\n", ROWS, best_list * 1e6 / ROUNDS, list_bytes);
    printf("public front page: %.1f us, %zu bytes\n", best_front * 1e6 / ROUNDS, out.n);
    buf_free(&out);
    return 0;
}
