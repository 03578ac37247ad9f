import Testing

/// The programs as people use them: spawned, alone and under mpirun, one at a time.
@Suite("Commands", .serialized)
struct CommandTests {}
