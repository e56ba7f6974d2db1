/// What comes before the media segments in a file that holds them all: the init segment, then an index of the segments.
public struct FileHead: Sendable, Equatable {
    /// All of it.
    public let bytes: [UInt8]
    /// Where the init segment lies in the file, whose first bytes it is.
    public let initSegment: Range<Int>
    /// Where the index lies in the file. The first segment follows it.
    public let index: Range<Int>

    init(bytes: [UInt8], indexOffset: Int) {
        self.bytes = bytes
        initSegment = 0..<indexOffset
        index = indexOffset..<bytes.count
    }
}

/// A container whose segments can be files, or lie in one file behind an index.
public protocol IndexedContainer: Sendable {
    /// What a decoder needs before any segment.
    func initSegment() -> [UInt8]
    /// What follows each segment in a file with all of them, and belongs to none.
    var segmentSeparator: [UInt8] { get }
    /// What begins a file with all segments; its size depends only on how many they are.
    ///
    /// - Parameter segments: each as large as it is with its separator.
    func fileHead(before segments: [MediaSegmentSize]) -> FileHead
}
