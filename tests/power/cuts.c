/*
 * power_cuts [N [SEED]]: N power cuts over a workload in WAL mode with synchronous=FULL: nothing
 * that was acknowledged may be lost. Two controls must lose something, or the cuts prove nothing:
 * synchronous=NORMAL, and a disk that lies about its syncs. Prints `ok` and `not ok` lines.
 */
#include <stdio.h>
#include <stdlib.h>

#include "load.h"

static int report(const char *name, const struct tally *t, bool good)
{
    printf("%s %s: %d cuts, %lld jobs acknowledged, %lld lost in %d cuts, %d damaged%s%s\n",
           good ? "ok" : "not ok", name, t->cuts, (long long)t->acknowledged, (long long)t->lost,
           t->cuts_with_loss, t->damaged, t->what[0] ? "; first: " : "", t->what);
    return !good;
}

int main(int argc, char **argv)
{
    int cuts = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 200, bad = 0;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    if (cuts < 1) {
        fputs("usage: power_cuts [N [SEED]]\n", stderr);
        return 2;
    }
    struct load full = {.synchronous = "FULL", .groups = 60, .seed = seed};
    struct load normal = {.synchronous = "NORMAL", .groups = 60, .seed = seed};
    struct load liar = {.synchronous = "FULL", .lies = true, .groups = 60, .seed = seed};
    int control = cuts < 400 ? cuts : 400;
    struct tally t = load_cuts(&full, cuts);
    bad += report("nothing acknowledged is lost with FULL", &t, !t.lost && !t.damaged);
    t = load_cuts(&normal, control);
    bad += report("NORMAL loses, but whole groups only", &t, t.lost > 0 && !t.damaged);
    t = load_cuts(&liar, control);
    bad += report("a lying disk is found out", &t, t.lost > 0);
    printf("# 0 in %d cuts is less than %.2g a cut at 95 %%\n", cuts, 3.0 / cuts);
    return bad ? 1 : 0;
}
