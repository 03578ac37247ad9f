#ifndef CMPI_H
#define CMPI_H
#include <stddef.h>
#include <stdint.h>

// Plain prototypes over mpi.h. They exist because MPI_COMM_WORLD, MPI_FLOAT, MPI_SUM and MPI_IN_PLACE are cast
// macros, which Swift cannot import. Every function returns the MPI error code, except where it says otherwise.

/// A communicator's handle. Open MPI's is a pointer; other libraries' fit into one.
typedef void *cmpi_comm;

/// A collective that was started and has not been waited for.
typedef void *cmpi_request;

typedef enum { CMPI_BYTE, CMPI_UINT16, CMPI_INT64, CMPI_FLOAT, CMPI_DOUBLE } cmpi_type;
typedef enum { CMPI_SUM, CMPI_MIN, CMPI_MAX } cmpi_operation;

/// Starts MPI for calls of one thread at a time, whichever it is, and makes errors return codes instead of killing the job.
int cmpi_init(void);
int cmpi_finalize(void);
/// Ends the processes of the job without waiting for any of them.
int cmpi_abort(int status);
/// The text of an error code; `text` holds at least `cmpi_max_error_string()` bytes.
int cmpi_error_string(int code, char *text);
int cmpi_max_error_string(void);
/// Name and version of the library; returns a static string.
const char *cmpi_library_version(void);
/// The name of this host; `text` holds at least `cmpi_max_processor_name()` bytes.
int cmpi_processor_name(char *text);
int cmpi_max_processor_name(void);

/// A text among the library's own settings ("btl_tcp_if_include"), wherever it was set: the environment, mpirun's options or
/// a file. Writes at most `count` bytes with the closing zero; an empty text where there is no such setting.
void cmpi_setting(const char *name, char *text, int count);

cmpi_comm cmpi_world(void);
int cmpi_rank(cmpi_comm comm, int *rank);
int cmpi_size(cmpi_comm comm, int *size);
/// The ranks of `comm` that can share memory with this one.
int cmpi_split_node(cmpi_comm comm, cmpi_comm *node);
/// Ranks with the same color, ordered by key; a negative color gives a null communicator.
int cmpi_split(cmpi_comm comm, int color, int key, cmpi_comm *part);

/// A communicator of the same ranks, whose messages do not mix with those of `comm`.
int cmpi_duplicate(cmpi_comm comm, cmpi_comm *copy);
/// Starts what completes `data`, to which rank r has brought elements `r * count` and on.
int cmpi_start_all_gather_records(void *data, int count, cmpi_comm comm, cmpi_request *request);

int cmpi_barrier(cmpi_comm comm);
int cmpi_broadcast(void *data, int count, cmpi_type type, int root, cmpi_comm comm);
int cmpi_all_reduce_in_place(void *data, int count, cmpi_type type, cmpi_operation operation, cmpi_comm comm);
/// `counts` and `starts` in elements, one for each rank; this rank's part stands in `data` already.
int cmpi_all_gather_in_place(void *data, const int *counts, const int *starts, cmpi_type type, cmpi_comm comm);
/// `received` matters on the root only.
int cmpi_gather(const void *sent, int count, void *received, const int *counts, const int *starts, cmpi_type type,
                int root, cmpi_comm comm);
/// Sums `data` over ranks; rank r receives elements `sum(counts[0..<r])` and on, `counts[r]` of them.
int cmpi_reduce_scatter(const void *data, void *received, const int *counts, cmpi_type type, cmpi_comm comm);

/// Starts the exchange in which rank r gets elements `starts[r]`, `counts[r]` of them, of every rank's `sent`;
/// `received` gets those for this rank, rank by rank. Buffers and lists must stay until the request is done.
int cmpi_start_all_to_all(const void *sent, const int *counts, const int *starts, void *received,
                          const int *received_counts, const int *received_starts, cmpi_type type, cmpi_comm comm,
                          cmpi_request *request);
/// Starts what `cmpi_all_gather_in_place` does.
int cmpi_start_all_gather_in_place(void *data, const int *counts, const int *starts, cmpi_type type, cmpi_comm comm,
                                   cmpi_request *request);
/// Moves everything that was started on, and tells whether `request` is done, which it is only once. `name`, of what was
/// started, must stay for ever.
int cmpi_test(cmpi_request *request, const char *name, int *done);
int cmpi_wait(cmpi_request *request, const char *name);

/// Fills `mask` (one byte a core, `count` bytes) with this process's affinity; returns the number of cores in it,
/// or -1. Not MPI: the C library's macros cannot be imported either.
int cmpi_affinity(uint8_t *mask, int count);

#endif
