#include "sheet/sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

static bool limit(int what, rlim_t most)
{
    struct rlimit r = {most, most};
    return setrlimit((__rlimit_resource_t)what, &r) == 0;
}

bool sandbox_limits(void)
{
    bool ok = limit(RLIMIT_CPU, SANDBOX_SECONDS) && limit(RLIMIT_FSIZE, SANDBOX_OUTPUT) &&
              limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 3);
#ifndef SANITIZED /* their shadow memory is larger than any limit */
    ok = ok && limit(RLIMIT_DATA, SANDBOX_MEMORY);
#endif
    return ok;
}

/* A rule set that handles every right of files and allows none of them. Kernels without Landlock
 * have no such call; the filter below keeps files shut there too. */
bool sandbox_no_files(void)
{
    struct landlock_ruleset_attr none = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG,
    };
    long rules = syscall(SYS_landlock_create_ruleset, &none, sizeof none, 0);
    if (rules < 0) return errno == ENOSYS || errno == EOPNOTSUPP || errno == EPERM;
    bool ok = syscall(SYS_landlock_restrict_self, (int)rules, 0) == 0;
    close((int)rules);
    return ok;
}

static bool filter(void)
{
    static const int allowed[] = {
        SCMP_SYS(read),          SCMP_SYS(write),
        SCMP_SYS(writev),        SCMP_SYS(close),
        SCMP_SYS(brk),           SCMP_SYS(mmap),
        SCMP_SYS(munmap),        SCMP_SYS(mremap),
        SCMP_SYS(mprotect),      SCMP_SYS(madvise),
        SCMP_SYS(exit),          SCMP_SYS(exit_group),
        SCMP_SYS(futex),         SCMP_SYS(getrandom),
        SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
        SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigreturn),  SCMP_SYS(restart_syscall),
        SCMP_SYS(lseek),         SCMP_SYS(sigaltstack),
    };
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!f) return false;
    bool ok = true;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        ok = ok && seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    ok = ok && seccomp_load(f) == 0;
    seccomp_release(f);
    return ok;
}

bool sandbox_enter(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
           sandbox_no_files() && sandbox_limits() && filter();
}
