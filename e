tbn-dist: collective 7 of 3 ranks is not the same on all: ranks 0, 1: MPI_Bcast(1 of int64, root 0), rank 2: MPI_Bcast(1 of int64, root 1); expected one call on all ranks; this is a fault of the program: report it with both calls
  rank 0 of 3 on vm, phase starting
  again: mpirun -n 3 /tmp/wt/watch/.build/release/rank-checks differ root
--------------------------------------------------------------------------
MPI_ABORT was invoked on rank 0 in communicator MPI_COMM_WORLD
with errorcode 70.

NOTE: invoking MPI_ABORT causes Open MPI to kill all MPI processes.
You may or may not see output from other processes, depending on
exactly when Open MPI kills them.
--------------------------------------------------------------------------
