#include "view/code.h"

#include <qrencode.h>
#include <string.h>

/* ---- Code 128 (ISO/IEC 15417), set B -------------------------------------------------------- */

#define START_B 104
#define STOP 106
#define QUIET 10 /* modules of white on either side */
#define HEIGHT 40

/* Widths of bar, space, bar, space, bar, space of each symbol; the stop ends with a bar more. */
static const char widths[107][8] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};

size_t code_128(const char *text, int out[CODE128_MOST + 3])
{
    size_t n = strlen(text);
    int sum = START_B;
    if (!n || n > CODE128_MOST) return 0;
    out[0] = START_B;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < 32 || text[i] > 126) return 0;
        out[i + 1] = text[i] - 32;
        sum += out[i + 1] * (int)(i + 1);
    }
    out[n + 1] = sum % 103;
    out[n + 2] = STOP;
    return n + 3;
}

static void open_svg(struct buf *b, const char *kind, int width, int height, const char *label)
{
    buf_printf(b,
               "<svg class=\"%s\" role=\"img\" viewBox=\"0 0 %d %d\" "
               "shape-rendering=\"crispEdges\" aria-label=\"",
               kind, width, height);
    view_put_text(b, view_text(label));
    buf_printf(b, "\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", width,
               height);
}

static struct view_html close_svg(struct buf *b, struct arena *a)
{
    buf_puts(b, "\"/></svg>");
    struct view_html out = {0};
    if (!b->failed) out = (struct view_html){arena_copy(a, b->p, b->n), b->n};
    buf_free(b);
    return out;
}

struct view_html code_bars(struct arena *a, const char *text, const char *label)
{
    int symbols[CODE128_MOST + 3], x = QUIET, modules = 2 * QUIET;
    size_t n = code_128(text, symbols);
    struct buf b = BUF(1 << 16);
    if (!n) return (struct view_html){0};
    modules += 11 * ((int)n - 1) + 13;
    open_svg(&b, "bars", modules, HEIGHT, label);
    for (size_t i = 0; i < n; i++) {
        bool bar = true;
        for (const char *w = widths[symbols[i]]; *w; w++, bar = !bar) {
            if (bar) buf_printf(&b, "M%d 0h%dv%dh-%dz", x, *w - '0', HEIGHT, *w - '0');
            x += *w - '0';
        }
    }
    return close_svg(&b, a);
}

/* ---- QR ------------------------------------------------------------------------------------- */

#define QR_QUIET 4

struct view_html code_qr(struct arena *a, const char *text, const char *label)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    struct buf b = BUF(1 << 18);
    if (!code) return (struct view_html){0};
    int size = code->width + 2 * QR_QUIET;
    open_svg(&b, "qr", size, size, label);
    for (int y = 0; y < code->width; y++)
        for (int x = 0, run = 0; x < code->width; x += run ? run : 1) {
            const unsigned char *row = code->data + y * code->width;
            for (run = 0; x + run < code->width && row[x + run] & 1; run++) {
            }
            if (run) buf_printf(&b, "M%d %dh%dv1h-%dz", x + QR_QUIET, y + QR_QUIET, run, run);
        }
    QRcode_free(code);
    return close_svg(&b, a);
}
