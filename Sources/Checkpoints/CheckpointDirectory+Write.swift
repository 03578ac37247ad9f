import Failures
import Files
import Foundation

extension CheckpointDirectory {
  /// Makes the directory ready for a run that writes: creates it and clears away what an interrupted run left.
  ///
  /// Not for a command that only reads, as it would take the files from under a run that is writing.
  package func prepareForWriting() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.cannotCreate, "cannot create the directory: \(error.localizedDescription)", at: path)
    }
    for entry in try entries() {
      if entry.hasPrefix(Self.replacedPrefix) { try restore(entry) }
      if entry.hasPrefix(AtomicFile.temporaryPrefix) || entry.hasPrefix(Self.discardedPrefix) {
        try remove("\(path)/\(entry)")
      }
    }
  }

  /// Writes a checkpoint so that it is there as a whole or not at all, and names it in `latest`.
  ///
  /// - Parameters:
  ///   - name: sorts after the names before it; a checkpoint of the same name is replaced.
  ///   - writeFiles: writes files, and only plain files, into the directory it is given.
  /// - Throws: what `writeFiles` throws, or `Failure` with the file and the error of the system. The other
  ///   checkpoints are then as before, and one of the same name too unless the new one has taken its place.
  @discardableResult
  package func write(_ name: String, writeFiles: (_ directory: String) throws -> Void) throws -> Checkpoint {
    precondition(Self.isPlainName(name) && name != Self.latestFileName && name != Self.bestFileName, name)
    let temporary = "\(path)/\(AtomicFile.temporaryPrefix)\(name)"
    do {
      try remove(temporary)
      try makeDirectory(temporary)
      try writeFiles(temporary)
      let manifest = try seal(temporary)
      try publish(temporary, as: name)
      try point(Self.latestFileName, to: name)
      return Checkpoint(name: name, path: "\(path)/\(name)", manifest: manifest)
    } catch {
      // The reason of the failure is worth more than that of the cleaning up.
      try? remove(temporary)
      throw (error as? Failure)?.moved(from: temporary, to: "\(path)/\(name)") ?? error
    }
  }

  /// Names a checkpoint in `best`, so that `keepLast` never removes it.
  /// - Precondition: the checkpoint is there.
  package func markBest(_ name: String) throws {
    precondition(Self.isPlainName(name) && Self.isDirectory("\(path)/\(name)"), name)
    try point(Self.bestFileName, to: name)
  }

  /// Removes all but the newest checkpoints, the best one and the one written last.
  ///
  /// - Parameter count: how many of the newest to keep, at least 1.
  package func keepLast(_ count: Int) throws {
    precondition(count >= 1)
    // After a resume from an older checkpoint the one written last may sort before damaged ones.
    let kept = [try name(in: Self.bestFileName), try name(in: Self.latestFileName)]
    for name in try names().dropFirst(count) where !kept.contains(name) { try discard(name) }
  }
}

extension CheckpointDirectory {
  /// Writes the manifest and waits until the disk has everything in the directory.
  private func seal(_ directory: String) throws -> Manifest {
    let manifest = try Manifest(ofFilesIn: directory)
    for name in manifest.files.keys.sorted() { try AtomicFile.synchronizeFile("\(directory)/\(name)") }
    try AtomicFile.write(try manifest.encoded(), to: "\(directory)/\(Manifest.fileName)")
    try AtomicFile.synchronizeDirectory(directory)
    return manifest
  }

  /// A directory cannot be renamed onto a full one, so an old checkpoint of that name steps aside first.
  private func publish(_ temporary: String, as name: String) throws {
    let target = "\(path)/\(name)"
    let replaced = "\(path)/\(Self.replacedPrefix)\(name)"
    let replaces = FileManager.default.fileExists(atPath: target)
    if replaces {
      try remove(replaced)
      try AtomicFile.move(target, to: replaced)
    }
    do { try AtomicFile.move(temporary, to: target) } catch {
      if replaces { try AtomicFile.move(replaced, to: target) }
      throw error
    }
    try AtomicFile.synchronizeDirectory(path)
    if replaces { try remove(replaced) }
  }

  /// Gives a checkpoint its name back when the run was interrupted before its successor had it.
  private func restore(_ entry: String) throws {
    let target = "\(path)/\(entry.dropFirst(Self.replacedPrefix.count))"
    if FileManager.default.fileExists(atPath: target) { return try remove("\(path)/\(entry)") }
    try AtomicFile.move("\(path)/\(entry)", to: target)
    try AtomicFile.synchronizeDirectory(path)
  }

  private func point(_ file: String, to name: String) throws {
    try AtomicFile.write(Data("\(name)\n".utf8), to: "\(path)/\(file)")
  }

  /// Renamed first: half removed it must not stand there as a checkpoint.
  private func discard(_ name: String) throws {
    let discarded = "\(path)/\(Self.discardedPrefix)\(name)"
    try remove(discarded)
    try AtomicFile.move("\(path)/\(name)", to: discarded)
    try remove(discarded)
  }

  private func makeDirectory(_ path: String) throws {
    guard mkdir(path, 0o777) == 0 else {
      throw Failure.systemCall("cannot create the directory", at: path, number: errno)
    }
  }

  /// Removes a file, or a directory with all in it, if it is there; links are removed, not followed.
  private func remove(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      throw Failure(.inputOutput, "cannot be removed: \(error.localizedDescription)", at: path)
    }
  }
}
