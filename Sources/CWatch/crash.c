#define _GNU_SOURCE
#include "crash.h"
#include "activity.h"
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// In a handler only what POSIX calls async-signal-safe is called, and two functions of glibc that take no locks once they
// have been called: backtrace and backtrace_symbols_fd.

enum { frame_limit = 64, alternate_stack_size = 1 << 16 };

static const int signals[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP};
static char alternate_stack[alternate_stack_size];
static char log_directory[PATH_MAX], log_path[PATH_MAX];

typedef struct {
  char bytes[512];
  size_t count;
} line;

static void add(line *line, const char *text) {
  size_t length = strlen(text);
  if (length > sizeof line->bytes - line->count) length = sizeof line->bytes - line->count;
  memcpy(line->bytes + line->count, text, length);
  line->count += length;
}

static void add_number(line *line, unsigned long long number, unsigned base) {
  char digits[32];
  size_t at = sizeof digits;
  digits[--at] = 0;
  do digits[--at] = "0123456789abcdef"[number % base];
  while (number /= base);
  add(line, digits + at);
}

static int open_log(void) {
  if (log_path[0] == 0) return STDERR_FILENO;
  mkdir(log_directory, 0777);
  int file = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  return file >= 0 ? file : STDERR_FILENO;
}

static void handle(int number, siginfo_t *information, void *context) {
  (void)context;
  watch_sample sample = watch_read_sample();
  line line = {.count = 0};
  const char *name = sigabbrev_np(number);
  add(&line, "crashed: SIG");
  add(&line, name ? name : "?");
  if (information->si_code > 0) {
    add(&line, " at address 0x");
    add_number(&line, (unsigned long long)(size_t)information->si_addr, 16);
  } else {
    add(&line, " from process ");
    add_number(&line, (unsigned long long)information->si_pid, 10);
  }
  add(&line, ", step ");
  add_number(&line, (unsigned long long)sample.step, 10);
  add(&line, ", phase ");
  add(&line, sample.place.name);
  add(&line, "; its stack, for addr2line -Cfpe PROGRAM OFFSET:\n");
  int file = open_log();
  if (write(file, line.bytes, line.count) >= 0) {
    void *frames[frame_limit];
    backtrace_symbols_fd(frames, backtrace(frames, frame_limit), file);
  }
  // Blocked here, it comes again when this handler returns.
  signal(number, SIG_DFL);
  raise(number);
}

void watch_catch_crashes(void) {
  if (getenv("SWIFT_BACKTRACE") != NULL) return;
  void *frame[1];
  backtrace(frame, 1);
  // What overflows the stack has no room on it.
  stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  for (size_t index = 0; index < sizeof signals / sizeof signals[0]; index++) {
    sigaction(signals[index], &action, NULL);
  }
}

void watch_set_crash_log(const char *directory, const char *path) {
  if (strlen(directory) >= sizeof log_directory || strlen(path) >= sizeof log_path) return;
  strcpy(log_directory, directory);
  strcpy(log_path, path);
}
