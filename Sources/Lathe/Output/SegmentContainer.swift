internal import LathePackaging

/// The container of a rendition's segments, and how its files are called.
struct SegmentContainer {
    /// Init segment and index; nil for packed audio, which has neither.
    let format: (any IndexedContainer)?
    /// The init segment where it is a file; nil for packed audio.
    let initSegmentName: String?
    /// Of a segment that is a file.
    let segmentExtension: String
    /// Of a file with all segments.
    let fileExtension: String

    static func cmaf(_ track: CMAFTrack) -> Self {
        Self(format: track, initSegmentName: "init.mp4", segmentExtension: "m4s", fileExtension: "mp4")
    }

    static func webM(_ track: WebMTrack) -> Self {
        Self(format: track, initSegmentName: "init.webm", segmentExtension: "webm", fileExtension: "webm")
    }

    /// Tags lie between its frames, which only HLS players expect: it is not the file to download.
    static let packedMP3 = Self(
        format: nil, initSegmentName: nil, segmentExtension: "mp3", fileExtension: "packed.mp3")
}
