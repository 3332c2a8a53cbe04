#include <string.h>

#include "gallery.h"

static struct tmpl_layout_public_model frame(const struct shown *s, enum zh_id title)
{
    return (struct tmpl_layout_public_model){.title = V(zh_text(title)),
                                             .look = V(s->look),
                                             .path = V("/"),
                                             .elder = strcmp(s->look, "elder") == 0,
                                             .contrast = strcmp(s->look, "contrast") == 0,
                                             .expired = !gallery_is(s, "empty"),
                                             .training = gallery_is(s, "training")};
}

static void front(const struct shown *s)
{
    char lead[256];
    zh_print(lead, sizeof lead, ZH_pub_front_lead, "12", NULL);
    struct tmpl_front_model m = {frame(s, ZH_pub_front_title), V(lead)};
    tmpl_front(s->out, &m);
}

static void help(const struct shown *s)
{
    struct tmpl_help_place places[] = {
        {W("place1"), W("place1_address"), V("0631-5231001"), W("hours")},
        {W("place2"), W("place2_address"), V("0631-5231002"), W("hours")},
        {W("place3"), W("place3_address"), V(""), W("hours")},
    };
    struct tmpl_help_model m = {.page = frame(s, ZH_pub_help_title)};
    m.searched = !gallery_is(s, "empty");
    if (m.searched) m.query = gallery_is(s, "error") ? V("\"><b>x</b>") : W("place_query");
    if (gallery_is(s, "filled")) m.places = places, m.places_n = 3, m.count = 3;
    tmpl_help(s->out, &m);
}

static void accessibility(const struct shown *s)
{
    struct tmpl_accessibility_model m = {frame(s, ZH_pg_accessibility), DAY(2026, 11, 1)};
    tmpl_accessibility(s->out, &m);
}

static void privacy(const struct shown *s)
{
    struct tmpl_privacy_model m = {frame(s, ZH_pg_privacy), DAY(2026, 11, 1)};
    tmpl_privacy(s->out, &m);
}

static void error(const struct shown *s)
{
    struct tmpl_error_model m = {frame(s, ZH_pg_retry),
                                 W("error_title"),
                                 W("error_what"),
                                 W("error_next"),
                                 V("3f2a9c0d1b7e4a55"),
                                 V(""),
                                 V("")};
    if (gallery_is(s, "error")) m.error_id = V("E-7K2P-0419"), m.retry_url = V("/");
    m.page.title = m.title;
    tmpl_error(s->out, &m);
}

static void design(const struct shown *s)
{
    struct tmpl_design_public_error wrong[] = {{V("number"), W("number_wrong")}};
    struct tmpl_design_public_model m = {.page = frame(s, ZH_pub_design_title),
                                         .reference = V("RZ-20261123-000419"),
                                         .on = DAY(2027, 11, 23)};
    if (gallery_is(s, "error")) m.errors = wrong, m.errors_n = 1, m.number = V("3710821971022900");
    tmpl_design_public(s->out, &m);
}

const struct gallery_page gallery_public[] = {
    {"front", front, "filled empty training"},
    {"help", help, "empty filled error"},
    {"accessibility", accessibility, "filled"},
    {"privacy", privacy, "filled"},
    {"error", error, "filled error"},
    {"design_public", design, "filled error"},
    {NULL, NULL, NULL},
};
