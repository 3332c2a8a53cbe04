#include "app/setup.h"

#include <stdio.h>
#include <string.h>

#include "app/session_part.h"
#include "store/staff.h"

#define LETTERS 20
#define GROUP 4

/* Without 0 1 I L O U: what people read aloud and write down is not mistaken. */
static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ34";

/* ---- The secret ----------------------------------------------------------------------------- */

static void secret_new(char out[SETUP_SECRET])
{
    uint8_t bytes[LETTERS];
    size_t n = 0;
    sm_random(bytes, sizeof bytes);
    for (size_t i = 0; i < LETTERS; i++) {
        if (i && i % GROUP == 0) out[n++] = '-';
        out[n++] = alphabet[bytes[i] & 31];
    }
    out[n] = 0;
    sm_wipe(bytes, sizeof bytes);
}

/* Upper case without dashes and blanks; "" when it is none. */
static void plain(const char *typed, char out[LETTERS + 1])
{
    size_t n = 0;
    for (; *typed; typed++) {
        char c = *typed;
        if (c == '-' || c == ' ') continue;
        if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
        if (n == LETTERS || !strchr(alphabet, c)) {
            n = 0;
            break;
        }
        out[n++] = c;
    }
    out[n == LETTERS ? n : 0] = 0;
}

static void tag_of(struct store *store, const char *login, const char *secret,
                   uint8_t out[SM_DIGEST])
{
    char text[128], letters[LETTERS + 1];
    plain(secret, letters);
    snprintf(text, sizeof text, "%s %s", letters, login);
    keyring_tag(store_keys(store), "staff.setup", text, out);
    sm_wipe(text, sizeof text);
    sm_wipe(letters, sizeof letters);
}

enum err setup_offer_make(struct write *w, const char *login, struct setup_offer *out,
                          struct problem *why)
{
    struct data d = data_of_write(w);
    int64_t now = clock_system().moment;
    struct staff_setup row = {
        .made_at = now, .until_at = now + SETUP_HOURS * INT64_C(3600000000), .made_by = w->actor};
    *out = (struct setup_offer){.until = row.until_at};
    snprintf(out->login, sizeof out->login, "%s", login);
    secret_new(out->secret);
    tag_of(w->store, login, out->secret, row.tag);
    return staff_setup_put(&d, login, &row, why);
}

/* ---- Using it ------------------------------------------------------------------------------- */

/* The key of the phone comes from the tag: the page may be shown again, and a new secret gives a
 * new key. */
static void key_of(struct store *store, const uint8_t tag[SM_DIGEST], uint8_t out[ONECODE_SECRET])
{
    uint8_t derived[SM_DIGEST];
    char text[2 * SM_DIGEST + 1];
    sm_hex(tag, SM_DIGEST, text);
    keyring_tag(store_keys(store), "staff.setup.key", text, derived);
    memcpy(out, derived, ONECODE_SECRET);
    sm_wipe(derived, sizeof derived);
}

static enum err load(struct app *a, const char *login, struct staff_setup *out, struct problem *why)
{
    struct read r = {0};
    struct principal who;
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = staff_setup_load(&d, login, out, why);
    /* a disabled login, or one without a role, sets nothing up */
    if (!e) e = staff_principal(&d, login, a->clock.business_date, &who, why);
    store_read_end(&r);
    return e == ERR_NOT_FOUND ? ERR_DENIED : e;
}

static enum err check(struct sessions *s, struct app *a, const struct setup_asked *in,
                      uint8_t tag[SM_DIGEST], struct problem *why)
{
    struct staff_setup row;
    int64_t now = clock_system().moment;
    enum err e = session_check_locked(s, in->login, now, why);
    if (e) return e;
    tag_of(a->store, in->login, in->secret, tag);
    e = load(a, in->login, &row, why);
    if (e && e != ERR_DENIED) return e;
    bool good = !e && !row.used_at && now < row.until_at && sm_equal(tag, row.tag, SM_DIGEST);
    session_count_failure(s, in->login, !good, now);
    return good ? ERR_OK : problem_set(why, ERR_DENIED, ZH_setup_wrong, "secret", NULL);
}

enum err setup_begin(struct sessions *s, struct app *a, const struct setup_asked *in,
                     struct setup_key *out, struct problem *why)
{
    uint8_t tag[SM_DIGEST], key[ONECODE_SECRET];
    enum err e = check(s, a, in, tag, why);
    if (e) return e;
    key_of(a->store, tag, key);
    onecode_uri(key, in->login, out->uri);
    const char *at = strstr(out->uri, "secret=");
    snprintf(out->text, sizeof out->text, "%.32s", at ? at + 7 : "");
    sm_wipe(key, sizeof key);
    return ERR_OK;
}

/* Length is what counts; and it is not the login's own name. */
static bool password_good(const struct setup_asked *in)
{
    size_t n = 0;
    for (const char *c = in->password; *c; c++) n += ((unsigned char)*c & 0xc0) != 0x80;
    return n >= SETUP_PASSWORD && !strstr(in->password, in->login);
}

struct binding {
    const char *login, *password;
    struct sm_bytes factor;
};

static enum err bind(struct write *w, void *ctx, struct problem *why)
{
    const struct binding *b = ctx;
    struct data d = data_of_write(w);
    char *object = arena_print(w->arena, "staff:%s", b->login);
    store_audit(w, &(struct audit_note){.action = "user.bind", .object = object, .content = ""});
    return staff_bind(&d, b->login, b->password, b->factor, clock_system().moment, why);
}

static enum err store_binding(struct sessions *s, struct app *a, const struct setup_asked *in,
                              const uint8_t key[ONECODE_SECRET], struct problem *why)
{
    char hash[PASSWORD_STORED], purpose[96];
    uint8_t sealed[ONECODE_SECRET + SM_SEAL_EXTRA];
    struct call call = {.app = a, .clock = a->clock};
    enum err e = password_hash(session_passwords(s), in->password, hash, why);
    if (e) return e;
    snprintf(purpose, sizeof purpose, "staff.onecode %s", in->login);
    keyring_seal(store_keys(a->store), purpose, (struct sm_bytes){key, ONECODE_SECRET}, sealed);
    snprintf(call.who.login, sizeof call.who.login, "%s", in->login);
    struct binding b = {in->login, hash, {sealed, sizeof sealed}};
    return app_write(&call, 0, bind, &b, why);
}

enum err setup_bind(struct sessions *s, struct app *a, const struct setup_asked *in,
                    char token[SESSION_TOKEN], struct problem *why)
{
    uint8_t tag[SM_DIGEST], key[ONECODE_SECRET];
    enum err e = check(s, a, in, tag, why);
    if (e) return e;
    if (!password_good(in)) return problem_set(why, ERR_INPUT, ZH_setup_password, "password", NULL);
    key_of(a->store, tag, key);
    int64_t now = clock_system().moment, step = onecode_verify(key, in->code, now, 0);
    session_count_failure(s, in->login, !step, now);
    e = step ? store_binding(s, a, in, key, why)
             : problem_set(why, ERR_INPUT, ZH_setup_code, "code", NULL);
    sm_wipe(key, sizeof key);
    return e ? e : session_start(a, in->login, step, token, why);
}
