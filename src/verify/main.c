/* jianzai-verify: see verify.h and docs/audit-format.md. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/zh.h"
#include "verify/verify.h"

static int say(enum zh_id id, int status)
{
    fprintf(stderr, "%s\n", zh_text(id));
    return status;
}

static int fail(const struct problem *why)
{
    char sentence[512];
    fprintf(stderr, "%s\n", problem_sentence(why, sentence, sizeof sentence));
    return err_exit_status(why->code);
}

static enum zh_id meaning(enum chain_fault fault)
{
    switch (fault) {
    case CHAIN_N:
        return ZH_verify_means_n;
    case CHAIN_PREV:
        return ZH_verify_means_prev;
    case CHAIN_DIGEST:
        return ZH_verify_means_digest;
    case CHAIN_TIP:
        return ZH_verify_means_tip;
    case CHAIN_COUNT:
        return ZH_verify_means_count;
    case CHAIN_ROOT:
        return ZH_verify_means_root;
    case CHAIN_SIGNATURE:
        return ZH_verify_means_signature;
    case CHAIN_OUTSIDE:
        return ZH_verify_means_outside;
    default:
        return ZH_verify_means_value;
    }
}

static int report_break(const struct chain_break *b)
{
    char chain[24], n[24], day[24], sentence[512];
    snprintf(chain, sizeof chain, "%" PRId64, b->chain);
    snprintf(n, sizeof n, "%" PRId64, b->n);
    snprintf(day, sizeof day, "%" PRId64, b->day);
    bool entry = b->n != 0 || b->chain != 0;
    if (entry) {
        printf("result=broken chain=%s n=%s field=%s\n", chain, n, chain_field(b->fault));
        zh_print(sentence, sizeof sentence, ZH_verify_broken_entry, chain, n,
                 zh_text(meaning(b->fault)), NULL);
    } else {
        printf("result=broken day=%s field=%s\n", day, chain_field(b->fault));
        zh_print(sentence, sizeof sentence, ZH_verify_broken_head, day, zh_text(meaning(b->fault)),
                 NULL);
    }
    fprintf(stderr, "%s\n", sentence);
    return 1;
}

static int check(const struct verify_options *o)
{
    struct chain_result r;
    struct problem why;
    if (verify_check(o, &r, &why) != ERR_OK) return fail(&why);
    if (r.first.fault != CHAIN_OK) return report_break(&r.first);
    printf("result=intact entries=%" PRId64 " chains=%" PRId64 " heads=%" PRId64 " outside=%" PRId64
           " signatures=%s\n",
           r.entries, r.chains, r.heads, r.outside, o->key ? "checked" : "unchecked");
    if (!o->key) say(ZH_verify_no_key, 0);
    if (!o->outside) say(ZH_verify_no_outside, 0);
    return say(ZH_verify_intact, 0);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"key", required_argument, NULL, 'k'},
        {"outside", required_argument, NULL, 'o'},
        {"export", required_argument, NULL, 'e'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct verify_options o = {0};
    const char *target = NULL;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'k') o.key = optarg;
        if (c == 'o') o.outside = optarg;
        if (c == 'e') target = optarg;
        if (c == 'h') return puts(zh_text(ZH_verify_usage)) < 0;
        if (c == '?') return say(ZH_verify_usage, 2);
    }
    if (optind + 1 != argc) return say(ZH_verify_usage, 2);
    o.source = argv[optind];
    struct problem why;
    if (sm_ready(&why) != ERR_OK) return fail(&why);
    if (!target) return check(&o);
    return verify_export(o.source, target, &why) == ERR_OK ? 0 : fail(&why);
}
