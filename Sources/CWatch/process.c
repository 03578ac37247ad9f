#define _GNU_SOURCE
#include "process.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void watch_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

static void pause_milliseconds(long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&time, NULL);
}

static int is_there(int pid) { return kill(pid, 0) == 0; }

/// Whether a descriptor is a TCP connection to another host.
static int leads_away(int socket_number) {
  struct sockaddr_in peer;
  socklen_t length = sizeof peer;
  if (getpeername(socket_number, (struct sockaddr *)&peer, &length) != 0 || peer.sin_family != AF_INET) return 0;
  struct sockaddr_in own;
  length = sizeof own;
  if (getsockname(socket_number, (struct sockaddr *)&own, &length) != 0) return 0;
  return ntohl(peer.sin_addr.s_addr) >> 24 != 127 && peer.sin_addr.s_addr != own.sin_addr.s_addr;
}

/// Copies descriptors of the launcher, since shutting down a copy shuts down the connection.
static void close_connections(int launcher) {
  int handle = (int)syscall(SYS_pidfd_open, launcher, 0);
  if (handle < 0) return;
  for (int number = 0; number < 1024; number++) {
    int copy = (int)syscall(SYS_pidfd_getfd, handle, number, 0);
    if (copy < 0) continue;
    if (leads_away(copy)) shutdown(copy, SHUT_RDWR);
    close(copy);
  }
  close(handle);
}

static void wait_for_end(int pid, int milliseconds) {
  for (int waited = 0; waited < milliseconds && is_there(pid); waited += 50) pause_milliseconds(50);
}

// After fork in a process with threads only system calls are safe.
void watch_end_launcher_after(int launcher, int seconds) {
  if (fork() != 0) return;
  setsid();
  // The launcher waits until nobody holds a rank's output.
  syscall(SYS_close_range, 0, ~0U, 0);
  wait_for_end(launcher, seconds * 1000);
  if (is_there(launcher)) close_connections(launcher);
  wait_for_end(launcher, 1500);
  if (is_there(launcher)) kill(launcher, SIGKILL);
  _exit(0);
}
