import CFreeType
import CHarfBuzz
import Failures
import Glibc

/// Draws emoji with the bitmap glyphs of a colour font: HarfBuzz joins the code points, FreeType gives the bitmap.
///
/// All unsafe code of this module stands in this type and in what touches a foreign library's memory:
/// `Picture+Composite.swift`, `Cutout+Bitmap.swift` and `Picture+PNG.swift`.
package final class GlyphRenderer {
  private let library: FT_Library
  private let face: FT_Face
  private let font: OpaquePointer

  /// Opens `path` and selects its only bitmap strike.
  /// - Throws: `Failure` if the file is missing, is no font, or does not hold exactly one size of bitmaps.
  package init(fontAt path: String) throws(Failure) {
    try Self.requireFont(at: path)
    let library = try Self.makeLibrary()
    do throws(Failure) {
      face = try Self.openFace(at: path, library: library)
    } catch {
      FT_Done_FreeType(library)
      throw error
    }
    self.library = library
    font = hb_ft_font_create_referenced(face)
  }

  deinit {
    hb_font_destroy(font)
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  /// The glyphs that `scalars` become; 0 stands for a character that the font does not have.
  package func glyphs(of scalars: [Unicode.Scalar]) -> [UInt32] {
    let buffer = hb_buffer_create()
    defer { hb_buffer_destroy(buffer) }
    let codePoints = scalars.map(\.value)
    hb_buffer_add_utf32(buffer, codePoints, Int32(codePoints.count), 0, Int32(codePoints.count))
    hb_buffer_guess_segment_properties(buffer)
    hb_shape(font, buffer, nil, 0)
    var count: UInt32 = 0
    let infos = hb_buffer_get_glyph_infos(buffer, &count)
    return UnsafeBufferPointer(start: infos, count: Int(count)).map(\.codepoint)
  }

  /// The bitmap of `glyph` on white, or nil if the font has no colour bitmap for it.
  package func picture(ofGlyph glyph: UInt32) -> Picture? {
    bitmap(ofGlyph: glyph).flatMap { Picture(compositing: $0) }
  }

  /// The bitmap of `glyph` with nothing behind it, or nil if the font has no colour bitmap for it.
  func cutout(ofGlyph glyph: UInt32) -> Cutout? {
    bitmap(ofGlyph: glyph).flatMap { Cutout(of: $0) }
  }

  /// Valid until the next glyph is loaded.
  private func bitmap(ofGlyph glyph: UInt32) -> FT_Bitmap? {
    // FT_LOAD_COLOR without FT_LOAD_RENDER: a glyph that has only an outline stays one and is refused below.
    guard FT_Load_Glyph(face, glyph, Int32(FT_LOAD_COLOR)) == 0, let slot = face.pointee.glyph,
      slot.pointee.format == FT_GLYPH_FORMAT_BITMAP
    else { return nil }
    return slot.pointee.bitmap
  }
}

extension GlyphRenderer {
  private static func requireFont(at path: String) throws(Failure) {
    guard access(path, R_OK) == 0 else {
      throw Failure(
        .noInput, "cannot read the emoji font", at: path,
        remedy: "install it with 'apt-get install fonts-noto-color-emoji', or name another with --font")
    }
  }

  private static func makeLibrary() throws(Failure) -> FT_Library {
    var library: FT_Library?
    let code = FT_Init_FreeType(&library)
    guard code == 0, let library else {
      throw Failure(.software, "FT_Init_FreeType returned error \(code)")
    }
    return library
  }

  private static func openFace(at path: String, library: FT_Library) throws(Failure) -> FT_Face {
    var opened: FT_Face?
    let code = FT_New_Face(library, path, 0, &opened)
    guard code == 0, let face = opened else {
      throw Failure(.badData, "FreeType cannot open it as a font (error \(code))", at: path)
    }
    do throws(Failure) {
      try selectStrike(of: face, path: path)
    } catch {
      FT_Done_Face(face)
      throw error
    }
    return face
  }

  private static func selectStrike(of face: FT_Face, path: String) throws(Failure) {
    let strikes = face.pointee.num_fixed_sizes
    guard strikes == 1 else {
      throw Failure(
        .badData, "the font holds \(strikes) sizes of bitmap glyphs", at: path,
        expected: "exactly one, as in NotoColorEmoji.ttf of the package fonts-noto-color-emoji")
    }
    let code = FT_Select_Size(face, 0)
    guard code == 0 else {
      throw Failure(.badData, "FreeType cannot select its bitmap glyphs (error \(code))", at: path)
    }
  }
}
