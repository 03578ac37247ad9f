import Sampling
import TwoBranch

/// A global batch, and this rank's rows of it as inputs of the branches.
package struct RankBatch {
  package let place: BatchOrder.Element
  package let partition: BatchPartition
  /// Of this rank's slice of the batch.
  package let inputs: Sides<BranchInput>

  package var batch: GlobalBatch { place.batch }

  /// Reads the rows. Their inputs are valid until `buffers` are used again.
  package init(
    _ place: BatchOrder.Element, rank: Int, of dealing: BlockDealing, from split: EncodedSplit,
    into buffers: InputBuffers
  ) throws {
    partition = BatchPartition(place.batch, dealing, rank: rank)
    let rows = Self.rows(partition)
    // All requests at once: a disk serves many side by side sooner than one after another.
    split.willRead(images: rows.image, texts: rows.text)
    self.place = place
    inputs = Sides(
      image: try split.imageInput(rows.image, in: buffers), text: try split.textInput(rows.text, in: buffers))
  }

  /// The rows of a rank's slice of a batch.
  package static func rows(_ partition: BatchPartition) -> Sides<[Int]> {
    Sides(
      image: partition.batch.images[partition.own.images].map(Int.init),
      text: partition.batch.texts[partition.own.texts].map(Int.init))
  }
}
