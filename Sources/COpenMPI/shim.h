// The C++ bindings are gone from the standard; without this Open MPI's header still looks for them.
#define OMPI_SKIP_MPICXX 1
#include <mpi.h>
