/// Which program this is.
package enum Version {
  /// "0.1.0 (3f2a9c1d77e0)": the release, and the commit that was built; "with changes" where files had changed since.
  package static let text = "\(release) (\(builtCommit))"

  private static let release = "0.1.0"
}
