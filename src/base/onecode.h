/*
 * One-time codes from a phone or a token, over liboath: TOTP (RFC 6238), HMAC-SHA-1, six digits,
 * steps of 30 seconds. SHA-1 because the authenticator programs on people's phones read nothing
 * else; it is the second factor, never the only one.
 *
 * A code is accepted for its own step and one step to either side, once: the caller stores the step
 * that was accepted with the account and passes it the next time; that step and all before it are
 * then refused.
 *
 * Not here: sealing the secret at rest (base/keyring.h, purpose "staff.onecode ID"), counting
 * failures (src/app).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define ONECODE_SECRET 20 /* bytes */
#define ONECODE_DIGITS 6
#define ONECODE_STEP 30 /* seconds */
#define ONECODE_URI 256

void onecode_secret(uint8_t out[ONECODE_SECRET]);

/* The code at a moment (microseconds since 1970 UTC, as base/clock.h), for tests and demonstration
 * staff. */
void onecode_at(const uint8_t secret[ONECODE_SECRET], int64_t moment, char out[ONECODE_DIGITS + 1]);

/* The step whose code this is, if it is within one step of the moment and later than `after` (0:
 * none yet); 0 when refused. */
int64_t onecode_verify(const uint8_t secret[ONECODE_SECRET], const char *code, int64_t moment,
                       int64_t after);

/* otpauth://… for the QR code; account is ASCII without blanks, as clerk@371002000000. Wipe it
 * after showing. */
const char *onecode_uri(const uint8_t secret[ONECODE_SECRET], const char *account,
                        char out[ONECODE_URI]);
