import Failures
import Foundation

/// A thread of this process, whose start may fail. (Foundation's `Thread` would then never run and say nothing, and
/// Dispatch tries again for ever.)
package struct StartedThread {
  private let thread: pthread_t

  /// Starts a thread that ends with `body`, or with the process.
  ///
  /// - Parameter name: for a person, and in what lists threads: "batch reader".
  /// - Throws: where the system gives none.
  @discardableResult
  package init(_ name: String, _ body: @escaping @Sendable () -> Void) throws {
    self = try Self.joinable(name, body)
    pthread_detach(thread)
  }

  private init(thread: pthread_t) { self.thread = thread }

  private static func joinable(_ name: String, _ body: @escaping @Sendable () -> Void) throws -> StartedThread
  {
    let work = Unmanaged.passRetained(Work(name: name, body: body))
    var thread = pthread_t()
    let number = pthread_create(&thread, nil, { Work.run($0) }, work.toOpaque())
    guard number == 0 else {
      work.release()
      throw refusal("the thread '\(name)' cannot be started", number: number)
    }
    return StartedThread(thread: thread)
  }

  /// Makes sure that this process may start so many threads beside those it has, by starting and ending them.
  ///
  /// - Throws: where the system gives fewer.
  package static func require(_ count: Int) throws {
    let gate = NSLock()
    var started: [StartedThread] = []
    gate.lock()
    defer {
      gate.unlock()
      for one in started { pthread_join(one.thread, nil) }
    }
    for number in 0..<count {
      do { started.append(try joinable("probe") { gate.withLock {} }) } catch {
        throw refusal(
          "only \(number) of the \(count) threads that a rank needs can be started", number: EAGAIN)
      }
    }
  }

  private static func refusal(_ found: String, number: Int32) -> Failure {
    Failure(
      .systemError, "\(found): \(String(cString: strerror(number)))",
      remedy:
        "raise the limit on threads (ulimit -u, a container's --pids-limit) or on address space (ulimit -v), or "
        + "take fewer --threads or ranks")
  }

  private final class Work {
    private let name: String
    private let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      (self.name, self.body) = (name, body)
    }

    /// Of which the system keeps fifteen bytes.
    private func nameThread() {
      let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
      guard file >= 0 else { return }
      let bytes = Array(name.utf8.prefix(15))
      _ = write(file, bytes, bytes.count)
      close(file)
    }

    static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let pointer else { return nil }
      let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
      work.nameThread()
      work.body()
      return nil
    }
  }
}
