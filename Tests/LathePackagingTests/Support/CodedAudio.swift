import LathePackaging

/// Frames of an ADTS stream (ISO/IEC 13818-7 §6.2) without their headers.
func framesOfADTS(_ stream: [UInt8]) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var rest = stream[...]
    while rest.count > 7 {
        let header = Array(rest.prefix(7))
        let size = Int(header[3] & 3) << 11 | Int(header[4]) << 3 | Int(header[5] >> 5)
        let headerSize = header[1] & 1 == 1 ? 7 : 9
        frames.append(Array(rest.prefix(size).dropFirst(headerSize)))
        rest = rest.dropFirst(size)
    }
    return frames
}

/// Packets of an Ogg stream (RFC 3533 §6).
func packetsOfOgg(_ stream: [UInt8]) -> [[UInt8]] {
    var packets: [[UInt8]] = []
    var packet: [UInt8] = []
    var rest = stream[...]
    while rest.count > 27 {
        let segmentCount = Int(rest[rest.startIndex + 26])
        let sizes = rest.dropFirst(27).prefix(segmentCount)
        rest = rest.dropFirst(27 + segmentCount)
        for size in sizes {
            packet += rest.prefix(Int(size))
            rest = rest.dropFirst(Int(size))
            if size < 255 {
                packets.append(packet)
                packet = []
            }
        }
    }
    return packets
}

extension CMAFTrack {
    /// All media segments of frames of equal duration, cut where the timeline says, the last frame trimmed.
    ///
    /// - Parameter length: samples of the programme.
    func segments(of frames: [[UInt8]], along timeline: Timeline, length: Int) -> [[UInt8]] {
        var segments: [[UInt8]] = []
        var next = 0
        for number in 0..<(timeline.segmentCount ?? 0) {
            let first = next
            let end = primingSamples + timeline.range(ofSegment: number).upperBound
            while next < frames.count, next * frameLength < end { next += 1 }
            let samples = (first..<next).map {
                CMAFSample(
                    byteCount: frames[$0].count, duration: min(frameLength, primingSamples + length - $0 * frameLength))
            }
            segments.append(
                mediaSegment(
                    sequenceNumber: number + 1, decodeTime: first * frameLength, samples: samples,
                    payload: Array(frames[first..<next].joined())))
        }
        return segments
    }
}
