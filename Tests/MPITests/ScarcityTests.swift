import TestSupport
import Testing

@Suite("What a system does not give ends the job at once, with one message", .serialized)
struct ScarcityTests {
  @Test(
    "One rank alone does not get it, while the others wait for it",
    arguments: [
      ("threads", "of the 64 threads that a rank needs can be started"),
      ("products", "no address space is left for matrix products"),
      ("window", "the shared memory of a node cannot be mapped within the limit of"),
    ], [1, 3])
  func alone(_ example: (kind: String, phrase: String), ranks: Int) throws {
    try Launch.checks(ranks: ranks, "lack", example.kind).expectOneMessage(.systemError, [example.phrase])
  }

  @Test(
    "A batch that outgrows the memory of its node",
    .enabled(if: SmallSharedMemory.isPossible, "mounts a small file system, which needs root"))
  func growth() throws {
    let memory = SmallSharedMemory("size=6m")
    try memory.ranks(2, program: "rank-checks", ["lack", "growth"]).expectOneMessage(
      .systemError, [memory.path, "are free for the shared memory", "for the rows of a batch", "--shm-size"])
  }
}
