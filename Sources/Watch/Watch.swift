import CWatch
import Failures
import Foundation
import Synchronization

/// Watches over a job beside MPI, by a thread that calls none of it and connections of its own.
///
/// Every rank tells the first two ranks once in a while what it does. The first ends the job when a rank has died or does
/// not move; the second does so when that is the first. Methods are for the thread that works.
package final class Watch: Sendable {
  /// What the working thread asks of the watching one.
  struct Requests {
    enum Question { case none, asked, answered(Bool) }
    /// Whether this rank may tell why it fails.
    var claim = Question.none
    /// Whether the others know that this rank is done.
    var leave = Question.none
  }

  private static let running = Mutex<Watch?>(nil)
  /// That of this process, once it has been started.
  package static var current: Watch? { running.withLock { $0 } }

  private let teller: Teller
  private let member: JobMember
  private let requests = RequestBoard()

  /// Before MPI starts: has a fault of this process end it within moments, with its stack in the rank's log, and makes
  /// ready what proves to the ranks that they belong to one job.
  package static func prepare() {
    watch_catch_crashes()
    SecretKey.prepare()
  }

  /// Starts the thread that watches. A collective over all ranks.
  ///
  /// - Parameters:
  ///   - interfaces: those that MPI may use.
  ///   - allGather: brings bytes of every rank to all, by MPI.
  package static func start(
    _ member: JobMember, interfaces: InterfaceChoice = InterfaceChoice(),
    allGather: ([UInt8]) throws -> [[UInt8]]
  ) throws {
    watch_register_main_thread()
    if LaunchCommand.launcher != nil { watch_end_with_parent() }
    let connections = try WatchConnections(member, interfaces, allGather: allGather)
    let log = RankLog(runDirectory: member.settings.runDirectory, rank: member.rank)
    if let path = log.path { watch_set_crash_log((path as NSString).deletingLastPathComponent, path) }
    log.note("begins: rank \(member.rank) of \(member.size) on \(member.host), process \(getpid())")
    if let listener = connections.listener {
      log.note("other ranks connect to \(listener.endpoint.place)")
    }
    let watch = Watch(
      member: member, teller: Teller(member: member, log: log, command: connections.command))
    running.withLock { $0 = watch }
    watch.startThread(connections)
  }

  private init(member: JobMember, teller: Teller) {
    self.member = member
    self.teller = teller
  }

  private func startThread(_ connections: WatchConnections) {
    let (member, teller, requests) = (member, teller, requests)
    nonisolated(unsafe) let connections = connections
    let thread = Thread {
      Rounds(member: member, teller: teller, requests: requests, connections: connections).run()
    }
    thread.name = "watch"
    thread.start()
  }

  /// Tells why this rank fails, unless another rank has told already why the job ends; then the reason goes into this
  /// rank's log. Returns whether it has told.
  ///
  /// - Parameter blamesOthers: MPI has failed, most likely because of another rank, which may speak first.
  package func tell(_ failure: Failure, blamesOthers: Bool) -> Bool {
    if blamesOthers { Thread.sleep(forTimeInterval: 1) }
    let notice = teller.notice(failure, about: ownState)
    guard requests.ask(\.claim, timeoutSeconds: 10) else {
      teller.log.write("silent, since another rank has told why the job ends: \(notice.dropLast())")
      return false
    }
    teller.tell(notice, of: failure)
    return true
  }

  /// Tells the others that this rank is done, before MPI is finalised: its end is no death.
  package func leave() {
    _ = requests.ask(\.leave, timeoutSeconds: 1)
    if Activity.hasBegunStep { teller.log.write("is done") }
  }

  private var ownState: WatchedRank {
    var sampler = ActivitySampler()
    sampler.look(elapsedSeconds: 0)
    return WatchedRank(rank: member.rank, host: member.host, state: sampler.state)
  }
}
