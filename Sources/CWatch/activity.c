#include "activity.h"
#include <stdatomic.h>
#include <stddef.h>

static _Atomic(const char *) place_name = "starting";
static atomic_int place_may_last = 1;
static _Atomic(const char *) current_call = NULL;
static _Atomic(const char *) polled_call = NULL;
static atomic_llong current_step = 0;
static atomic_ullong poll_count = 0, world_call_count = 0, progress_count = 0;
static _Thread_local int is_main_thread = 0;

static void add_progress(void) { atomic_fetch_add_explicit(&progress_count, 1, memory_order_relaxed); }

watch_place watch_set_place(const char *name, int may_last) {
  watch_place before = {atomic_exchange_explicit(&place_name, name, memory_order_relaxed),
                        atomic_exchange_explicit(&place_may_last, may_last, memory_order_relaxed)};
  add_progress();
  return before;
}

void watch_set_step(int64_t step) {
  atomic_store_explicit(&current_step, step, memory_order_relaxed);
  add_progress();
}

void watch_register_main_thread(void) { is_main_thread = 1; }

void watch_enter_call(const char *name, int is_world) {
  atomic_store_explicit(&current_call, name, memory_order_relaxed);
  if (is_world) atomic_fetch_add_explicit(&world_call_count, 1, memory_order_relaxed);
  add_progress();
}

void watch_leave_call(void) {
  atomic_store_explicit(&current_call, NULL, memory_order_relaxed);
  add_progress();
}

void watch_polled_request(const char *name, int done) {
  if (done) add_progress();
  if (!is_main_thread) return;
  atomic_store_explicit(&polled_call, name, memory_order_relaxed);
  atomic_fetch_add_explicit(&poll_count, 1, memory_order_relaxed);
}

watch_sample watch_read_sample(void) {
  watch_sample sample;
  sample.place.name = atomic_load_explicit(&place_name, memory_order_relaxed);
  sample.place.may_last = atomic_load_explicit(&place_may_last, memory_order_relaxed);
  sample.step = atomic_load_explicit(&current_step, memory_order_relaxed);
  sample.call = atomic_load_explicit(&current_call, memory_order_relaxed);
  sample.polled = atomic_load_explicit(&polled_call, memory_order_relaxed);
  sample.polls = atomic_load_explicit(&poll_count, memory_order_relaxed);
  sample.world_calls = atomic_load_explicit(&world_call_count, memory_order_relaxed);
  sample.progress = atomic_load_explicit(&progress_count, memory_order_relaxed);
  return sample;
}
