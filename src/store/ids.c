/*
 * An id: bit 62 set, 41 bits of milliseconds since 2020 (until 2089), 8 bits that count within one
 * millisecond, 13 bits of the process. Rows keyed by it append. More than 256 in a millisecond
 * borrow from the next one: the clock of ids may run ahead, never back.
 *
 * The process part is random on a database that several processes write; there every key leads with
 * the subject, so two processes would have to share it, the millisecond, the count and the subject,
 * and the primary key would still refuse the second.
 *
 * A foreign id: bit 62 clear, 15 bits of days since 2020, 47 bits of SM3. It sorts below all
 * others, so that theirs still append; the windows of old days are never touched again.
 */
#include <string.h>
#include <time.h>

#include "base/sm.h"
#include "store/core.h"

#define EPOCH_MS INT64_C(1577836800000) /* 2020-01-01 UTC */
#define OWN (INT64_C(1) << 62)
#define NODE_BITS 13
#define COUNT_BITS 8
#define STEP (INT64_C(1) << NODE_BITS)

static int64_t id_of_now(int64_t node)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t ms = now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000 - EPOCH_MS;
    return OWN | ms << (NODE_BITS + COUNT_BITS) | node;
}

void ids_init(struct ids *ids, int64_t newest, bool alone)
{
    uint16_t random = 0;
    if (!alone) sm_random(&random, sizeof random);
    ids->node = random & (STEP - 1);
    atomic_init(&ids->last, newest);
}

int64_t ids_next_above(struct ids *ids, int64_t floor)
{
    int64_t now = id_of_now(ids->node);
    int64_t last = atomic_load_explicit(&ids->last, memory_order_relaxed), id;
    do {
        int64_t least = ((last > floor ? last : floor) & ~(STEP - 1)) + STEP + ids->node;
        id = now > least ? now : least;
    } while (!atomic_compare_exchange_weak_explicit(&ids->last, &last, id, memory_order_relaxed,
                                                    memory_order_relaxed));
    return id;
}

int64_t ids_next(struct ids *ids)
{
    return ids_next_above(ids, 0);
}

int64_t store_new_id(struct store *s)
{
    return ids_next(&s->ids);
}

int64_t store_id_floor(int64_t moment)
{
    int64_t ms = moment / 1000 - INT64_C(3600000) - EPOCH_MS;
    return ms > 0 ? OWN | ms << (NODE_BITS + COUNT_BITS) : 0;
}

int64_t ids_hour_before(int64_t id)
{
    int64_t hour = INT64_C(3600000) << (NODE_BITS + COUNT_BITS);
    return id > hour ? id - hour : 0;
}

int64_t ids_foreign(struct date day, const char *actor, int64_t subject, const char *key)
{
    uint8_t digest[SM_DIGEST], number[8];
    struct sm_hash *h = sm_hash_new();
    chain_put64(number, subject);
    sm_hash_start(h);
    sm_hash_add(h, number, sizeof number);
    sm_hash_add(h, actor, strlen(actor) + 1);
    sm_hash_add(h, key, strlen(key) + 1);
    sm_hash_end(h, digest);
    sm_hash_free(h);
    int64_t window = (day.day - date_of(2020, 1, 1).day) & 0x7FFF;
    return window << 47 | (chain_get64(digest) & ((INT64_C(1) << 47) - 1));
}
