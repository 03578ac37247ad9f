#ifndef CWATCH_ACTIVITY_H
#define CWATCH_ACTIVITY_H
#include <stdint.h>

// What this process is doing: written in passing by the threads that work, read now and then by the one that watches.
// C, because a step must not pay for it: relaxed atomics, no locks, and names that are addresses of static text.

/// A part of the program's work. `may_last`: reading, evaluating, writing; it counts as alive while it uses the processor.
typedef struct {
  const char *name;
  int may_last;
} watch_place;

/// Says what this process does from now on; returns what it did before. Names must stay for ever.
watch_place watch_set_place(const char *name, int may_last);
/// The step that begins, counted from 1.
void watch_set_step(int64_t step);

/// Makes the calling thread the one whose waiting for requests counts.
void watch_register_main_thread(void);
/// Before and after an MPI call that may wait for other ranks. `is_world`: over all ranks of the job.
void watch_enter_call(const char *name, int is_world);
void watch_leave_call(void);
/// A look at a collective that was started; `name` is what was started. Progress only if it is done.
void watch_polled_request(const char *name, int done);

typedef struct {
  watch_place place;
  int64_t step;
  /// The MPI call that a thread is in; null outside.
  const char *call;
  /// What the main thread looked at last, and how often it has looked at any request.
  const char *polled;
  uint64_t polls;
  /// Collectives over all ranks that were entered.
  uint64_t world_calls;
  /// Grows whenever something begins or ends.
  uint64_t progress;
} watch_sample;

watch_sample watch_read_sample(void);

#endif
