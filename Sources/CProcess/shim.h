// What Swift cannot call: prctl takes arguments of any number, the type of a limit's name differs among C libraries, and
// SIG_DFL is a macro with a cast.
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

static inline int process_dump_no_core(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none);
}

static inline int process_refuse_tracing(void) {
#if defined(__linux__)
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#else
    return 0;
#endif
}

// Takes away whoever would describe the memory of a process that crashes, such as the backtraces of Swift's runtime,
// which show what registers point to.
static inline void process_crash_silently(void) {
    const int faults[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        signal(faults[i], SIG_DFL);
    }
}
