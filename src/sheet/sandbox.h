/*
 * Gives up every right but reading memory and writing to files that are open: no file can be opened
 * (Landlock where the kernel has it, and the system call is closed in any case), no socket, no
 * process. Limits on time and memory. There is no way back.
 */
#pragma once
#include <stdbool.h>

#define SANDBOX_SECONDS 20 /* of processor time */
#define SANDBOX_MEMORY (96u << 20)
#define SANDBOX_OUTPUT (256u << 20)

/* False: the process still has its rights and must not go on. */
bool sandbox_enter(void);

/* Parts of it, which its test sees alone: Landlock (true also where the kernel has none), limits.
 */
bool sandbox_no_files(void);
bool sandbox_limits(void);
