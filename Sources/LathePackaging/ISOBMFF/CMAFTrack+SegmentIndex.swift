extension CMAFTrack: IndexedContainer {
    /// An empty `free` box, ISO/IEC 14496-12 §8.1.2.
    ///
    /// FFmpeg 9 fetches byte ranges that touch with one request, and then plays only the first of these segments.
    public var segmentSeparator: [UInt8] { [0, 0, 0, 8] + Array("free".utf8) }

    /// The head of a file with all segments: `ftyp`, `moov`, and one `sidx` that refers to every segment
    /// (self-initializing media segment, ISO/IEC 23009-1 §6.3.5.2, §8.3).
    ///
    /// - Parameter segments: fragments that follow at once, each with its separator, and what they present; in order.
    public func fileHead(before segments: [MediaSegmentSize]) -> FileHead {
        var writer = BoxWriter()
        writer.write(initSegment())
        let start = writer.bytes.count
        writeIndex(of: Self.joined(segments, to: Int(UInt16.max)), from: 0, to: &writer)
        return FileHead(bytes: writer.bytes, indexOffset: start)
    }

    /// Neighbours taken together until no more are left than a `sidx` counts.
    private static func joined(_ segments: [MediaSegmentSize], to greatestCount: Int) -> [MediaSegmentSize] {
        let group = (segments.count + greatestCount - 1) / greatestCount
        guard group > 1 else { return segments }
        return stride(from: 0, to: segments.count, by: group).map { first in
            segments[first..<min(first + group, segments.count)].reduce(MediaSegmentSize(bytes: 0, samples: 0)) {
                MediaSegmentSize(bytes: $0.bytes + $1.bytes, samples: $0.samples + $1.samples)
            }
        }
    }

    /// `sidx` with a reference to each fragment that follows, in presentation time: what the edit list cuts away does
    /// not count (ISO/IEC 14496-12 §8.16.3). Each starts with a stream access point of type 1, as every audio frame
    /// does.
    func writeIndex(of segments: [MediaSegmentSize], from presentationTime: Int, to writer: inout BoxWriter) {
        let startsWithAccessPointOfType1 = 0x9000_0000
        writer.fullBox("sidx", version: 1) {
            $0.write(Self.trackID, as: UInt32.self)
            $0.write(sampleRate, as: UInt32.self)
            $0.write(presentationTime, as: UInt64.self)
            $0.zeros(8)
            $0.zeros(2)
            $0.write(segments.count, as: UInt16.self)
            for segment in segments {
                $0.write(segment.bytes, as: UInt32.self)
                $0.write(segment.samples, as: UInt32.self)
                $0.write(startsWithAccessPointOfType1, as: UInt32.self)
            }
        }
    }
}
