#include "web/route.h"

#include <string.h>

#include "app/upload.h"
#include "web/api.h"
#include "web/page.h"

/* ---- Forms ---------------------------------------------------------------------------------- */

static const struct form sign_in = {{
    {"user", FIELD_TEXT, true, 60, ZH_web_need_user},
    {"password", FIELD_SECRET, true, 500, ZH_web_need_password},
    {"code", FIELD_CODE, true, 40, ZH_web_need_code},
    {"back", FIELD_TEXT, false, 200, ZH_none},
    {"kept", FIELD_TEXT, false, 4000, ZH_none},
}};
static const struct form set_up = {{
    {"user", FIELD_TEXT, true, 60, ZH_web_need_user},
    {"secret", FIELD_TEXT, true, 40, ZH_setup_need_secret},
}};
static const struct form set_up_bind = {{
    {"user", FIELD_TEXT, true, 60, ZH_web_need_user},
    {"secret", FIELD_TEXT, true, 40, ZH_setup_need_secret},
    {"password", FIELD_SECRET, true, 500, ZH_setup_need_new},
    {"repeat", FIELD_SECRET, true, 500, ZH_setup_need_repeat},
    {"code", FIELD_CODE, true, 40, ZH_web_need_code},
}};
static const struct form number = {{
    {"number", FIELD_NUMBER, true, 120, ZH_web_need_number},
}};
static const struct form lesson_reset = {{
    {"sure", FIELD_TEXT, true, 4, ZH_pt_reset_need},
}};
static const struct form confirm = {{
    {"person", FIELD_ID, true, 20, ZH_web_bad_id},
    {"shown", FIELD_TEXT, true, 120, ZH_web_form_expired},
}};
static const struct form reveal = {{
    {"purpose", FIELD_TEXT, true, 80, ZH_web_need_purpose},
}};
static const struct form photo = {{
    {"taken", FIELD_DATE, true, 20, ZH_photo_need_taken},
    {"by", FIELD_TEXT, true, 10, ZH_photo_need_by},
    {"consent", FIELD_TEXT, true, 4, ZH_photo_need_consent},
    {"k", FIELD_TEXT, false, 40, ZH_none},
}};
static const struct form photo_end = {{
    {"end", FIELD_TEXT, true, 10, ZH_photo_need_end},
    {"k", FIELD_TEXT, false, 40, ZH_none},
}};
static const struct form person = {{
    {"number", FIELD_NUMBER, true, 120, ZH_web_need_number},
    {"purpose", FIELD_TEXT, true, 80, ZH_web_need_purpose},
}};
static const struct form certify = {{
    {"number", FIELD_NUMBER, true, 120, ZH_web_need_number},
    {"way", FIELD_WAY, false, 8, ZH_none},
    {"held_on", FIELD_DATE, false, 20, ZH_none},
    {"note", FIELD_TEXT, false, 400, ZH_none},
}};
static const struct form deadline = {{
    {"start", FIELD_DATE, true, 20, ZH_deadline_start},
    {"count", FIELD_TEXT, false, 12, ZH_none},
    {"unit", FIELD_TEXT, false, 20, ZH_none},
    {"known_at", FIELD_DATE, false, 20, ZH_none},
    {"clock", FIELD_TEXT, false, 40, ZH_none},
    {"on", FIELD_DATE, false, 20, ZH_none},
}};
static const struct form batch = {{
    {"id", FIELD_IDS, true, 0, ZH_web_need_pick},
    {"event", FIELD_TEXT, true, 20, ZH_web_need_event},
    {"reason", FIELD_TEXT, true, 400, ZH_web_need_reason},
}};
static const struct form let_through = {{
    {"event", FIELD_TEXT, true, 20, ZH_web_need_event},
}};
static const struct form decision = {{
    {"event", FIELD_TEXT, true, 20, ZH_web_need_event},
    {"reason", FIELD_TEXT, true, 400, ZH_web_need_reason},
}};
static const struct form matter_new = {{
    {"kind", FIELD_TEXT, true, 40, ZH_mattnew_choose},
    {"agency", FIELD_TEXT, false, 12, ZH_none},
    {"reason", FIELD_TEXT, false, 400, ZH_none},
    {"k", FIELD_TEXT, false, 40, ZH_none},
}};
static const struct form find = {{
    {"query", FIELD_TEXT, true, 120, ZH_web_need_query},
    {"purpose", FIELD_TEXT, false, 80, ZH_none},
}};
static const struct form param = {{
    {"key", FIELD_TEXT, true, 80, ZH_parampage_need_key},
    {"value", FIELD_TEXT, true, 60, ZH_parampage_need_value},
    {"from", FIELD_DATE, true, 20, ZH_parampage_need_from},
    {"citation", FIELD_TEXT, true, 360, ZH_parampage_need_citation},
    {"reason", FIELD_TEXT, true, 1200, ZH_parampage_need_reason},
}};
static const struct form undo = {{
    {"id", FIELD_ID, true, 20, ZH_web_need_pick},
    {"reason", FIELD_TEXT, true, 400, ZH_web_need_reason},
}};
static const struct form user = {{
    {"login", FIELD_TEXT, true, 60, ZH_web_need_login},
    {"name", FIELD_TEXT, false, 60, ZH_none},
    {"agency_code", FIELD_TEXT, false, 12, ZH_none},
    {"role", FIELD_TEXT, false, 20, ZH_none},
    {"event", FIELD_TEXT, true, 12, ZH_web_need_event},
    {"reason", FIELD_TEXT, false, 400, ZH_none},
}};
static const struct form step_up = {{
    {"code", FIELD_CODE, true, 40, ZH_web_need_code},
    {"action", FIELD_TEXT, true, 120, ZH_none},
    {"event", FIELD_TEXT, true, 20, ZH_web_need_event},
    {"reason", FIELD_TEXT, false, 400, ZH_none},
    {"id", FIELD_IDS, false, 0, ZH_none},
}};

