import Foundation
import MPI

extension World {
  /// What rank 0 makes, on every rank: its failure ends the job with one message. A collective.
  ///
  /// Numbers arrive with the same bits.
  package func fromRoot<Value: Codable>(_ make: () throws -> Value) throws -> Value {
    var made: Value?
    var bytes: [UInt8] = []
    try onRoot {
      let value = try make()
      made = value
      if size > 1 { bytes = [UInt8](try JSONEncoder().encode([value])) }
    }
    bytes = try communicator.broadcast(bytes)
    if let made { return made }
    return try JSONDecoder().decode([Value].self, from: Data(bytes))[0]
  }
}
