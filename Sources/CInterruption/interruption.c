#define _GNU_SOURCE
#include "interruption.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int received;
static int launcher;
/// It is closed for good when this process ends, however it ends.
static int life[2] = {-1, -1};
static char launcher_status[40];

/// The number that begins `words` words after `text`.
static int number_after(const char *text, int words) {
  while (words > 0 && *text) words -= *text++ == ' ';
  int number = 0;
  for (; *text >= '0' && *text <= '9'; text++) number = number * 10 + (*text - '0');
  return number;
}

/// Whether the launcher's process group is the one in the foreground of its terminal.
/// Source: proc(5), /proc/PID/stat: the fifth word is the group, the eighth the terminal's, or -1.
static int is_watched(void) {
  char text[512];
  int file = open(launcher_status, O_RDONLY);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return 0;
  text[length] = 0;
  // The second word is a name in brackets, which may hold anything.
  const char *rest = strrchr(text, ')');
  return rest && number_after(rest, 3) > 0 && number_after(rest, 3) == number_after(rest, 6);
}

/// In a handler, and after a fork in a process with threads, only system calls are safe: not the handlers that `fork` runs.
static void hold(void) {
  if (_Fork() != 0) return;
  setsid();
  dup2(life[0], 0);
  // Not a descriptor more: the launcher waits until nobody holds a rank's output.
  syscall(SYS_close_range, 1, ~0U, 0);
  if (!is_watched()) {
    kill(launcher, SIGSTOP);
    struct pollfd end = {.fd = 0, .events = POLLIN};
    poll(&end, 1, 120000);
    kill(launcher, SIGCONT);
  }
  _exit(0);
}

static void note(int number) {
  int before = atomic_exchange(&received, number);
  // After another signal, whoever sends this one insists.
  if (number == SIGTERM && launcher > 0 && before == 0) hold();
}

void interruption_listen(const int *signals, int count, int launcher_process) {
  if (launcher_process > 0 && pipe2(life, O_CLOEXEC) == 0) {
    launcher = launcher_process;
    snprintf(launcher_status, sizeof launcher_status, "/proc/%d/stat", launcher);
  }
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  for (int index = 0; index < count; index++) sigaction(signals[index], &action, NULL);
}

int interruption_received(void) { return atomic_load(&received); }