static const struct form import = {{
    {"what", FIELD_TEXT, true, 10, ZH_pi_need_what},
    {"source", FIELD_TEXT, false, 32, ZH_none},
}};
static const struct form upload = {{
    {"event", FIELD_TEXT, true, 10, ZH_pi_need_event},
    {"charset", FIELD_TEXT, false, 10, ZH_none},
}};
static const struct form feed = {{
    {"event", FIELD_TEXT, true, 10, ZH_pi_need_event},
    {"reason", FIELD_TEXT, false, 300, ZH_none},
}};

/* A photo straight from a telephone still gets its sentence, and no bare refusal. */
#define PHOTO_UPLOAD (16u << 20)

/* ---- The table ------------------------------------------------------------------------------ */

const struct route routes[] = {
    {HTTP_GET, "/", page_front, ROUTE_PUBLIC, .title = ZH_pub_front_title},
    {HTTP_GET, "/certify", page_where, ROUTE_PUBLIC, .title = ZH_pub_help_title},
    {HTTP_GET, "/result", page_where, ROUTE_PUBLIC, .title = ZH_pub_help_title},
    {HTTP_GET, "/family", page_where, ROUTE_PUBLIC, .title = ZH_pub_help_title},
    {HTTP_GET, "/change", page_where, ROUTE_PUBLIC, .title = ZH_pub_help_title},
    {HTTP_GET, "/help", page_help, ROUTE_PUBLIC, .title = ZH_pub_help_title},
    {HTTP_GET, "/accessibility", page_accessibility, ROUTE_PUBLIC, .title = ZH_pg_accessibility},
    {HTTP_GET, "/privacy", page_privacy, ROUTE_PUBLIC, .title = ZH_pg_privacy},
    {HTTP_GET, "/look", page_look, ROUTE_PUBLIC, .title = ZH_pg_look},
    {HTTP_GET, "/healthz", page_health, ROUTE_PUBLIC, .title = ZH_none},

    {HTTP_GET, "/staff", page_start, ROUTE_SIGNED_IN, .title = ZH_pg_staff_site},
    {HTTP_GET, "/staff/sign-in", page_sign_in, ROUTE_PUBLIC, .title = ZH_st_sign_title},
    {HTTP_POST, "/staff/sign-in", page_sign_in_do, ROUTE_PUBLIC, CSRF_VISIT, &sign_in,
     "session.begin", .title = ZH_st_sign_title},
    {HTTP_GET, "/staff/set-up", page_set_up, ROUTE_PUBLIC, .title = ZH_setup_title},
    {HTTP_POST, "/staff/set-up", page_set_up_do, ROUTE_PUBLIC, CSRF_VISIT, &set_up, NULL,
     .title = ZH_setup_title},
    {HTTP_POST, "/staff/set-up/bind", page_set_up_bind, ROUTE_PUBLIC, CSRF_VISIT, &set_up_bind,
     "user.bind", .title = ZH_setup_step2},
    {HTTP_POST, "/staff/sign-out", page_sign_out, ROUTE_SIGNED_IN, CSRF_SESSION, NULL,
     "session.end", .title = ZH_pg_sign_out},
    {HTTP_POST, "/staff/step-up", page_step_up, ACTION_MATTER_DECIDE, CSRF_SESSION, &step_up,
     "session.step_up", .title = ZH_web_step_up},

    {HTTP_GET, "/staff/counter", page_counter, ACTION_CERTIFY, .title = ZH_st_counter_title,
     .counter = true},
    {HTTP_POST, "/staff/counter", page_counter_find, ACTION_CERTIFY, CSRF_SESSION, &number, NULL,
     .title = ZH_st_counter_title, .counter = true},
    {HTTP_GET, "/staff/counter/{id}", page_counter_card, ACTION_CERTIFY, CSRF_NONE, NULL,
     "person.card", .title = ZH_st_counter_title, .counter = true},
    {HTTP_POST, "/staff/counter/confirm", page_counter_confirm, ACTION_CERTIFY, CSRF_SESSION,
     &confirm, "certify", .title = ZH_st_counter_title, .counter = true},

    {HTTP_POST, "/staff/counter/alive", page_counter_alive, ACTION_FALSE_DEATH, CSRF_SESSION,
     &confirm, "matter.alive", .title = ZH_st_counter_title, .counter = true},

    {HTTP_GET, "/staff/person/{id}", page_person, ACTION_PERSON_READ_EXACT, CSRF_NONE, NULL,
     "person.file", .title = ZH_st_basics},
    {HTTP_POST, "/staff/person/{id}/reveal", page_person_reveal, ACTION_PERSON_READ_EXACT,
     CSRF_SESSION, &reveal, "person.read", .title = ZH_st_basics},
    {HTTP_GET, "/staff/person/{id}/reads", page_reads, ACTION_PERSON_READ_EXACT, CSRF_NONE, NULL,
     "person.reads", .title = ZH_reads_title},

    {HTTP_GET, "/staff/photo/{id}", page_photo_picture, ACTION_PHOTO, .title = ZH_photo_now},
    {HTTP_GET, "/staff/person/{id}/photo", page_photo, ACTION_PHOTO, CSRF_NONE, NULL,
     "person.photo", .title = ZH_photo_now},
    {HTTP_POST, "/staff/person/{id}/photo", page_photo_do, ACTION_PHOTO, CSRF_SESSION, &photo,
     "photo.set", .title = ZH_photo_now, .files = PHOTO_UPLOAD},
    {HTTP_POST, "/staff/person/{id}/photo/withdraw", page_photo_withdraw, ACTION_PHOTO,
     CSRF_SESSION, &photo_end, "photo.withdraw", .title = ZH_photo_now},

    {HTTP_GET, "/staff/person/{id}/open", page_matter_new, ACTION_PERSON_READ_EXACT, CSRF_NONE,
     NULL, "person.card", .title = ZH_mattnew_title},
    {HTTP_POST, "/staff/person/{id}/open", page_matter_new_do, ACTION_PERSON_READ_EXACT,
     CSRF_SESSION, &matter_new, "matter.open", .title = ZH_mattnew_title},
    {HTTP_GET, "/staff/open", page_matter_new, ACTION_MATTER_OPEN, CSRF_NONE, NULL, "matter.list",
     .title = ZH_mattnew_title},
    {HTTP_POST, "/staff/open", page_matter_new_do, ACTION_MATTER_OPEN, CSRF_SESSION, &matter_new,
     "matter.open", .title = ZH_mattnew_title},

    {HTTP_GET, "/staff/find", page_find, ACTION_PERSON_FIND, .title = ZH_st_find_title},
    {HTTP_POST, "/staff/find", page_find_do, ACTION_PERSON_FIND, CSRF_SESSION, &find, "person.find",
     .title = ZH_st_find_title},
    {HTTP_GET, "/staff/today", page_today, ACTION_CERTIFY, CSRF_NONE, NULL, "today.list",
     .title = ZH_pg_nav_today},
    {HTTP_POST, "/staff/today/undo", page_today_undo, ACTION_CERTIFY, CSRF_SESSION, &undo,
     "certify.reverse", .title = ZH_pg_nav_today},

    {HTTP_GET, "/staff/law", page_law, ROUTE_SIGNED_IN, .title = ZH_lawpage_title},
    {HTTP_GET, "/staff/law/deadline", page_deadline, ROUTE_SIGNED_IN, .title = ZH_deadline_title},
    {HTTP_GET, "/staff/law/change", page_param, ACTION_PARAM_PROPOSE, CSRF_NONE, NULL, NULL,
     .title = ZH_parampage_title},
    {HTTP_POST, "/staff/law/change", page_param_do, ACTION_PARAM_PROPOSE, CSRF_SESSION, &param,
     "param.propose", .title = ZH_parampage_title},
    {HTTP_GET, "/staff/law/change/{id}", page_param_change, ACTION_PARAM_PROPOSE, CSRF_NONE, NULL,
     "param.show", .title = ZH_parampage_title},
    {HTTP_POST, "/staff/law/change/{id}", page_param_change_do, ACTION_PARAM_PROPOSE, CSRF_SESSION,
     &decision, "matter.decide", .title = ZH_parampage_title, .step_up = true},
    {HTTP_GET, "/staff/law/{id}", page_law_article, ROUTE_SIGNED_IN, .title = ZH_lawpage_title},

    {HTTP_GET, "/staff/training", page_training, ACTION_TRAINING, CSRF_NONE, NULL, "training.look",
     .title = ZH_pt_title},
    {HTTP_GET, "/staff/training/{id}", page_lesson, ACTION_TRAINING, CSRF_NONE, NULL,
     "training.look", .title = ZH_pt_title},
    {HTTP_POST, "/staff/training/{id}", page_lesson_do, ACTION_TRAINING, CSRF_SESSION, NULL,
     "training.start", .title = ZH_pt_title},
    {HTTP_POST, "/staff/training/{id}/reset", page_lesson_reset, ACTION_TRAINING, CSRF_SESSION,
     &lesson_reset, "training.reset", .title = ZH_pt_title},

    {HTTP_GET, "/staff/sources", page_sources, ACTION_FEED_READ, .title = ZH_pf_sources_title},

    {HTTP_GET, "/staff/feed/{id}", page_feed, ACTION_FEED_READ, .title = ZH_pf_feed_title},
    {HTTP_POST, "/staff/feed/{id}", page_feed_do, ACTION_FEED_RELEASE, CSRF_SESSION, &feed,
     "feed.release", .title = ZH_pf_feed_title, .step_up = true},
    {HTTP_GET, "/staff/import", page_import, ACTION_IMPORT_EVIDENCE, .title = ZH_pi_title},
    {HTTP_POST, "/staff/import", page_import_do, ACTION_IMPORT_EVIDENCE, CSRF_SESSION, &import,
     NULL, .title = ZH_pi_title, .files = UPLOAD_MOST},
    {HTTP_GET, "/staff/import/{id}", page_upload, ACTION_IMPORT_EVIDENCE, .title = ZH_pi_title},
    {HTTP_POST, "/staff/import/{id}", page_upload_do, ACTION_IMPORT_EVIDENCE, CSRF_SESSION, &upload,
     "feed.receive", .title = ZH_pi_title},
    {HTTP_GET, "/staff/import/{id}/errors", page_upload_errors, ACTION_IMPORT_EVIDENCE,
     .title = ZH_pi_download},

    {HTTP_GET, "/staff/users", page_users, ACTION_USERS, .title = ZH_st_users_title},
    {HTTP_POST, "/staff/users", page_users_do, ACTION_USERS, CSRF_SESSION, &user, "user.grant",
     .title = ZH_st_users_title},
    {HTTP_GET, "/staff/agencies", page_agencies, ACTION_USERS, .title = ZH_agencypage_title},

    {HTTP_GET, "/staff/suspension", page_suspension, ACTION_MATTER_LIST, CSRF_NONE, NULL,
     "matter.list", .title = ZH_pg_nav_suspension},
    {HTTP_POST, "/staff/suspension", page_suspension_do, ACTION_MATTER_DECIDE, CSRF_SESSION, &batch,
     "matter.decide", .title = ZH_pg_nav_suspension, .step_up = true},
    {HTTP_GET, "/staff/check", page_check, ACTION_MATTER_LIST, CSRF_NONE, NULL, "matter.list",
     .title = ZH_pg_nav_check},
    {HTTP_GET, "/staff/reinstatement", page_reinstatement, ACTION_MATTER_LIST, CSRF_NONE, NULL,
     "matter.list", .title = ZH_pg_nav_reinstatement},
    {HTTP_POST, "/staff/reinstatement", page_reinstatement_do, ACTION_MATTER_DECIDE, CSRF_SESSION,
     &batch, "matter.decide", .title = ZH_pg_nav_reinstatement, .step_up = true},
    {HTTP_GET, "/staff/batch/{id}", page_batch, ACTION_MATTER_LIST, CSRF_NONE, NULL, "batch.look",
     .title = ZH_bp_page},
    {HTTP_POST, "/staff/batch/{id}", page_batch_do, ACTION_BATCH_RELEASE, CSRF_SESSION,
     &let_through, "batch.release", .title = ZH_bp_page, .step_up = true},
    {HTTP_GET, "/staff/matter/{id}", page_matter, ACTION_MATTER_LIST, CSRF_NONE, NULL,
     "matter.show", .title = ZH_st_matters},
    {HTTP_POST, "/staff/matter/{id}", page_matter_do, ACTION_MATTER_NOTE, CSRF_SESSION, &decision,
     "matter.decide", .title = ZH_st_matters, .step_up = true},
    {HTTP_GET, "/staff/letters", page_letters, ACTION_MATTER_LIST, CSRF_NONE, NULL, "matter.show",
     .title = ZH_st_print_letters},

    {HTTP_GET, "/api/v1/session", api_session, ROUTE_SIGNED_IN, .title = ZH_none, .json = true},
    {HTTP_POST, "/api/v1/session", api_sign_in, ROUTE_PUBLIC, CSRF_NONE, &sign_in, "session.begin",
     .title = ZH_none, .json = true},
    {HTTP_DELETE, "/api/v1/session", api_sign_out, ROUTE_SIGNED_IN, CSRF_SESSION, NULL,
     "session.end", .title = ZH_none, .json = true},
    {HTTP_POST, "/api/v1/person", api_person, ACTION_PERSON_READ_EXACT, CSRF_SESSION, &person,
     "person.read", .title = ZH_none, .json = true},
    {HTTP_POST, "/api/v1/deadline", api_deadline, ROUTE_SIGNED_IN, CSRF_SESSION, &deadline, NULL,
     .title = ZH_none, .json = true},
    {HTTP_POST, "/api/v1/certification", api_certify, ACTION_CERTIFY, CSRF_SESSION, &certify,
     "certify", .title = ZH_none, .json = true},
};
const size_t route_count = sizeof routes / sizeof *routes;

/* "{id}" in the pattern takes one id of the path. */
static bool matches(const char *pattern, const char *path, int64_t *id)
{
    *id = 0;
    while (*pattern && *path) {
        if (*pattern != '{') {
            if (*pattern++ != *path++) return false;
            continue;
        }
        *id = id_parse(path, &path);
        if (!*id) return false;
        pattern = strchr(pattern, '}') + 1;
    }
    return !*pattern && !*path;
}

const struct route *route_find(enum http_method method, const char *path, int64_t *id, bool *other)
{
    if (method == HTTP_HEAD) method = HTTP_GET;
    *other = false;
    for (size_t i = 0; i < route_count; i++) {
        if (!matches(routes[i].path, path, id)) continue;
        if (routes[i].method == method) return &routes[i];
        *other = true;
    }
    *id = 0;
    return NULL;
}
