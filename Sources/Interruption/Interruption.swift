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

  /// Takes note of these signals from here on, instead of ending the process.
  package static func listen() {
    let numbers = Array(signals.keys)
    interruption_listen(numbers, Int32(numbers.count))
  }

  /// Has the launcher wait until `release`, or until this process ends, if it has sent the signal.
  ///
  /// After its SIGTERM it gives its ranks about a second before it kills them, less than a checkpoint may take. To be called when
  /// all ranks have agreed to stop: where one has failed, the others must let themselves be killed.
  package static func holdLauncher() {
    guard signalNumber == Int(SIGTERM), let launcher else { return }
    interruption_hold(launcher)
  }

  /// Lets the launcher go on.
  package static func release() { interruption_release() }

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
