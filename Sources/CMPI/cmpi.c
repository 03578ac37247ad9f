#define _GNU_SOURCE
#include "cmpi.h"
#include "activity.h"

#define OMPI_SKIP_MPICXX 1
#include <mpi.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

static MPI_Datatype datatype(cmpi_type type) {
  switch (type) {
  case CMPI_BYTE: return MPI_UINT8_T; // unlike MPI_BYTE, it may be reduced
  case CMPI_UINT16: return MPI_UINT16_T;
  case CMPI_INT64: return MPI_INT64_T;
  case CMPI_FLOAT: return MPI_FLOAT;
  case CMPI_DOUBLE: return MPI_DOUBLE;
  }
  return MPI_DATATYPE_NULL;
}

static MPI_Op reduction(cmpi_operation operation) {
  switch (operation) {
  case CMPI_SUM: return MPI_SUM;
  case CMPI_MIN: return MPI_MIN;
  case CMPI_MAX: return MPI_MAX;
  }
  return MPI_OP_NULL;
}

// Around every call that may wait for other ranks: whoever watches over the job sees where this rank is.
static MPI_Comm entering(const char *name, cmpi_comm comm) {
  watch_enter_call(name, (MPI_Comm)comm == MPI_COMM_WORLD);
  return (MPI_Comm)comm;
}

static int left(int code) {
  watch_leave_call();
  return code;
}

int cmpi_init(void) {
  int provided = 0;
  int code = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided);
  if (code != MPI_SUCCESS) return code;
  if (provided < MPI_THREAD_SERIALIZED) return MPI_ERR_UNSUPPORTED_OPERATION;
  return MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
}

int cmpi_finalize(void) {
  watch_enter_call("MPI_Finalize", 1);
  return left(MPI_Finalize());
}
// What MPI_Abort of Open MPI does once it has printed its notice, which would only hide the message of the rank that
// fails. Another MPI, or a later version, may not have it.
extern int ompi_mpi_abort(MPI_Comm, int) __attribute__((weak));

int cmpi_abort(int status) {
  if (ompi_mpi_abort) return ompi_mpi_abort(MPI_COMM_WORLD, status);
  return MPI_Abort(MPI_COMM_WORLD, status);
}

int cmpi_error_string(int code, char *text) {
  int length = 0;
  return MPI_Error_string(code, text, &length);
}
int cmpi_max_error_string(void) { return MPI_MAX_ERROR_STRING; }

const char *cmpi_library_version(void) {
  static char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length = 0;
  if (MPI_Get_library_version(text, &length) != MPI_SUCCESS) return "unknown";
  return text;
}

int cmpi_processor_name(char *text) {
  int length = 0;
  return MPI_Get_processor_name(text, &length);
}
int cmpi_max_processor_name(void) { return MPI_MAX_PROCESSOR_NAME; }

static void read_setting(const char *name, char *text, int count) {
  enum { room = 1 << 16 }; // The library copies all of it, however long.
  int index = 0, length = 0;
  MPI_T_cvar_handle handle;
  if (MPI_T_cvar_get_index(name, &index) != MPI_SUCCESS) return;
  if (MPI_T_cvar_handle_alloc(index, NULL, &handle, &length) != MPI_SUCCESS) return;
  char *whole = calloc(room, 1);
  if (whole != NULL && MPI_T_cvar_read(handle, whole) == MPI_SUCCESS) strncpy(text, whole, (size_t)count - 1);
  free(whole);
  MPI_T_cvar_handle_free(&handle);
}

