import Failures
import Foundation

do {
  let command = try EmojiCommand.parse()
  try await command.run()
} catch let failure as Failure {
  FileHandle.standardError.write(Data("tbn-emoji: \(failure)\n".utf8))
  exit(failure.status.rawValue)
} catch {
  EmojiCommand.exit(withError: error)
}
