import CMPI
import Watch

/// What MPI was told by its own settings.
enum MPISetting {
  /// Which interfaces it may use for TCP.
  static func interfaces() -> InterfaceChoice {
    InterfaceChoice(include: text("btl_tcp_if_include"), exclude: text("btl_tcp_if_exclude"))
  }

  /// Empty where there is no such setting.
  private static func text(_ name: String) -> String {
    var characters = [CChar](repeating: 0, count: 4096)
    cmpi_setting(name, &characters, Int32(characters.count))
    return String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
