import Failures
import Foundation

do {
  let command = try EmojiCommand.parse()
  try await command.run()
} catch let failure as Failure {
  StandardError.write("tbn-emoji: \(failure)\n")
  exit(failure.status.rawValue)
} catch {
  EmojiCommand.exit(withError: error)
}
