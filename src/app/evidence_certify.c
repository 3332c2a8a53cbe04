#include "app/evidence_certify.h"

#include <stdio.h>

#include "app/certify.h"
#include "base/zh.h"

static enum err tell(struct dossier *s, const struct evidence_basis *b, struct date valid_until,
                     struct problem *why)
{
    char body[800], about[64];
    bool made;
    zh_print(body, sizeof body, ZH_feed_sms, s->p.name, b->words, date_print(valid_until).s, NULL);
    snprintf(about, sizeof about, "evidence:%d", b->n);
    struct notice n = {
        .subject_id = s->p.person_id,
        .about = about,
        .channel = "sms",
        .body = body,
        .kind = 1,
        .state = 1,
        .made_on = s->law.today,
        .recorded_at = s->clock.moment,
    };
    return notice_add(&s->d, &n, &made, why);
}

enum err evidence_certify(struct dossier *s, const struct evidence_basis *b, bool *certified,
                          struct problem *why)
{
    struct certified done;
    struct certify c = {
        .way = WAYS_DATA,
        .channel = b->channel,
        .agency = b->agency,
        .held_on = b->held_on,
        .evidence = b->n,
        .why = b->why,
    };
    enum err e = certify_in_dossier(s, &c, &done, why);
    if (e || done.repeated) return e;
    *certified = true;
    return tell(s, b, done.valid_until, why);
}
