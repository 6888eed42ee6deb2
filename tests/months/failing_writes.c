/* Lets the n-th operation that changes a file fail; loaded in front of the system's own library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int at, reason, lasting, seen;

void fail_at(int number, int error, int from_there_on) {
  at = number, reason = error, lasting = from_there_on, seen = 0;
}

int count_operations(void) { return seen; }

static int fails(void) {
  if (!at) return 0;
  seen++;
  if (seen != at && !(lasting && seen > at)) return 0;
  errno = reason;
  return 1;
}

static int of_file(int handle) {
  struct stat found;
  return at && handle > 2 && !fstat(handle, &found) && S_ISREG(found.st_mode);
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t write(int h, const void *b, size_t n) {
  return of_file(h) && fails() ? -1 : REAL(ssize_t, "write", int, const void *, size_t)(h, b, n);
}
ssize_t pwrite(int h, const void *b, size_t n, off_t o) {
  return of_file(h) && fails() ? -1 : REAL(ssize_t, "pwrite", int, const void *, size_t, off_t)(h, b, n, o);
}
ssize_t pwrite64(int h, const void *b, size_t n, off64_t o) {
  return of_file(h) && fails() ? -1 : REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t)(h, b, n, o);
}
int fsync(int h) { return of_file(h) && fails() ? -1 : REAL(int, "fsync", int)(h); }
int fdatasync(int h) { return of_file(h) && fails() ? -1 : REAL(int, "fdatasync", int)(h); }
int ftruncate(int h, off_t n) { return fails() ? -1 : REAL(int, "ftruncate", int, off_t)(h, n); }
int ftruncate64(int h, off64_t n) { return fails() ? -1 : REAL(int, "ftruncate64", int, off64_t)(h, n); }
int rename(const char *a, const char *b) { return fails() ? -1 : REAL(int, "rename", const char *, const char *)(a, b); }
int unlink(const char *a) { return fails() ? -1 : REAL(int, "unlink", const char *)(a); }
int mkdir(const char *a, mode_t m) { return fails() ? -1 : REAL(int, "mkdir", const char *, mode_t)(a, m); }
ssize_t sendfile(int o, int i, off_t *at_byte, size_t n) {
  return fails() ? -1 : REAL(ssize_t, "sendfile", int, int, off_t *, size_t)(o, i, at_byte, n);
}
ssize_t sendfile64(int o, int i, off64_t *at_byte, size_t n) {
  return fails() ? -1 : REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t)(o, i, at_byte, n);
}
static int opened(const char *name, const char *path, int flags, mode_t mode) {
  if ((flags & O_CREAT) && fails()) return -1;
  return REAL(int, name, const char *, int, ...)(path, flags, mode);
}
int open(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return opened("open", path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return opened("open64", path, flags, mode);
}
