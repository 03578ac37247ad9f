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
/// Its second end is closed when the launcher may go on, at the latest when this process ends, however it ends.
static int life[2] = {-1, -1};

static void note(int number) { atomic_store(&received, number); }

void interruption_listen(const int *signals, int count) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigset_t set;
  sigemptyset(&set);
  for (int index = 0; index < count; index++) {
    sigaction(signals[index], &action, NULL);
    sigaddset(&set, signals[index]);
  }
  // Whoever started this process may have left them blocked.
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int interruption_received(void) { return atomic_load(&received); }

/// The number that begins `words` words after `text`.
static int number_after(const char *text, int words) {
  while (words > 0 && *text) words -= *text++ == ' ';
  int number = 0;
  for (; *text >= '0' && *text <= '9'; text++) number = number * 10 + (*text - '0');
  return number;
}

/// Whether a process's group is the one in the foreground of its terminal.
/// Source: proc(5), /proc/PID/stat: the fifth word is the group, the eighth the terminal's, or -1.
static int is_in_foreground(int process) {
  char text[512];
  snprintf(text, sizeof text, "/proc/%d/stat", process);
  int file = open(text, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return 0;
  text[length] = 0;
  // The second word is a name in brackets, which may hold anything.
  const char *rest = strrchr(text, ')');
  return rest && number_after(rest, 3) > 0 && number_after(rest, 3) == number_after(rest, 6);
}

void interruption_hold(int launcher) {
  if (life[1] >= 0 || is_in_foreground(launcher) || pipe2(life, O_CLOEXEC) != 0) return;
  // After a fork in a process with threads only system calls are safe: not the handlers that `fork` runs.
  if (_Fork() != 0) {
    close(life[0]);
    return;
  }
  setsid();
  dup2(life[0], 0);
  // Not a descriptor more: the launcher waits until nobody holds a rank's output.
  syscall(SYS_close_range, 1, ~0U, 0);
  kill(launcher, SIGSTOP);
  struct pollfd end = {.fd = 0, .events = POLLIN};
  poll(&end, 1, 120000);
  kill(launcher, SIGCONT);
  _exit(0);
}

void interruption_release(void) {
  if (life[1] >= 0) close(life[1]);
  life[1] = -1;
}
