/// When buckets of gradients cross a link one after the other, each from when it is ready and the link is free.
struct ExchangeSchedule: Equatable {
  /// Seconds in which the link is busy before the work ends.
  private(set) var hidden = 0.0
  /// Seconds from the end of the work to that of the last bucket.
  private(set) var shown = 0.0

  /// - Parameters:
  ///   - buckets: seconds after the start at which each is ready, rising, and seconds that the link needs for it.
  ///   - workEnd: when the rank has nothing left to do but to wait; not before the last bucket is ready.
  init(_ buckets: [(ready: Double, transfer: Double)], workEnd: Double) {
    var linkFree = 0.0
    for bucket in buckets {
      let start = max(linkFree, bucket.ready)
      linkFree = start + bucket.transfer
      hidden += max(0, min(linkFree, workEnd) - min(start, workEnd))
    }
    shown = max(0, linkFree - workEnd)
  }
}
