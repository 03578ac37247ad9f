/// Parts of an annotation file in the published form.
enum AnnotationText {
  static func size(_ width: Int, _ height: Int) -> String {
    "<size><width>\(width)</width><height>\(height)</height><depth>3</depth></size>"
  }

  /// An object in a line of its own.
  static func object(_ names: [String], corners: [String]) -> String {
    let tags = ["xmin", "ymin", "xmax", "ymax"]
    let box = zip(tags, corners).map { "<\($0)>\($1)</\($0)>" }.joined()
    return "<object>\(names.map { "<name>\($0)</name>" }.joined())<bndbox>\(box)</bndbox></object>\n"
  }

  static func object(_ names: [String], _ corners: [Double]) -> String {
    object(names, corners: corners.map { "\($0)" })
  }
}
