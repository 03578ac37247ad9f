/// How a job is watched over.
package struct WatchSettings: Sendable {
  /// For so long a rank may stand still; 0: for ever.
  package var stallTimeoutSeconds: Int
  /// So long the ranks have to connect with those that listen; then their ports are closed.
  package var secondsToConnect = 30.0
  /// Holds the ranks' logs; nil: there are none.
  package var runDirectory: String?

  package init(stallTimeoutSeconds: Int = 300, runDirectory: String? = nil) {
    self.stallTimeoutSeconds = stallTimeoutSeconds
    self.runDirectory = runDirectory
  }
}
