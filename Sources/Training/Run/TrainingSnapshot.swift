import Checkpoints
import DataParallel
import Foundation
import Tensor
import TwoBranch

/// A copy of all that changes from step to step, to be written while the training goes on.
///
/// Unchecked: its memory is written by `take` alone, which nobody calls while it is read.
final class TrainingSnapshot: @unchecked Sendable {
  private let layout: ParameterLayout
  private let shape: NetworkShape
  private let parameters: FloatBuffer
  private let firstMoments: FloatBuffer
  private let secondMoments: FloatBuffer
  private var running: Sides<RunningStatistics>
  private var head: HeadStatistics?

  /// Takes memory, as much as parameters and both moments have.
  init(of step: DataParallelStep) {
    layout = step.parameters.layout
    shape = step.network.shape
    parameters = FloatBuffer(count: layout.count)
    firstMoments = FloatBuffer(count: layout.count)
    secondMoments = FloatBuffer(count: layout.count)
    (running, head) = (step.network.running, step.objective.head?.running)
  }

  /// Copies. No other rank can be ahead: the next update needs this rank too.
  func take(_ step: DataParallelStep) {
    let state = step.parameters
    parameters.pointer.update(from: state.parameters, count: layout.count)
    firstMoments.pointer.update(from: state.firstMoments, count: layout.count)
    secondMoments.pointer.update(from: state.secondMoments, count: layout.count)
    (running, head) = (step.network.running, step.objective.head?.running)
  }

  /// Writes the files of model and optimizer into a directory.
  func write(to directory: String) throws {
    try ModelFiles.writeModel(parameters.pointer, layout, running, head: head, to: directory)
    try ModelFiles.writeMoments(
      first: firstMoments.pointer, second: secondMoments.pointer, layout, to: directory)
  }
}
