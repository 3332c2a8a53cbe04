#include "base/sm.h"

#include <assert.h>
#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Fetching an algorithm by name costs more than hashing an entry, so each is fetched once for the
 * life of the process. */
static struct {
    EVP_MD *sm3;
    EVP_CIPHER *ctr;
    EVP_MAC *hmac;
    pthread_key_t contexts;
    bool ready;
} lib;
static pthread_once_t once = PTHREAD_ONCE_INIT;

struct contexts { /* a thread's own, freed when it ends */
    EVP_MD_CTX *md;
    EVP_CIPHER_CTX *cipher;
    EVP_MAC_CTX *mac;
};

struct sm_hash {
    EVP_MD_CTX *md;
};

static void contexts_free(void *p)
{
    struct contexts *c = p;
    EVP_MD_CTX_free(c->md);
    EVP_CIPHER_CTX_free(c->cipher);
    EVP_MAC_CTX_free(c->mac);
    free(c);
}

static void fetch(void)
{
    lib.sm3 = EVP_MD_fetch(NULL, "SM3", NULL);
    lib.ctr = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL);
    lib.hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    lib.ready =
        lib.sm3 && lib.ctr && lib.hmac && pthread_key_create(&lib.contexts, contexts_free) == 0;
}

enum err sm_ready(struct problem *why)
{
    pthread_once(&once, fetch);
    if (lib.ready) return ERR_OK;
    return problem_set(why, ERR_CONFIG, ZH_sm_unavailable, NULL, OpenSSL_version(OPENSSL_VERSION),
                       NULL);
}

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "jianzai: the cryptographic library failed: %s\n", what);
    exit(1);
}

static void must(int ok, const char *what)
{
    if (ok != 1) die(what);
}

static struct contexts *mine(void)
{
    pthread_once(&once, fetch);
    if (!lib.ready) die("SM3, SM4 or HMAC is missing");
    struct contexts *c = pthread_getspecific(lib.contexts);
    if (c) return c;
    c = calloc(1, sizeof *c);
    if (!c) die("memory");
    c->md = EVP_MD_CTX_new();
    c->cipher = EVP_CIPHER_CTX_new();
    c->mac = EVP_MAC_CTX_new(lib.hmac);
    if (!c->md || !c->cipher || !c->mac || pthread_setspecific(lib.contexts, c) != 0) die("memory");
    return c;
}

void sm_random(void *out, size_t n)
{
    uint8_t *p = out;
    while (n > 0) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) die("getrandom");
        p += got;
        n -= (size_t)got;
    }
}

bool sm_equal(const void *a, const void *b, size_t n)
{
    return CRYPTO_memcmp(a, b, n) == 0;
}

void sm_wipe(void *p, size_t n)
{
    explicit_bzero(p, n);
}

void sm_hex(const void *bytes, size_t n, char *out)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *p = bytes;
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
    out[2 * n] = 0;
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool sm_unhex(const char *hex, size_t n, void *out)
{
    uint8_t *p = out;
    for (size_t i = 0; i < n; i++) {
        int high = nibble(hex[2 * i]);
        int low = high < 0 ? -1 : nibble(hex[2 * i + 1]);
        if (low < 0) return false;
        p[i] = (uint8_t)(high << 4 | low);
    }
    return hex[2 * n] == 0;
}

void sm_digest(const void *bytes, size_t n, uint8_t out[SM_DIGEST])
{
    EVP_MD_CTX *md = mine()->md;
    must(EVP_DigestInit_ex2(md, lib.sm3, NULL), "SM3");
    must(EVP_DigestUpdate(md, bytes, n), "SM3");
    must(EVP_DigestFinal_ex(md, out, NULL), "SM3");
}

struct sm_hash *sm_hash_new(void)
{
    (void)mine();
    struct sm_hash *h = malloc(sizeof *h);
    if (!h || !(h->md = EVP_MD_CTX_new())) die("memory");
    sm_hash_start(h);
    return h;
}

void sm_hash_free(struct sm_hash *h)
{
    if (h) EVP_MD_CTX_free(h->md);
    free(h);
}

void sm_hash_start(struct sm_hash *h)
{
    must(EVP_DigestInit_ex2(h->md, lib.sm3, NULL), "SM3");
}

void sm_hash_add(struct sm_hash *h, const void *bytes, size_t n)
{
    must(EVP_DigestUpdate(h->md, bytes, n), "SM3");
}

void sm_hash_end(struct sm_hash *h, uint8_t out[SM_DIGEST])
{
    must(EVP_DigestFinal_ex(h->md, out, NULL), "SM3");
}

void sm_hmac(struct sm_bytes key, const struct sm_bytes *parts, size_t count,
             uint8_t out[SM_DIGEST])
{
    assert(key.n >= 16);
    EVP_MAC_CTX *mac = mine()->mac;
    char sm3[] = "SM3";
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sm3, 0),
                           OSSL_PARAM_construct_end()};
    must(EVP_MAC_init(mac, key.p, key.n, params), "HMAC");
    for (size_t i = 0; i < count; i++) must(EVP_MAC_update(mac, parts[i].p, parts[i].n), "HMAC");
    size_t n = 0;
    must(EVP_MAC_final(mac, out, &n, SM_DIGEST) && n == SM_DIGEST, "HMAC");
}

