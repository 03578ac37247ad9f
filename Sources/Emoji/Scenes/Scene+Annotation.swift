extension Scene {
  /// The boxes in the XML of Flickr30K Entities: one `<object>` for each place, named by its entity, and one for
  /// each thing without a box.
  ///
  /// Corners are written as they stand in the `_boxes.npy` files, so that the differences are widths and heights.
  var annotation: String {
    let header = [
      "<annotation>", "\t<filename>\(id).png</filename>", "\t<size>", "\t\t<width>\(width)</width>",
      "\t\t<height>\(height)</height>", "\t\t<depth>3</depth>", "\t</size>",
    ]
    let objects = entities.flatMap { entity in
      entity.boxes.flatMap { Self.object(named: entity.number, lines: Self.lines(of: $0)) }
    }
    let background = Self.object(
      named: backgroundNumber, lines: ["\t\t<scene>1</scene>", "\t\t<nobndbox>0</nobndbox>"])
    let gap = Self.object(named: gapNumber, lines: ["\t\t<scene>0</scene>", "\t\t<nobndbox>1</nobndbox>"])
    return (header + objects + background + gap + ["</annotation>"]).map { $0 + "\n" }.joined()
  }

  private static func object(named number: Int, lines: [String]) -> [String] {
    ["\t<object>", "\t\t<name>\(number)</name>"] + lines + ["\t</object>"]
  }

  private static func lines(of box: PixelBox) -> [String] {
    let corners = [("xmin", box.x1), ("ymin", box.y1), ("xmax", box.x2), ("ymax", box.y2)]
    return ["\t\t<bndbox>"] + corners.map { "\t\t\t<\($0)>\($1)</\($0)>" } + ["\t\t</bndbox>"]
  }
}
