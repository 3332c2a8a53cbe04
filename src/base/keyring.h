/*
 * The keys of a store, outside its database: a directory (0700) of small files (0600), `<db
 * path>.keys/` unless configured.
 *
 *   data-N.key   master key number N for sealed values      tag-N.key   key number N for finding
 * tags sign.key     the SM2 pair that signs the daily audit head and outgoing files (PKCS#8 PEM)
 *   sign.pub     its public half (PEM): hand this to whoever runs jianzai-verify
 *
 * The highest N seals and tags; every N opens. A version whose values are all sealed anew may be
 * deleted: what is still sealed with it is then lost for good, which is the point. Losing the
 * directory loses every number, phone and account: it is backed up apart from the database.
 *
 * Not here: the algorithms (base/sm.h), what is sealed and under which purpose (src/store).
 * Memory: the ring lives in locked pages that stay out of core dumps, and is wiped by
 * keyring_close. It is read-only after opening, so all functions on it may be called from any
 * thread.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sm.h"

#define KEYRING_VERSIONS 32 /* of each kind, in use at one time */

struct keyring;

enum keyring_kind { KEYRING_DATA = 1, KEYRING_TAG };

/*
 * Makes dir with version 1 of each key and a fresh SM2 pair, whole or not at all. dir must be
 * absent or empty. ERR_CONFLICT keyring_exists; ERR_FAILED keyring_write {0} path {1} reason.
 */
enum err keyring_create(const char *dir, struct problem *why);

/*
 * ERR_CONFIG: keyring_missing, keyring_directory_open, keyring_file_open (somebody else can read
 * it), keyring_owner, keyring_damaged {0} file, keyring_read {0} file {1} reason, keyring_too_many.
 * *out is NULL then.
 */
enum err keyring_open(const char *dir, struct keyring **out, struct problem *why);
void keyring_close(struct keyring *r); /* wipes; NULL is allowed */

/* Adds the next version of a kind of key to dir; rings that are open do not see it. Errors as
 * keyring_create and _open. */
enum err keyring_add(const char *dir, enum keyring_kind kind, uint16_t *version,
                     struct problem *why);

/* The version that seals or tags now. */
uint16_t keyring_newest(const struct keyring *r, enum keyring_kind kind);

/* Writes plain.n + SM_SEAL_EXTRA bytes. The purpose names table, column and row: the value opens
 * only with the same. */
void keyring_seal(const struct keyring *r, const char *purpose, struct sm_bytes plain,
                  uint8_t *out);

/*
 * Writes sealed.n − SM_SEAL_EXTRA bytes. ERR_FAILED: sm_not_authentic, keyring_no_version {0}; out
 * is then untouched.
 */
enum err keyring_open_value(const struct keyring *r, const char *purpose, struct sm_bytes sealed,
                            uint8_t *out, struct problem *why);

/* The finding tag with the newest key; and with an older one, false when the ring has no such
 * version. */
void keyring_tag(const struct keyring *r, const char *kind, const char *text,
                 uint8_t out[SM_DIGEST]);
bool keyring_tag_with(const struct keyring *r, uint16_t version, const char *kind, const char *text,
                      uint8_t out[SM_DIGEST]);

enum err keyring_sign(const struct keyring *r, struct sm_bytes message, uint8_t out[SM_SIGNATURE],
                      size_t *size, struct problem *why);
bool keyring_verify(const struct keyring *r, struct sm_bytes message, struct sm_bytes signature);
enum err keyring_public_pem(const struct keyring *r, struct buf *out);
