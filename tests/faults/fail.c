/* Lets one call of the C library fail, by its number, as a full or broken disk,
 * or a system without resources would. It is loaded with LD_PRELOAD by
 * tests/faults.rs, which says what it needs in the environment:
 *
 *   FAIL_ROOT   files below this folder are concerned
 *   FAIL_KIND   disk: what changes files · read: what reads them ·
 *               process: pipes, processes, threads
 *   FAIL_AT     the number of the call that fails, counted from 1; 0 for none
 *   FAIL_ERRNO  as what
 *   FAIL_LOG    a file for one line a call: its number, its name, its path
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { DISK, READ, PROCESS };

static int ready, log_fd = -1, fails_at, fails_as;
static enum kind wanted;
static const char *root;
static int calls;

__attribute__((constructor)) static void begin(void) {
  const char *kind = getenv("FAIL_KIND"), *path = getenv("FAIL_LOG");
  root = getenv("FAIL_ROOT");
  if (!kind || !path || !root) return;
  wanted = !strcmp(kind, "disk") ? DISK : !strcmp(kind, "read") ? READ : PROCESS;
  fails_at = atoi(getenv("FAIL_AT"));
  fails_as = atoi(getenv("FAIL_ERRNO"));
  long fd = syscall(SYS_openat, AT_FDCWD, path,
                    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  log_fd = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900);
  syscall(SYS_close, fd);
  ready = 1;
}

/* Whether this call is the one that fails. */
static int fails(enum kind kind, const char *name, const char *path) {
  if (!ready || kind != wanted) return 0;
  if (kind != PROCESS && strncmp(path, root, strlen(root))) return 0;
  int number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  char line[5000];
  int length = snprintf(line, sizeof line, "%d %s %s\n", number, name, path);
  if (syscall(SYS_write, log_fd, line, length) != length) abort();
  if (number != fails_at) return 0;
  errno = fails_as;
  return 1;
}

/* What is open there: a path, or a pipe. */
static const char *opened(int fd, char *path, size_t room) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, room - 1);
  path[length < 0 ? 0 : length] = 0;
  return path;
}

static int fails_on(enum kind kind, const char *name, int fd) {
  if (!ready) return 0;
  char path[4200];
  opened(fd, path, sizeof path);
  /* Standard streams are pipes of the test's. */
  int is_pipe = !strncmp(path, "pipe:", 5) || !strncmp(path, "socket:", 7);
  if (is_pipe) return fd > 2 && fails(PROCESS, name, "pipe");
  return fails(kind, name, path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int opens(const char *path, int flags) {
  return flags & (O_WRONLY | O_RDWR | O_CREAT) ? fails(DISK, "create", path)
                                               : fails(READ, "open", path);
}

#define MODE                                                                   \
  va_list rest;                                                                \
  va_start(rest, flags);                                                       \
  mode_t mode = va_arg(rest, mode_t);                                          \
  va_end(rest)

int open(const char *path, int flags, ...) {
  MODE;
  REAL(open);
  return opens(path, flags) ? -1 : real(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE;
  REAL(open64);
  return opens(path, flags) ? -1 : real(path, flags, mode);
}
/* Folders that are removed are walked through from what is open. */
static int opens_at(int fd, const char *path, int flags) {
  return fd == AT_FDCWD ? opens(path, flags) : fails_on(READ, "open", fd);
}
int openat(int fd, const char *path, int flags, ...) {
  MODE;
  REAL(openat);
  return opens_at(fd, path, flags) ? -1 : real(fd, path, flags, mode);
}
int openat64(int fd, const char *path, int flags, ...) {
  MODE;
  REAL(openat64);
  return opens_at(fd, path, flags) ? -1 : real(fd, path, flags, mode);
}
ssize_t write(int fd, const void *from, size_t count) {
  REAL(write);
  return fails_on(DISK, "write", fd) ? -1 : real(fd, from, count);
}
ssize_t writev(int fd, const struct iovec *from, int count) {
  REAL(writev);
  return fails_on(DISK, "write", fd) ? -1 : real(fd, from, count);
}
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
  REAL(pwrite64);
  return fails_on(DISK, "write", fd) ? -1 : real(fd, from, count, at);
}
int fsync(int fd) {
  REAL(fsync);
  return fails_on(DISK, "fsync", fd) ? -1 : real(fd);
}
int fdatasync(int fd) {
  REAL(fdatasync);
  return fails_on(DISK, "fsync", fd) ? -1 : real(fd);
}
int ftruncate64(int fd, off64_t length) {
  REAL(ftruncate64);
  return fails_on(DISK, "truncate", fd) ? -1 : real(fd, length);
}
int fchmod(int fd, mode_t mode) {
  REAL(fchmod);
  return fails_on(DISK, "chmod", fd) ? -1 : real(fd, mode);
}
int flock(int fd, int how) {
  REAL(flock);
  return fails_on(DISK, "lock", fd) ? -1 : real(fd, how);
}
int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  return fails(DISK, "mkdir", path) ? -1 : real(path, mode);
}
int rename(const char *from, const char *to) {
  REAL(rename);
  return fails(DISK, "rename", to) ? -1 : real(from, to);
}
int linkat(int from, const char *path, int to, const char *other, int flags) {
  REAL(linkat);
  return fails(DISK, "link", other) ? -1 : real(from, path, to, other, flags);
}
int unlink(const char *path) {
  REAL(unlink);
  return fails(DISK, "unlink", path) ? -1 : real(path);
}
int rmdir(const char *path) {
  REAL(rmdir);
  return fails(DISK, "rmdir", path) ? -1 : real(path);
}
int unlinkat(int fd, const char *path, int flags) {
  REAL(unlinkat);
  int bad = fd == AT_FDCWD ? fails(DISK, "unlink", path) : fails_on(DISK, "unlink", fd);
  return bad ? -1 : real(fd, path, flags);
}
ssize_t read(int fd, void *to, size_t count) {
  REAL(read);
  return fails_on(READ, "read", fd) ? -1 : real(fd, to, count);
}
ssize_t pread64(int fd, void *to, size_t count, off64_t at) {
  REAL(pread64);
  return fails_on(READ, "read", fd) ? -1 : real(fd, to, count, at);
}
off64_t lseek64(int fd, off64_t by, int from) {
  REAL(lseek64);
  return fails_on(READ, "seek", fd) ? -1 : real(fd, by, from);
}
int statx(int fd, const char *path, int flags, unsigned mask, struct statx *to) {
  REAL(statx);
  int bad = *path ? fails(READ, "stat", path) : fails_on(READ, "stat", fd);
  return bad ? -1 : real(fd, path, flags, mask, to);
}
char *realpath(const char *path, char *to) {
  REAL(realpath);
  return fails(READ, "realpath", path) ? NULL : real(path, to);
}
DIR *opendir(const char *path) {
  REAL(opendir);
  return fails(READ, "list", path) ? NULL : real(path);
}
struct dirent64 *readdir64(DIR *folder) {
  REAL(readdir64);
  return fails_on(READ, "list", dirfd(folder)) ? NULL : real(folder);
}
int pipe2(int fds[2], int flags) {
  REAL(pipe2);
  return fails(PROCESS, "pipe", "") ? -1 : real(fds, flags);
}
int posix_spawnp(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *how, char *const args[], char *const env[]) {
  REAL(posix_spawnp);
  return fails(PROCESS, "spawn", path) ? fails_as
                                       : real(pid, path, actions, how, args, env);
}
int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *),
                   void *with) {
  REAL(pthread_create);
  return fails(PROCESS, "thread", "") ? fails_as : real(thread, how, run, with);
}