void sm_tag(const uint8_t key[SM_MASTER], const char *kind, struct sm_bytes text,
            uint8_t out[SM_DIGEST])
{
    static const char domain[] = "jianzai tag 1"; /* with its zero byte */
    struct sm_bytes parts[] = {{domain, sizeof domain}, {kind, strlen(kind) + 1}, text};
    sm_hmac((struct sm_bytes){key, SM_MASTER}, parts, 3, out);
}

void sm_ctr(const uint8_t key[SM_CIPHER_KEY], const uint8_t counter[SM_CIPHER_KEY],
            struct sm_bytes in, uint8_t *out)
{
    assert(in.n <= SM_SEALED_MAX);
    EVP_CIPHER_CTX *c = mine()->cipher;
    int n = 0;
    must(EVP_EncryptInit_ex2(c, lib.ctr, key, counter, NULL), "SM4");
    must(EVP_EncryptUpdate(c, out, &n, in.p, (int)in.n) && (size_t)n == in.n, "SM4");
}

static void derive(const uint8_t master[SM_MASTER], const char *label, uint16_t version,
                   uint8_t out[SM_DIGEST])
{
    uint8_t number[2] = {(uint8_t)(version >> 8), (uint8_t)version};
    struct sm_bytes parts[] = {{label, strlen(label)}, {number, 2}};
    sm_hmac((struct sm_bytes){master, SM_MASTER}, parts, 2, out);
}

void sm_seal_key(const uint8_t master[SM_MASTER], uint16_t version, struct sm_seal_key *out)
{
    assert(version > 0);
    uint8_t cipher[SM_DIGEST];
    derive(master, "jianzai seal 1 cipher", version, cipher);
    derive(master, "jianzai seal 1 mac", version, out->mac);
    memcpy(out->cipher, cipher, sizeof out->cipher);
    out->version = version;
    sm_wipe(cipher, sizeof cipher);
}

enum { VERSION_AT = 1, NONCE_AT = 3, NONCE = 12, BODY_AT = NONCE_AT + NONCE, MAC = 16 };
_Static_assert(BODY_AT + MAC == SM_SEAL_EXTRA, "the layout in sm.h");

/* The mac over everything before it, and over the purpose whose length stands in front so that the
 * parts cannot be shifted. */
static void seal_mac(const struct sm_seal_key *key, struct sm_bytes purpose, struct sm_bytes before,
                     uint8_t out[SM_DIGEST])
{
    uint8_t size[8];
    for (size_t i = 0; i < 8; i++) size[i] = (uint8_t)((uint64_t)purpose.n >> (56 - 8 * i));
    struct sm_bytes parts[] = {{size, sizeof size}, purpose, before};
    sm_hmac((struct sm_bytes){key->mac, sizeof key->mac}, parts, 3, out);
}

static void seal_counter(const uint8_t *sealed, uint8_t counter[SM_CIPHER_KEY])
{
    memset(counter, 0, SM_CIPHER_KEY);
    memcpy(counter, sealed + NONCE_AT, NONCE);
}

void sm_seal(const struct sm_seal_key *key, struct sm_bytes purpose, struct sm_bytes plain,
             uint8_t *out)
{
    uint8_t counter[SM_CIPHER_KEY], mac[SM_DIGEST];
    out[0] = SM_SUITE;
    out[VERSION_AT] = (uint8_t)(key->version >> 8);
    out[VERSION_AT + 1] = (uint8_t)key->version;
    sm_random(out + NONCE_AT, NONCE);
    seal_counter(out, counter);
    sm_ctr(key->cipher, counter, plain, out + BODY_AT);
    seal_mac(key, purpose, (struct sm_bytes){out, BODY_AT + plain.n}, mac);
    memcpy(out + BODY_AT + plain.n, mac, MAC);
}

uint16_t sm_sealed_version(struct sm_bytes sealed)
{
    const uint8_t *p = sealed.p;
    if (sealed.n < SM_SEAL_EXTRA || sealed.n > SM_SEALED_MAX + SM_SEAL_EXTRA || p[0] != SM_SUITE)
        return 0;
    return (uint16_t)(p[VERSION_AT] << 8 | p[VERSION_AT + 1]);
}

enum err sm_open(const struct sm_seal_key *key, struct sm_bytes purpose, struct sm_bytes sealed,
                 uint8_t *out, struct problem *why)
{
    const uint8_t *p = sealed.p;
    uint8_t counter[SM_CIPHER_KEY], mac[SM_DIGEST];
    if (sm_sealed_version(sealed) != key->version)
        return problem_set(why, ERR_FAILED, ZH_sm_not_authentic, NULL, NULL);
    seal_mac(key, purpose, (struct sm_bytes){p, sealed.n - MAC}, mac);
    if (!sm_equal(mac, p + sealed.n - MAC, MAC))
        return problem_set(why, ERR_FAILED, ZH_sm_not_authentic, NULL, NULL);
    seal_counter(p, counter);
    sm_ctr(key->cipher, counter, (struct sm_bytes){p + BODY_AT, sealed.n - SM_SEAL_EXTRA}, out);
    return ERR_OK;
}
