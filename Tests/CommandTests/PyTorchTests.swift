import Checkpoints
import Datasets
import Foundation
import Tensor
import Testing
import Training

/// A Python with torch, numpy and safetensors.
private let python = ProcessInfo.processInfo.environment["TBN_TEST_PYTHON"] ?? ""

extension CommandTests {
  @Suite(
    "PyTorch reads our checkpoints",
    .enabled(if: !python.isEmpty, "set TBN_TEST_PYTHON to a Python with torch, numpy and safetensors"))
  struct PyTorchTests {
    @Test("load_file and load_state_dict(strict=True) give a module with our embeddings")
    func embeddings() throws {
      let (data, run) = (try Fixtures.data(), RunFiles(path: try Fixtures.run()))
      let checkpoint = try run.newest()
      let model = try TrainedModel(run: run.path, checkpoint: checkpoint)
      let split = try EncodedSplit(
        try RetrievalSplit.load(directory: data.path, split: "test"), encoder: model.encoder)
      let embedder = Embedder(network: model.network, world: nil)
      let images = try embedder.images(of: split)
      let texts = try embedder.texts(of: split)
      let ours = "\(try Workplace.makeDirectory())/ours.safetensors"
      try SafetensorsWriter.write(
        [SafetensorsTensor("images", images), SafetensorsTensor("texts", texts)], to: ours)

      let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("embed_with_torch.py").path
      let outcome = try Launch(
        arguments: [script, "\(run.path)/checkpoints/\(checkpoint)", data.path, "test", ours],
        executable: python
      ).run()
      #expect(outcome.status == 0, "\(outcome)")
      let differences = try jsonObject(outcome.output)
      #expect(differences["images"] as? Double ?? .infinity < 1e-5, "\(outcome)")
      #expect(differences["texts"] as? Double ?? .infinity < 1e-5, "\(outcome)")
      #expect(differences["rows"] as? [Int] == [20, 100], "\(outcome)")
    }
  }
}
