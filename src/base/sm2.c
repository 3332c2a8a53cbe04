/* The SM2 half of base/sm.h. */
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>

#include "base/sm.h"

struct sm_pair {
    EVP_PKEY *key;
    bool private;
};

/* Without an id OpenSSL 3.0 hashes an empty one, and no other implementation would agree with the
 * signature. */
static const char user_id[] = "1234567812345678";

static struct sm_pair *pair_of(EVP_PKEY *key, bool private)
{
    struct sm_pair *p = key ? malloc(sizeof *p) : NULL;
    if (!p) {
        EVP_PKEY_free(key);
        return NULL;
    }
    *p = (struct sm_pair){.key = key, .private = private};
    return p;
}

struct sm_pair *sm_pair_new(void)
{
    return pair_of(EVP_PKEY_Q_keygen(NULL, NULL, "SM2"), true);
}

void sm_pair_free(struct sm_pair *p)
{
    if (p) EVP_PKEY_free(p->key);
    free(p);
}

bool sm_pair_private(const struct sm_pair *p)
{
    return p->private;
}

static enum err pem_out(BIO *bio, int ok, struct buf *out)
{
    char *text = NULL;
    long n = ok == 1 ? BIO_get_mem_data(bio, &text) : 0;
    if (n > 0) buf_add(out, text, (size_t)n);
    if (n > 0) sm_wipe(text, (size_t)n);
    BIO_free(bio);
    return n > 0 && !out->failed ? ERR_OK : ERR_FAILED;
}

enum err sm_pair_public_pem(const struct sm_pair *p, struct buf *out)
{
    BIO *bio = BIO_new(BIO_s_mem());
    return bio ? pem_out(bio, PEM_write_bio_PUBKEY(bio, p->key), out) : ERR_FAILED;
}

enum err sm_pair_private_pem(const struct sm_pair *p, struct buf *out)
{
    BIO *bio = p->private ? BIO_new(BIO_s_mem()) : NULL;
    return bio ? pem_out(bio, PEM_write_bio_PKCS8PrivateKey(bio, p->key, NULL, NULL, 0, NULL, NULL),
                         out)
               : ERR_FAILED;
}

/* An encrypted PEM must not stop the server with a question on the terminal. */
static int no_passphrase(char *out, int cap, int writing, void *ctx)
{
    (void)out, (void)cap, (void)writing, (void)ctx;
    return -1;
}

struct sm_pair *sm_pair_from_pem(struct sm_bytes pem, bool private)
{
    BIO *bio = pem.n <= 1 << 16 ? BIO_new_mem_buf(pem.p, (int)pem.n) : NULL;
    if (!bio) return NULL;
    EVP_PKEY *key = private ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL)
                            : PEM_read_bio_PUBKEY(bio, NULL, no_passphrase, NULL);
    BIO_free(bio);
    if (key && !EVP_PKEY_is_a(key, "SM2")) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    return pair_of(key, private);
}

/* A digest context for signing or verifying with the user id set; NULL when libcrypto cannot. */
static EVP_MD_CTX *begin(const struct sm_pair *p, bool sign)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *kc = NULL;
    int ok = md != NULL;
    if (ok && sign) ok = EVP_DigestSignInit_ex(md, &kc, "SM3", NULL, NULL, p->key, NULL) == 1;
    if (ok && !sign) ok = EVP_DigestVerifyInit_ex(md, &kc, "SM3", NULL, NULL, p->key, NULL) == 1;
    if (ok) ok = EVP_PKEY_CTX_set1_id(kc, user_id, sizeof user_id - 1) == 1;
    if (ok) return md;
    EVP_MD_CTX_free(md);
    return NULL;
}

enum err sm_sign(const struct sm_pair *p, struct sm_bytes message, uint8_t out[SM_SIGNATURE],
                 size_t *size, struct problem *why)
{
    EVP_MD_CTX *md = p->private ? begin(p, true) : NULL;
    *size = SM_SIGNATURE;
    bool ok = md && EVP_DigestSign(md, out, size, message.p, message.n) == 1;
    EVP_MD_CTX_free(md);
    return ok ? ERR_OK : problem_set(why, ERR_FAILED, ZH_sm_sign_failed, NULL, NULL);
}

bool sm_verify(const struct sm_pair *p, struct sm_bytes message, struct sm_bytes signature)
{
    EVP_MD_CTX *md = begin(p, false);
    bool ok = md && EVP_DigestVerify(md, signature.p, signature.n, message.p, message.n) == 1;
    EVP_MD_CTX_free(md);
    return ok;
}
