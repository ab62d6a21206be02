/* Preloaded between a command and libc: counts the calls that touch files below FAULT_UNDER and spoils the k-th.
 *
 * fault_arm(k, mode) begins to count; fault_calls() tells how many there were. Modes:
 *   1 EIO      the k-th call fails once
 *   2 ENOSPC   the k-th call that needs room fails, and all such calls after it
 *   3 die      the process kills itself at the k-th call; a write has half of its bytes through by then
 *   4 EIO      the k-th pread fails once
 *   5 short    the k-th pread gives half of the bytes that are there
 * Counted in 1 to 3: open, write, pwrite, writev, fsync, fdatasync, ftruncate, rename, unlink, rmdir, mkdir, link;
 * in 4 and 5: pread alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NONE, FAIL, FULL, DIE, FAIL_READ, SHORT_READ };
static volatile int wanted, mode, calls;
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

void fault_arm(int k, int how) { calls = 0; wanted = k; mode = how; }
int fault_calls(void) { return calls; }

static int below(const char *path) {
    const char *under = getenv("FAULT_UNDER");
    return mode && under && path && strncmp(path, under, strlen(under)) == 0;
}

static int fd_below(int fd) {
    char link[64], path[PATH_MAX];
    if (!mode) return 0;
    char digits[16]; int n = 0, rest = fd;
    if (fd < 0) return 0;
    do { digits[n++] = '0' + rest % 10; rest /= 10; } while (rest);
    strcpy(link, "/proc/self/fd/");
    size_t at = strlen(link);
    while (n) link[at++] = digits[--n];
    link[at] = 0;
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

/* Whether this call is to be spoiled. `room`: it needs space on the disk. */
static int spoiled(int room) {
    if (mode >= FAIL_READ || (mode == FULL && !room)) return NONE;
    pthread_mutex_lock(&guard);
    int now = ++calls;
    pthread_mutex_unlock(&guard);
    if (mode == FULL ? now >= wanted : now == wanted) return mode;
    return NONE;
}

/* Whether this reading is to be spoiled. */
static int spoiled_read(void) {
    if (mode < FAIL_READ) return NONE;
    pthread_mutex_lock(&guard);
    int now = ++calls;
    pthread_mutex_unlock(&guard);
    return now == wanted ? mode : NONE;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

static int spoil(int room) {
    switch (spoiled(room)) {
    case FAIL: errno = EIO; return 1;
    case FULL: errno = ENOSPC; return 1;
    case DIE: die();
    }
    return 0;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int new_file(const char *path, int flags) { return (flags & O_CREAT) && access(path, F_OK) != 0; }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list list; va_start(list, flags); \
        mode_t rights = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0; \
        va_end(list); \
        if (below(path) && spoil(new_file(path, flags))) return -1; \
        return real(path, flags, rights); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(name); \
        va_list list; va_start(list, flags); \
        mode_t rights = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0; \
        va_end(list); \
        if (below(path) && spoil(new_file(path, flags))) return -1; \
        return real(folder, path, flags, rights); \
    }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (fd_below(fd)) switch (spoiled(1)) {
        case FAIL: errno = EIO; return -1;
        case FULL: errno = ENOSPC; return -1;
        case DIE: if (real(fd, data, size / 2)) {} die();
    }
    return real(fd, data, size);
}

#define PWRITE(name, type) \
    ssize_t name(int fd, const void *data, size_t size, type at) { \
        REAL(name); \
        if (fd_below(fd)) switch (spoiled(1)) { \
            case FAIL: errno = EIO; return -1; \
            case FULL: errno = ENOSPC; return -1; \
            case DIE: if (real(fd, data, size / 2, at)) {} die(); \
        } \
        return real(fd, data, size, at); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PREAD(name, type) \
    ssize_t name(int fd, void *data, size_t size, type at) { \
        REAL(name); \
        if (fd_below(fd)) switch (spoiled_read()) { \
            case FAIL_READ: errno = EIO; return -1; \
            case SHORT_READ: return real(fd, data, size > 1 ? size / 2 : size, at); \
        } \
        return real(fd, data, size, at); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    return fd_below(fd) && spoil(1) ? -1 : real(fd, parts, count);
}

#define ON_FD(name, room) int name(int fd) { REAL(name); return fd_below(fd) && spoil(room) ? -1 : real(fd); }
ON_FD(fsync, 0)
ON_FD(fdatasync, 0)

int ftruncate(int fd, off_t size) { REAL(ftruncate); return fd_below(fd) && spoil(0) ? -1 : real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); return fd_below(fd) && spoil(0) ? -1 : real(fd, size); }

#define ON_PATH(name) int name(const char *path) { REAL(name); return below(path) && spoil(0) ? -1 : real(path); }
ON_PATH(unlink)
ON_PATH(rmdir)

int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    return (below(path) || fd_below(folder)) && spoil(0) ? -1 : real(folder, path, flags);
}
int mkdir(const char *path, mode_t rights) { REAL(mkdir); return below(path) && spoil(1) ? -1 : real(path, rights); }
int mkdirat(int folder, const char *path, mode_t rights) {
    REAL(mkdirat);
    return below(path) && spoil(1) ? -1 : real(folder, path, rights);
}
int rename(const char *from, const char *to) { REAL(rename); return below(to) && spoil(1) ? -1 : real(from, to); }
int renameat(int a, const char *from, int b, const char *to) {
    REAL(renameat);
    return below(to) && spoil(1) ? -1 : real(a, from, b, to);
}
int link(const char *from, const char *to) { REAL(link); return below(to) && spoil(1) ? -1 : real(from, to); }
int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL(linkat);
    return below(to) && spoil(1) ? -1 : real(a, from, b, to, flags);
}
