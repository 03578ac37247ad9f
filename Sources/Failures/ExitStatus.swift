/// Exit statuses of every command. Source: sysexits(3) from 64 up.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// A file the person gave holds what it must not.
  case badData = 2
  case usage = 64
  /// A file or directory that must exist does not.
  case noInput = 66
  case unavailable = 69
  /// A fault of the program itself.
  case software = 70
  case systemError = 71
  case cannotCreate = 73
  case inputOutput = 74
  /// Stalled or interrupted: the same command goes on where it stopped.
  case tryAgain = 75
  case configuration = 78
}
