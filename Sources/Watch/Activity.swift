import CWatch

/// What this process is doing, recorded for those who watch over the job.
package enum Activity {
  /// A part of the program's work, by its name.
  package struct Place {
    fileprivate let place: watch_place

    /// - Parameter mayLast: reading, evaluating or writing: alive as long as it uses the processor or the disk. Anything
    ///   else must end within the stall's time.
    package init(_ name: StaticString, mayLast: Bool = false) {
      let text = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
      place = watch_place(name: text, may_last: mayLast ? 1 : 0)
    }

    fileprivate init(_ place: watch_place) {
      self.place = place
    }
  }

  /// Says where this process is from now on; returns where it was.
  @discardableResult
  package static func enter(_ place: Place) -> Place {
    Place(watch_set_place(place.place.name, place.place.may_last))
  }

  /// Runs `body` as the part of the work that `place` names. After an error this process stays there: the error ends it.
  package static func during<Result>(_ place: Place, _ body: () throws -> Result) rethrows -> Result {
    let outer = enter(place)
    let result = try body()
    enter(outer)
    return result
  }

  /// - Parameter step: counted from 1.
  package static func begin(step: Int) {
    watch_set_step(Int64(step))
  }

  /// Whether this process has begun a step.
  package static var hasBegunStep: Bool { watch_read_sample().step > 0 }
}
