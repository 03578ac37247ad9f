import Failures
// The library's `stdout` is a variable that nobody sets.
@preconcurrency import Glibc

/// What a program must settle with the operating system before it opens its first file.
package enum ProcessStreams {
  /// Turns signals that would end the process into errors with a message, keeps the numbers of the standard streams
  /// taken, and lets the exit status tell whether standard output took everything. To be called once, at the beginning.
  package static func prepare() {
    // Past a limit on file sizes, and with nobody at the end of a pipe, writing fails with EFBIG and EPIPE instead.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    occupyStandardStreams()
    on_exit({ status, _ in if status == 0 { ProcessStreams.requireWrittenOutput() } }, nil)
  }

  /// A file that is opened while a standard stream is closed would get its number, and the text meant for the stream.
  private static func occupyStandardStreams() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
      // Only for reading: writing to it stays an error, as it is with the closed stream.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// `print` tells nobody when it fails.
  private static func requireWrittenOutput() {
    let isFlushed = fflush(stdout) == 0
    let number = isFlushed ? EIO : errno
    guard !isFlushed || ferror(stdout) != 0 else { return }
    if number == EPIPE || isReaderGone { endAsPipelinesExpect() }
    let failure = Failure.systemCall("cannot be written", at: "standard output", number: number)
    StandardError.write("tbn-dist: \(failure)\n")
    _exit(failure.status.rawValue)
  }

  private static var isReaderGone: Bool {
    var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR) != 0
  }

  /// `| head -1` ends what writes into it with this signal, and in silence.
  private static func endAsPipelinesExpect() {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
  }
}
