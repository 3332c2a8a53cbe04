#include "app/detail.h"

#include <string.h>

#include "base/name.h"
#include "base/pinyin.h"
#include "domain/residence.h"
#include "law/change.h"

static enum err to_address(struct dossier *s, const char *text, struct problem *why)
{
    struct residence r;
    enum err e = residence_parse(text, &r, why);
    if (e) return e;
    s->p.residence_kind = (int)r.kind;
    s->p.residence_code = arena_copy(s->d.arena, r.code, strlen(r.code));
    return ERR_OK;
}

static enum err to_phone(struct dossier *s, const char *text, struct problem *why)
{
    size_t digits = strspn(text, "0123456789-");
    if (text[digits] || digits < 7 || digits > 20)
        return problem_set(why, ERR_INPUT, ZH_detail_phone, "value", NULL);
    s->p.phone = text;
    return ERR_OK;
}

static enum err to_name(struct dossier *s, const char *text, struct problem *why)
{
    char name[NAME_BYTES], key[NAME_BYTES], *initials = arena_alloc(s->d.arena, 128);
    enum err e = name_clean(text, name, why);
    if (e) return e;
    name_key(name, key, sizeof key);
    pinyin_initials(name, initials, 128);
    s->p.name = arena_copy(s->d.arena, name, strlen(name));
    s->p.name_key = arena_copy(s->d.arena, key, strlen(key));
    s->p.initials = initials;
    return ERR_OK;
}

/* The old number goes on finding the person. */
static enum err to_number(struct dossier *s, const char *text, struct problem *why)
{
    struct idnum number;
    enum err e = idnum_parse(text, s->law.today, &number, why);
    if (!e) e = person_change_number(&s->d, &s->p, &number, s->clock.moment, why);
    if (e) return e;
    s->p.due_on = dossier_due(s, NULL); /* another birth date may be another class of age */
    return person_update_dates(&s->d, &s->p, why);
}

static const char *last_four(struct dossier *s, const char *text)
{
    size_t n = strlen(text);
    return arena_print(s->d.arena, "****%s", n > 4 ? text + n - 4 : "");
}

enum err detail_change(struct dossier *s, const struct effect *effect, struct problem *why)
{
    static const char *const names[CHANGE_COUNT] = {
        [CHANGE_PHONE] = "phone",     [CHANGE_ADDRESS] = "residence", [CHANGE_NAME] = "name",
        [CHANGE_NUMBER] = "number",   [CHANGE_BANK] = "account",      [CHANGE_MARITAL] = "marital",
        [CHANGE_EMPLOYMENT] = "work", [CHANGE_OTHER] = "other"};
    enum change_field field = (enum change_field)effect->cause;
    const char *kept = effect->text;
    enum err e = ERR_OK;
    if (field == CHANGE_ADDRESS) e = to_address(s, effect->text, why);
    if (field == CHANGE_PHONE) e = to_phone(s, effect->text, why), kept = "";
    if (field == CHANGE_NAME) e = to_name(s, effect->text, why);
    if (field == CHANGE_NUMBER) e = to_number(s, effect->text, why);
    if (field == CHANGE_BANK || field == CHANGE_NUMBER) kept = last_four(s, effect->text);
    struct person_fact fact = {.person_id = s->p.person_id,
                               .field = names[field],
                               .value = kept,
                               .recorded_by = s->who.role ? s->who.login : "system",
                               .valid_from = effect->event_on,
                               .recorded_at = s->clock.moment};
    if (!e) e = person_add_fact(&s->d, &fact, why);
    return e ? e : person_update(&s->d, &s->p, why);
}
