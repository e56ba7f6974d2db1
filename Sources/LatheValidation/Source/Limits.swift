/// What is read at most: a hostile package costs no more than a large one.
enum Limits {
    /// Files of a package.
    static let files = 200_000
    /// Bytes of a playlist, manifest or `package.json`.
    static let textBytes = 64 << 20
    /// Bytes of a media segment, or of a progressive file.
    static let mediaBytes = 1 << 30
    /// Segments of one rendition.
    static let segments = 50_000
    /// Renditions of one manifest.
    static let renditions = 500
    /// Segments of one manifest, all renditions together.
    static let segmentsOfManifest = 500_000
    /// Bytes that are looked at in all, where one file is named again and again; a frame counts as a few.
    static let work = 64 << 30
    /// Boxes, elements or frames of one segment.
    static let parts = 2_000_000
    /// Boxes in boxes, elements in elements.
    static let depth = 16
    /// The largest number that is taken for a time or size: exact in a `Double`, and far from overflow when added up.
    static let number = 1 << 53
}
