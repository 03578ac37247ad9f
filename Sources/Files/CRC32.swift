import CZlib

/// The cyclic redundancy check of zip, gzip and PNG, by zlib.
///
/// It finds every single flipped bit and every damaged run of up to 32 bits. Source: ISO 3309.
package struct CRC32 {
  private var register: UInt = 0

  package init() {}

  package var value: UInt32 { UInt32(truncatingIfNeeded: register) }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    register = crc32_z(register, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
  }
}
