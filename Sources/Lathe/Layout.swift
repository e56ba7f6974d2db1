/// How a package's media lie in files; the samples are the same.
public enum Layout: String, Sendable, Codable, CaseIterable {
    /// Each segment is a file: a listener may begin before the encode ends, and any cache will do.
    case segments
    /// All segments of a rendition are in one file behind an index, and players ask for ranges of it. A package is a
    /// few dozen files however long the music is; none can be played before the rendition is complete.
    case singleFile = "single-file"
}
