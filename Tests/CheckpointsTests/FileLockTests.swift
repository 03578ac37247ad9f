import Failures
import Files
import Foundation
import TestSupport
import Testing

@Suite struct FileLockTests {
  @Test(
    "A file system that refuses the lock for whatever reason is told of and used",
    arguments: [ENOLCK, ENOTSUP, ENOSYS, EIO, EINVAL, EPERM, ENOENT, EDEADLK, EREMOTEIO, ESTALE, ETIMEDOUT])
  func anyError(number: Int32) throws {
    let directory = try TemporaryDirectory()
    let lock = try #require(try FileLock(path: directory.file("lock")) { _ in number })
    #expect(lock.weakness == String(cString: strerror(number)))
  }

  @Test("What another process holds is not given", arguments: [EACCES, EAGAIN])
  func held(number: Int32) throws {
    let directory = try TemporaryDirectory()
    #expect(try FileLock(path: directory.file("lock")) { _ in number } == nil)
  }

  @Test("A lock that holds has no weakness, and leaves the file as it is")
  func whole() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kept", to: "lock")
    let lock = try #require(try FileLock(path: directory.file("lock")))
    #expect(lock.weakness == nil)
    #expect(try directory.bytes(of: "lock") == Array("kept".utf8))
  }

  @Test("A file that cannot be opened is a failure, since nothing else could be written there")
  func unopened() throws {
    expectFailure(.inputOutput, "cannot create the file") { _ = try FileLock(path: "/nowhere/lock") }
  }
}
