/* What counts as a photograph, from its bytes alone (C31; pages K2). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/picture.h"
#include "base/zh.h"

/* 60 × 80, progressive, two scans; Exif with a place in it, a tail behind the end. */
#define JPEG_HEAD "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define JPEG_EXIF                                                                                  \
    "\xff\xe1\0\x0c"                                                                               \
    "Exif\0\0GPS!"
#define JPEG_FRAME "\xff\xc2\0\x0b\x08\0\x50\0\x3c\1\1\x11\0"
#define JPEG_SCAN "\xff\xda\0\x08\1\1\0\0\x3f\0"
#define JPEG_DATA "\x12\xff\0\x34\xff\xd0\x56"
#define JPEG_END "\xff\xd9"
static const char jpeg[] =
    JPEG_HEAD JPEG_EXIF JPEG_FRAME JPEG_SCAN JPEG_DATA JPEG_SCAN "x" JPEG_END "tail";
static const char jpeg_clean[] = JPEG_HEAD JPEG_FRAME JPEG_SCAN JPEG_DATA JPEG_SCAN "x" JPEG_END;

/* 1 × 2 grey pixels and a comment. */
#define PNG_HEAD                                                                                   \
    "\x89PNG\r\n\x1a\n"                                                                            \
    "\000\000\000\015IHDR\000\000\000\001\000\000\000\002\010\000\000\000\000\274\352\351\373"
#define PNG_TEXT "\000\000\000\004tEXt\103\000\150\151\247\157\031\310"
#define PNG_DATA                                                                                   \
    "\000\000\000\014IDAT\170\332\143\140\140\140\000\000\000\004\000\001\310\352\353\371"
#define PNG_END "\0\0\0\0IEND\xae\x42\x60\x82"
static const char png[] = PNG_HEAD PNG_TEXT PNG_DATA PNG_END "tail";
static const char png_clean[] = PNG_HEAD PNG_DATA PNG_END;

static struct problem why;

static enum err look(const void *bytes, size_t n, struct picture *p, struct buf *clean)
{
    return picture_read((struct sm_bytes){bytes, n}, p, clean, &why);
}

static void is(const char *file, size_t n, struct picture want, const char *copy, size_t copy_n)
{
    struct buf clean = BUF(4096);
    struct picture p;
    assert_int_equal(look(file, n, &p, &clean), ERR_OK);
    assert_int_equal(p.kind, want.kind);
    assert_int_equal(p.width, want.width);
    assert_int_equal(p.height, want.height);
    assert_int_equal(clean.n, copy_n);
    assert_memory_equal(clean.p, copy, copy_n);
    buf_free(&clean);
}

static void a_picture_is_known_by_its_bytes_and_copied_without_where_it_was_taken(void **state)
{
    (void)state;
    is(jpeg, sizeof jpeg - 1, (struct picture){PICTURE_JPEG, 60, 80}, jpeg_clean,
       sizeof jpeg_clean - 1);
    is(png, sizeof png - 1, (struct picture){PICTURE_PNG, 1, 2}, png_clean, sizeof png_clean - 1);
    assert_string_equal(picture_type(PICTURE_JPEG), "image/jpeg");
    assert_string_equal(picture_type(PICTURE_PNG), "image/png");
}

/* Every beginning of it short of the end is refused as cut off. */
static void what_is_cut_off_is_refused_anywhere(void **state)
{
    (void)state;
    struct buf clean = BUF(4096);
    struct picture p;
    for (size_t n = 3; n + 4 < sizeof jpeg - 1; n++) {
        assert_int_equal(look(jpeg, n, &p, &clean), ERR_INPUT);
        assert_int_equal(why.message, ZH_picture_broken);
    }
    for (size_t n = 8; n + 4 < sizeof png - 1; n++) {
        assert_int_equal(look(png, n, &p, &clean), ERR_INPUT);
        assert_int_equal(why.message, ZH_picture_broken);
    }
    buf_free(&clean);
}

static void refused(const char *bytes, size_t n, enum zh_id message)
{
    struct buf clean = BUF(4096);
    struct picture p;
    assert_int_equal(look(bytes, n, &p, &clean), ERR_INPUT);
    assert_int_equal(why.message, message);
    assert_string_equal(why.field, "file");
    buf_free(&clean);
}

#define REFUSED(bytes, message) refused(bytes, sizeof bytes - 1, message)

static void what_browsers_do_not_show_is_no_picture(void **state)
{
    (void)state;
    char file[sizeof png];
    REFUSED("", ZH_picture_kind);
    REFUSED("GIF89a\1\0\1\0", ZH_picture_kind);
    REFUSED("<html><script>alert(1)</script>", ZH_picture_kind);
    REFUSED("\xff\xd8\xff\xc3\0\x0b\x08\0\x50\0\x3c\1\1\x11\0", ZH_picture_kind); /* lossless */
    REFUSED("\xff\xd8\xff\xc0\0\x0b\x0c\0\x50\0\x3c\1\1\x11\0", ZH_picture_kind); /* 12 bits */
    REFUSED("\xff\xd8\xff\xd9", ZH_picture_broken);                               /* no scan */
    REFUSED("\xff\xd8" JPEG_SCAN "x" JPEG_END, ZH_picture_broken);                /* no frame */
    REFUSED("\xff\xd8" JPEG_FRAME JPEG_FRAME JPEG_SCAN "x" JPEG_END, ZH_picture_broken);
    REFUSED("\xff\xd8\xff\xc0\0\x0b\x08\0\0\0\x3c\1\1\x11\0" JPEG_SCAN "x" JPEG_END,
            ZH_picture_broken);                                  /* no height */
    REFUSED("\xff\xd8\xff\xe1\0\1" JPEG_END, ZH_picture_broken); /* shorter than its own length */
    REFUSED(PNG_HEAD PNG_END, ZH_picture_broken);
    memcpy(file, png, sizeof png);
    file[sizeof PNG_HEAD - 8] ^= 1; /* one bit of the header: the sum tells */
    refused(file, sizeof png - 1, ZH_picture_broken);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_known_by_its_bytes_and_copied_without_where_it_was_taken),
        cmocka_unit_test(what_is_cut_off_is_refused_anywhere),
        cmocka_unit_test(what_browsers_do_not_show_is_no_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
