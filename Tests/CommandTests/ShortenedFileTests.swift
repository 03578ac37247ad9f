import Foundation
import Testing

extension CommandTests {
  @Suite("Files that become shorter under a running training")
  struct ShortenedFileTests {
    @Test(
      "The run ends with one message that names the file, and no signal",
      arguments: ["train_ims.npy", "dev_ims.npy"], [0, 2])
    func shortened(file: String, ranks: Int) throws {
      let data = try Fixtures.data().copy()
      let run = RunFiles(path: Workplace.freePath())
      let path = data.file(file)
      // Once some steps are done; were they never, the run would last until it is killed.
      Thread.detachNewThread {
        while (try? run.steps().count) ?? 0 < 3 { usleep(10_000) }
        truncate(path, 200)
      }
      try expectOneMessage(
        .badData, [path, "has become shorter while it is in use"],
        of: Fixtures.train(data: data.path, run: run.path, epochs: 100_000, ranks: ranks))
    }
  }
}
