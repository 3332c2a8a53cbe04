/* The gallery's agencies. */
#include "gallery.h"

void gallery_agencies(const struct shown *s)
{
    static struct tmpl_agencies_up up[2];
    static struct tmpl_agencies_former former[1];
    static struct tmpl_agencies_user users[2];
    static struct tmpl_agencies_row rows[3];
    bool station = gallery_is(s, "station");
    up[0] = (struct tmpl_agencies_up){V("/staff/agencies?code=371000000000"), W("payer0")};
    up[1] = (struct tmpl_agencies_up){V("/staff/agencies?code=371002000000"), W("payer1")};
    former[0].text = W("former1");
    users[0] = (struct tmpl_agencies_user){V("/staff/users?login=clerk%40371002000000"), W("user"),
                                           V("clerk@371002000000"), W("role1")};
    users[1] = (struct tmpl_agencies_user){V("/staff/users?login=reviewer%40371002000000"),
                                           W("user2"), V("reviewer@371002000000"), W("role2")};
    rows[0] = (struct tmpl_agencies_row){V("/staff/agencies?code=371002001000"),
                                         W("office"),
                                         V("371002001000"),
                                         W("level2"),
                                         false,
                                         21,
                                         4};
    rows[1] = (struct tmpl_agencies_row){V("/staff/agencies?code=371002002000"),
                                         W("office2"),
                                         V("371002002000"),
                                         W("level2"),
                                         false,
                                         19,
                                         0};
    rows[2] = (struct tmpl_agencies_row){V("/staff/agencies?code=371082000000"),
                                         W("payer2"),
                                         V("371082000000"),
                                         W("level1"),
                                         true,
                                         22,
                                         9};
    struct tmpl_agencies_model m = {.page = gallery_frame(s, ZH_agencypage_title),
                                    .code = station ? V("371002001001") : V("371002000000"),
                                    .name = station ? W("place3") : W("payer1"),
                                    .level = station ? W("level3") : W("level1"),
                                    .pays = !station,
                                    .since = DAY(2020, 3, 1),
                                    .up = up,
                                    .up_n = station ? 2 : 1,
                                    .give_url = V("/staff/users?agency=371002000000")};
    m.page.on_users = true;
    m.found = gallery_is(s, "found");
    if (m.found) m.query = W("place_query");
    if (!station) m.department = W("department1"), m.former = former, m.former_n = 1;
    if (gallery_is(s, "filled"))
        m.users = users, m.users_n = 2, m.rows = rows, m.rows_n = 2, m.count = 61, m.next = 2;
    if (m.found) m.rows = rows, m.rows_n = 3, m.count = 3;
    tmpl_agencies(s->out, &m);
}
