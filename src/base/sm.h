/*
 * The national algorithms over OpenSSL 3 libcrypto: SM3 (GB/T 32905), HMAC-SM3 (GB/T 15852.2),
 * SM4-CTR (GB/T 32907, GB/T 17964) and SM2 signatures (GB/T 32918.2, DER as in GB/T 35276).
 * Conforming algorithms, uncertified module: say exactly that.
 *
 * Not here: where keys are kept (base/keyring.h), passwords (base/password.h), what is hashed into
 * the audit chain (base/chain.h).
 *
 * Errors: functions that return void cannot fail on valid input; when libcrypto has no SM3, SM4 or
 * HMAC, or no memory is left, they print one line and exit 1, so that nothing is ever written with
 * half a digest. sm_ready() says so politely at start. All functions may be called from any thread;
 * a struct sm_hash belongs to one thread at a time, a struct sm_pair may be shared.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SM_DIGEST 32     /* bytes of an SM3 digest and of a full HMAC-SM3 tag */
#define SM_CIPHER_KEY 16 /* bytes of an SM4 key, and of its counter block */
#define SM_MASTER 32     /* bytes of a master key */
#define SM_SIGNATURE 72  /* the longest DER signature: SEQUENCE of two 32-byte INTEGERs */
#define SM_SEALED_MAX (64u << 20)

struct sm_bytes { /* borrowed */
    const void *p;
    size_t n;
};

/* ERR_CONFIG with sm_unavailable when libcrypto lacks an algorithm; the store refuses to open. */
enum err sm_ready(struct problem *why);

void sm_random(void *out, size_t n);                   /* from the kernel */
bool sm_equal(const void *a, const void *b, size_t n); /* in constant time */
void sm_wipe(void *p, size_t n);                       /* not optimised away */
void sm_hex(const void *bytes, size_t n, char *out);   /* lower case; out[2 * n + 1], terminated */
/* Exactly 2 * n hexadecimal digits, then the end. */
bool sm_unhex(const char *hex, size_t n, void *out);

/* ---- SM3 ---- */

/* One digest, with a context that the thread keeps: about 1 µs for 200 bytes. */
void sm_digest(const void *bytes, size_t n, uint8_t out[SM_DIGEST]);

/* In pieces: start, add…, end, and again; one context for a million digests. */
struct sm_hash;
struct sm_hash *sm_hash_new(void);
void sm_hash_free(struct sm_hash *h); /* NULL is allowed */
void sm_hash_start(struct sm_hash *h);
void sm_hash_add(struct sm_hash *h, const void *bytes, size_t n);
void sm_hash_end(struct sm_hash *h, uint8_t out[SM_DIGEST]);

/* ---- HMAC-SM3 ---- */

/* HMAC-SM3 over the parts one after the other. The caller makes the concatenation unambiguous.
 * key.n ≥ 16. */
void sm_hmac(struct sm_bytes key, const struct sm_bytes *parts, size_t count,
             uint8_t out[SM_DIGEST]);

/*
 * A keyed tag that finds a value without revealing it: HMAC-SM3(key, "jianzai tag 1" 0 kind 0
 * text). Tags of two kinds never agree by construction; `kind` holds no zero byte. The caller has
 * normalised the text.
 */
void sm_tag(const uint8_t key[SM_MASTER], const char *kind, struct sm_bytes text,
            uint8_t out[SM_DIGEST]);

/* ---- SM4-CTR + HMAC-SM3 ---- */

/* SM4 in counter mode, for tests and for building sm_seal: in and out may be the same. */
void sm_ctr(const uint8_t key[SM_CIPHER_KEY], const uint8_t counter[SM_CIPHER_KEY],
            struct sm_bytes in, uint8_t *out);

/*
 * A sealed value, encrypt-then-MAC, big-endian:
 *
 *   suite 1 byte | key version 2 | nonce 12 | ciphertext n | mac 16
 *
 * Suite 1: the counter block starts at nonce | 0 (4 bytes); mac is the first 16 bytes of
 * HMAC-SM3(mac key, purpose length 8 bytes | purpose | suite | key version | nonce | ciphertext).
 * Cipher and mac key come from the master: HMAC-SM3(master, "jianzai seal 1 cipher" | version) cut
 * to 16, HMAC-SM3(master, "jianzai seal 1 mac" | version). The purpose ("document.number 4711")
 * binds a value to its place: moved to another row or column it does not open.
 */
#define SM_SUITE 1
#define SM_SEAL_EXTRA 31 /* bytes a sealed value is longer than the plain one */

struct sm_seal_key {
    uint16_t version; /* from 1 */
    uint8_t cipher[SM_CIPHER_KEY];
    uint8_t mac[SM_DIGEST];
};

void sm_seal_key(const uint8_t master[SM_MASTER], uint16_t version, struct sm_seal_key *out);

/* Writes plain.n + SM_SEAL_EXTRA bytes; plain.n ≤ SM_SEALED_MAX. */
void sm_seal(const struct sm_seal_key *key, struct sm_bytes purpose, struct sm_bytes plain,
             uint8_t *out);

/* The key version that a sealed value names; 0 when it is too short or of an unknown suite. Not
 * authenticated yet. */
uint16_t sm_sealed_version(struct sm_bytes sealed);

/* Writes sealed.n − SM_SEAL_EXTRA bytes. ERR_FAILED with sm_not_authentic when anything differs:
 * out is then untouched. */
enum err sm_open(const struct sm_seal_key *key, struct sm_bytes purpose, struct sm_bytes sealed,
                 uint8_t *out, struct problem *why);

/* ---- SM2 ---- */

/* A key pair, or a public key alone. Signatures use the default user id 1234567812345678 (GB/T
 * 35276) and SM3. */
struct sm_pair;
struct sm_pair *sm_pair_new(void);    /* a fresh pair; NULL when libcrypto cannot */
void sm_pair_free(struct sm_pair *p); /* wipes; NULL is allowed */
bool sm_pair_private(const struct sm_pair *p);

/* PEM texts: SubjectPublicKeyInfo and unencrypted PKCS#8. The private one is for keyring alone,
 * which keeps it 0600. */
enum err sm_pair_public_pem(const struct sm_pair *p, struct buf *out);
enum err sm_pair_private_pem(const struct sm_pair *p, struct buf *out);
/* NULL when the text is not one PEM key on the SM2 curve. */
struct sm_pair *sm_pair_from_pem(struct sm_bytes pem, bool private);

/* ERR_FAILED with sm_sign_failed when p has no private half or libcrypto fails. */
enum err sm_sign(const struct sm_pair *p, struct sm_bytes message, uint8_t out[SM_SIGNATURE],
                 size_t *size, struct problem *why);
bool sm_verify(const struct sm_pair *p, struct sm_bytes message, struct sm_bytes signature);
