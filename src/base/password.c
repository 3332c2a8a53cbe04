#include "base/password.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(PASSWORD_STORED == crypto_pwhash_STRBYTES, "the size of libsodium's text");

struct passwords {
    struct password_settings settings;
    size_t memory;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    unsigned running, waiting;
    char nobody[PASSWORD_STORED]; /* what a sign-in under an unknown name is compared with */
};

static int compute(const struct passwords *p, const char *password, char stored[PASSWORD_STORED])
{
    return crypto_pwhash_str_alg(stored, password, strlen(password), p->settings.passes, p->memory,
                                 crypto_pwhash_ALG_ARGON2ID13);
}

struct passwords *password_pool_new(const struct password_settings *s)
{
    if (sodium_init() < 0) return NULL;
    struct passwords *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->settings = *s;
    p->memory = s->memory_mib ? (size_t)s->memory_mib << 20 : crypto_pwhash_MEMLIMIT_MIN;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->freed, NULL);
    char unknown[33];
    unsigned char random[16];
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(unknown, sizeof unknown, random, sizeof random);
    if (compute(p, unknown, p->nobody) == 0) return p;
    password_pool_free(p);
    return NULL;
}

void password_pool_free(struct passwords *p)
{
    if (!p) return;
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->freed);
    free(p);
}

static enum err enter(struct passwords *p, struct problem *why)
{
    enum err e = ERR_OK;
    pthread_mutex_lock(&p->lock);
    if (p->running == p->settings.jobs && p->waiting == p->settings.waiting) {
        e = problem_set(why, ERR_BUSY, ZH_password_busy, NULL, NULL);
    } else {
        p->waiting++;
        while (p->running == p->settings.jobs) pthread_cond_wait(&p->freed, &p->lock);
        p->waiting--;
        p->running++;
    }
    pthread_mutex_unlock(&p->lock);
    return e;
}

static void leave(struct passwords *p)
{
    pthread_mutex_lock(&p->lock);
    p->running--;
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->lock);
}

enum err password_hash(struct passwords *p, const char *password, char stored[PASSWORD_STORED],
                       struct problem *why)
{
    size_t n = strnlen(password, PASSWORD_MAX + 1);
    if (n == 0 || n > PASSWORD_MAX)
        return problem_set(why, ERR_INPUT, ZH_password_length, "password", NULL);
    enum err e = enter(p, why);
    if (e != ERR_OK) return e;
    int failed = compute(p, password, stored);
    leave(p);
    return failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL) : ERR_OK;
}

/* libsodium reads a terminated text of bounded size; anything else is not one of ours. */
static bool readable(const char *stored)
{
    return strnlen(stored, PASSWORD_STORED) < PASSWORD_STORED &&
           strncmp(stored, "$argon2id$", 10) == 0;
}

enum err password_verify(struct passwords *p, const char *password, const char *stored, bool *again,
                         struct problem *why)
{
    bool known = stored && readable(stored), right = false;
    if (again) *again = false;
    if (strnlen(password, PASSWORD_MAX + 1) > PASSWORD_MAX)
        return problem_set(why, ERR_DENIED, ZH_password_wrong, "password", NULL);
    enum err e = enter(p, why);
    if (e != ERR_OK) return e;
    right = crypto_pwhash_str_verify(known ? stored : p->nobody, password, strlen(password)) == 0 &&
            known;
    leave(p);
    if (!right) return problem_set(why, ERR_DENIED, ZH_password_wrong, "password", NULL);
    if (again) *again = crypto_pwhash_str_needs_rehash(stored, p->settings.passes, p->memory) != 0;
    return ERR_OK;
}