void cmpi_setting(const char *name, char *text, int count) {
  int provided = 0;
  memset(text, 0, (size_t)count);
  if (MPI_T_init_thread(MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) return;
  read_setting(name, text, count);
  MPI_T_finalize();
}

cmpi_comm cmpi_world(void) { return (cmpi_comm)MPI_COMM_WORLD; }
int cmpi_rank(cmpi_comm comm, int *rank) { return MPI_Comm_rank((MPI_Comm)comm, rank); }
int cmpi_size(cmpi_comm comm, int *size) { return MPI_Comm_size((MPI_Comm)comm, size); }

int cmpi_split_node(cmpi_comm comm, cmpi_comm *node) {
  MPI_Comm part = MPI_COMM_NULL;
  MPI_Comm group = entering("MPI_Comm_split_type", comm);
  int code = left(MPI_Comm_split_type(group, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &part));
  *node = (cmpi_comm)part;
  return code;
}

int cmpi_split(cmpi_comm comm, int color, int key, cmpi_comm *part) {
  MPI_Comm result = MPI_COMM_NULL;
  MPI_Comm group = entering("MPI_Comm_split", comm);
  int code = left(MPI_Comm_split(group, color < 0 ? MPI_UNDEFINED : color, key, &result));
  *part = result == MPI_COMM_NULL ? NULL : (cmpi_comm)result;
  return code;
}

int cmpi_duplicate(cmpi_comm comm, cmpi_comm *copy) {
  MPI_Comm result = MPI_COMM_NULL;
  MPI_Comm group = entering("MPI_Comm_dup", comm);
  int code = left(MPI_Comm_dup(group, &result));
  *copy = (cmpi_comm)result;
  return code;
}

int cmpi_start_all_gather_records(void *data, int count, cmpi_comm comm, cmpi_request *request) {
  MPI_Request started = MPI_REQUEST_NULL;
  int code =
      MPI_Iallgather(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, data, count, MPI_INT64_T, (MPI_Comm)comm, &started);
  *request = (cmpi_request)started;
  return code;
}

int cmpi_barrier(cmpi_comm comm) {
  MPI_Comm group = entering("MPI_Barrier", comm);
  return left(MPI_Barrier(group));
}

int cmpi_broadcast(void *data, int count, cmpi_type type, int root, cmpi_comm comm) {
  MPI_Comm group = entering("MPI_Bcast", comm);
  return left(MPI_Bcast(data, count, datatype(type), root, group));
}

int cmpi_all_reduce_in_place(void *data, int count, cmpi_type type, cmpi_operation operation, cmpi_comm comm) {
  MPI_Comm group = entering("MPI_Allreduce", comm);
  return left(MPI_Allreduce(MPI_IN_PLACE, data, count, datatype(type), reduction(operation), group));
}

int cmpi_all_gather_in_place(void *data, const int *counts, const int *starts, cmpi_type type, cmpi_comm comm) {
  MPI_Comm group = entering("MPI_Allgatherv", comm);
  return left(MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, data, counts, starts, datatype(type), group));
}

int cmpi_gather(const void *sent, int count, void *received, const int *counts, const int *starts, cmpi_type type,
                int root, cmpi_comm comm) {
  MPI_Comm group = entering("MPI_Gatherv", comm);
  return left(MPI_Gatherv(sent, count, datatype(type), received, counts, starts, datatype(type), root, group));
}

int cmpi_reduce_scatter(const void *data, void *received, const int *counts, cmpi_type type, cmpi_comm comm) {
  MPI_Comm group = entering("MPI_Reduce_scatter", comm);
  return left(MPI_Reduce_scatter(data, received, counts, datatype(type), MPI_SUM, group));
}

int cmpi_start_all_to_all(const void *sent, const int *counts, const int *starts, void *received,
                          const int *received_counts, const int *received_starts, cmpi_type type, cmpi_comm comm,
                          cmpi_request *request) {
  MPI_Request started = MPI_REQUEST_NULL;
  MPI_Comm group = entering("MPI_Ialltoallv", comm);
  int code = left(MPI_Ialltoallv(sent, counts, starts, datatype(type), received, received_counts, received_starts,
                            datatype(type), group, &started));
  *request = (cmpi_request)started;
  return code;
}

int cmpi_start_all_gather_in_place(void *data, const int *counts, const int *starts, cmpi_type type, cmpi_comm comm,
                                   cmpi_request *request) {
  MPI_Request started = MPI_REQUEST_NULL;
  MPI_Comm group = entering("MPI_Iallgatherv", comm);
  int code = left(MPI_Iallgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, data, counts, starts, datatype(type), group,
                             &started));
  *request = (cmpi_request)started;
  return code;
}

int cmpi_test(cmpi_request *request, const char *name, int *done) {
  MPI_Request handle = (MPI_Request)*request;
  int code = MPI_Test(&handle, done, MPI_STATUS_IGNORE);
  watch_polled_request(name, *done);
  *request = (cmpi_request)handle;
  return code;
}

int cmpi_wait(cmpi_request *request, const char *name) {
  MPI_Request handle = (MPI_Request)*request;
  watch_enter_call(name, 0);
  int code = left(MPI_Wait(&handle, MPI_STATUS_IGNORE));
  *request = (cmpi_request)handle;
  return code;
}

int cmpi_affinity(uint8_t *mask, int count) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return -1;
  for (int core = 0; core < count; core++) mask[core] = core < CPU_SETSIZE && CPU_ISSET(core, &set) ? 1 : 0;
  return CPU_COUNT(&set);
}
