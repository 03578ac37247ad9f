import Foundation

/// Where the working thread leaves questions for the watching one.
final class RequestBoard: @unchecked Sendable {
  private let condition = NSCondition()
  private var requests = Watch.Requests()
  /// Wakes the watching thread; it reads the first, which is -1 where the system gave no pipe.
  private let pipe: (read: Int32, write: Int32)

  init() {
    var ends: [Int32] = [-1, -1]
    _ = Foundation.pipe(&ends)
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    pipe = (ends[0], ends[1])
  }

  var wakingDescriptor: Int32 { pipe.read }

  /// Asks and waits for the answer; true where none comes.
  func ask(_ question: WritableKeyPath<Watch.Requests, Watch.Requests.Question>, timeoutSeconds: Double)
    -> Bool
  {
    condition.lock()
    defer { condition.unlock() }
    requests[keyPath: question] = .asked
    var byte: UInt8 = 0
    _ = write(pipe.write, &byte, 1)
    let deadline = Date(timeIntervalSinceNow: timeoutSeconds)
    while true {
      if case .answered(let answer) = requests[keyPath: question] { return answer }
      guard condition.wait(until: deadline) else { return true }
    }
  }

  func isAsked(_ question: WritableKeyPath<Watch.Requests, Watch.Requests.Question>) -> Bool {
    condition.withLock {
      if case .asked = requests[keyPath: question] { return true }
      return false
    }
  }

  func answer(_ question: WritableKeyPath<Watch.Requests, Watch.Requests.Question>, _ answer: Bool) {
    condition.lock()
    requests[keyPath: question] = .answered(answer)
    condition.broadcast()
    condition.unlock()
  }

  /// Forgets what woke the thread.
  func clearWaking() {
    var bytes = [UInt8](repeating: 0, count: 16)
    while read(pipe.read, &bytes, bytes.count) > 0 {}
  }
}
