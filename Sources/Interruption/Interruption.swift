import Foundation
import Synchronization

/// A function that the system calls can hold no context: therefore outside.
private let received = Atomic<Int32>(0)

/// What a person or a scheduler asks a job by a signal: to stop soon, and to lose nothing.
///
/// A signal only leaves a note here; whoever trains looks at it where it is able to stop.
package enum Interruption {
  /// The signals that ask for it. A launcher sends the first, a keyboard the second, and schedulers often the third
  /// some time before the end.
  private static let signals = [SIGTERM: "SIGTERM", SIGINT: "SIGINT", SIGUSR1: "SIGUSR1"]

  /// Takes note of these signals from here on, instead of ending the process.
  package static func listen() {
    // The access allocates what the handler must not.
    _ = received.load(ordering: .relaxed)
    for number in signals.keys {
      signal(number) { received.store($0, ordering: .relaxed) }
    }
  }

  /// The last such signal; nil where none has come.
  package static var signalNumber: Int? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : Int(number)
  }

  /// "SIGTERM".
  package static func name(ofSignal number: Int) -> String { signals[Int32(number)] ?? "signal \(number)" }
}
