/* Stands between the store and a PostgreSQL server that listens on a Unix socket, and cuts
 * connections at the worst moment. */
#pragma once
#include "support/database.h"

enum proxy_cut {
    PROXY_PASS,
    PROXY_CUT_BEFORE, /* COMMIT never reaches the server */
    PROXY_CUT_AFTER,  /* the server commits, its answer is lost */
    PROXY_CUT_LATE    /* the client loses the connection at once, the server commits 400 ms later */
};

struct proxy;
struct proxy *proxy_new(const struct test_db *t); /* listens in t->folder; its URL:
                                                     test_url_through(t, t->folder, 5432) */
void proxy_free(struct proxy *p);
/* The next `commits` COMMITs are cut. */
void proxy_arm(struct proxy *p, enum proxy_cut cut, int commits);
int proxy_cuts(struct proxy *p); /* done so far */
void proxy_refuse(
    struct proxy *p,
    bool refuse); /* as a server that is down: cuts all connections, refuses new ones */
