#ifndef CWATCH_CRASH_H
#define CWATCH_CRASH_H

/// From now on a fault of this process ends it at once, and leaves where it happened in the log, or on standard error
/// until a log is named. The runtime's own handler would hold the process, and with it the job, for seconds, and go on
/// after a signal that another process has sent.
///
/// Does nothing where the environment asks for that handler (SWIFT_BACKTRACE). For the main thread, before MPI starts:
/// MPI keeps off signals that have a handler.
void watch_catch_crashes(void);

/// Names the log and its directory, which is made if the one above it is there.
void watch_set_crash_log(const char *directory, const char *path);

#endif
