#include "base/onecode.h"

#include <liboath/oath.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sm.h"

void onecode_secret(uint8_t out[ONECODE_SECRET])
{
    sm_random(out, ONECODE_SECRET);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool ready;

static void begin(void)
{
    ready = oath_init() == OATH_OK;
}

static bool code_of(const uint8_t secret[ONECODE_SECRET], int64_t step,
                    char out[ONECODE_DIGITS + 1])
{
    pthread_once(&once, begin);
    return ready &&
           oath_hotp_generate((const char *)secret, ONECODE_SECRET, (uint64_t)step, ONECODE_DIGITS,
                              false, OATH_HOTP_DYNAMIC_TRUNCATION, out) == OATH_OK;
}

static int64_t step_of(int64_t moment)
{
    return moment / 1000000 / ONECODE_STEP;
}

void onecode_at(const uint8_t secret[ONECODE_SECRET], int64_t moment, char out[ONECODE_DIGITS + 1])
{
    if (!code_of(secret, step_of(moment), out)) out[0] = 0; /* an empty code is never accepted */
}

int64_t onecode_verify(const uint8_t secret[ONECODE_SECRET], const char *code, int64_t moment,
                       int64_t after)
{
    int64_t found = 0, now = step_of(moment);
    if (strnlen(code, ONECODE_DIGITS + 1) != ONECODE_DIGITS) return 0;
    for (int64_t step = now - 1; step <= now + 1;
         step++) { /* all three every time, so that time does not tell which */
        char right[ONECODE_DIGITS + 1];
        bool same = code_of(secret, step, right) && sm_equal(right, code, ONECODE_DIGITS);
        if (same && step > after && found == 0) found = step;
        sm_wipe(right, sizeof right);
    }
    return found;
}

const char *onecode_uri(const uint8_t secret[ONECODE_SECRET], const char *account,
                        char out[ONECODE_URI])
{
    static const char alphabet[33] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char base32[ONECODE_SECRET * 8 / 5 + 1];
    for (size_t i = 0; i < sizeof base32 - 1; i++) { /* 20 bytes are 32 letters without padding */
        size_t bit = i * 5, at = bit / 8;
        unsigned pair = (unsigned)secret[at] << 8 | (at + 1 < ONECODE_SECRET ? secret[at + 1] : 0);
        base32[i] = alphabet[pair >> (11 - bit % 8) & 31];
    }
    base32[sizeof base32 - 1] = 0;
    snprintf(out, ONECODE_URI, "otpauth://totp/jianzai:%s?secret=%s&issuer=jianzai", account,
             base32);
    sm_wipe(base32, sizeof base32);
    return out;
}
