import CInterruption
import Foundation

/// What a person or a scheduler asks a job by a signal: to stop soon, and to lose nothing.
///
/// A signal only leaves a note here; whoever trains looks at it where it is able to stop.
package enum Interruption {
  /// The signals that ask for it. A launcher sends the first, a keyboard the second, and schedulers often the third
  /// some time before the end.
  private static let signals = [SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGUSR1: "SIGUSR1"]

  /// Open MPI's, on the host where the job was started and on the others.
  private static let launcherNames: Set<String> = ["mpirun", "orterun", "mpiexec", "orted"]

  /// Takes note of these signals from here on, instead of ending the process, and has a launcher wait that would kill
  /// this process soon after.
  package static func listen() {
    let numbers = Array(signals.keys)
    interruption_listen(numbers, Int32(numbers.count), launcher ?? 0)
  }

  /// The process that has started this one, if it is a launcher.
  private static var launcher: Int32? {
    let parent = getppid()
    guard let file = FileHandle(forReadingAtPath: "/proc/\(parent)/comm"), let name = try? file.readToEnd()
    else { return nil }
    return launcherNames.contains(String(decoding: name.dropLast(), as: UTF8.self)) ? parent : nil
  }

  /// The last such signal; nil where none has come.
  package static var signalNumber: Int? {
    let number = interruption_received()
    return number == 0 ? nil : Int(number)
  }

  /// "SIGTERM".
  package static func name(ofSignal number: Int) -> String { signals[Int32(number)] ?? "signal \(number)" }
}
