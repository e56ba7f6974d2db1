/// Reads a segment of packed audio: ID3 tags, then frames of MP3 or ADTS without anything between (RFC 8216 §3.4).
struct PackedAudioReader {
    let bytes: [UInt8]
    let file: String
    private(set) var facts = SegmentFacts()
    private(set) var header: TrackHeader?
    private var offset = 0
    /// Bytes of main data in the segment's frames so far: how far back a frame may reach.
    private var reservoir = 0

    static func read(
        _ bytes: [UInt8], file: String, _ findings: inout Findings
    ) -> (header: TrackHeader, facts: SegmentFacts)? {
        var reader = PackedAudioReader(bytes: bytes, file: file)
        reader.run(&findings)
        return reader.header.map { ($0, reader.facts) }
    }

    private init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    private mutating func run(_ findings: inout Findings) {
        facts.byteCount = bytes.count
        let damageCount = findings.damageCount
        let tags = ID3Reader(bytes, file: file, &findings)
        guard findings.damageCount == damageCount else { return }
        facts.timestamp = tags.timestamp
        offset = tags.end
        if tags.timestamp == nil, !tags.hasMalformedTimestamp {
            findings.add(
                .packedTimestampMissing, at: .init(file, offset: 0), "no ID3 PRIV frame gives the first frame's time")
        }
        while offset < bytes.count {
            guard takeMP3(&findings) || takeADTS(&findings) else {
                let message =
                    facts.frameCount == 0
                    ? "no frame of MP3 or AAC begins here" : "no frame begins where the last one ended"
                return findings.add(.packedFrameLost, at: .init(file, offset: offset), message)
            }
        }
        if facts.frameCount == 0 {
            findings.add(.packedFrameLost, at: .init(file, offset: offset), "there are no frames")
        }
    }

    private mutating func takeMP3(_ findings: inout Findings) -> Bool {
        guard let frame = MPEGAudioFrame(bytes, at: offset, end: bytes.count) else { return false }
        let place = Finding.Place(file, offset: offset)
        if frame.tag != nil {
            findings.add(.mp3InfoFrame, at: place, "an Info frame, which is no sound, lies in the segment")
        }
        if frame.mainDataBegin > reservoir, facts.borrowed == nil {
            facts.borrowed = .init(offset: offset, byteCount: frame.mainDataBegin - reservoir)
        }
        // What lies in an Info frame is no main data: behind it the reservoir is empty.
        reservoir = frame.tag == nil ? min(reservoir + frame.mainDataBytes, 1 << 20) : 0
        let found = TrackHeader(
            container: .packed, coding: .mp3, codecs: "mp4a.40.34", sampleRate: frame.sampleRate,
            channelCount: frame.channelCount, timescale: frame.sampleRate, frameLength: frame.samples)
        return take(found, byteCount: frame.byteCount, samples: frame.samples, &findings)
    }

    private mutating func takeADTS(_ findings: inout Findings) -> Bool {
        guard let frame = ADTSFrame(bytes, at: offset, end: bytes.count) else { return false }
        let found = TrackHeader(
            container: .packed, coding: .adts, codecs: "mp4a.40.\(frame.objectType)", sampleRate: frame.sampleRate,
            channelCount: frame.channelConfiguration == 7 ? 8 : frame.channelConfiguration,
            timescale: frame.sampleRate, frameLength: 1024)
        return take(found, byteCount: frame.byteCount, samples: frame.samples, &findings)
    }

    private mutating func take(
        _ found: TrackHeader, byteCount: Int, samples: Int, _ findings: inout Findings
    ) -> Bool {
        if let header, header != found {
            let message =
                "from here on the sound is \(found.codecs), \(found.sampleRate) Hz, \(found.channelCount) channels"
            findings.add(.packedFormatChange, at: .init(file, offset: offset), message)
        }
        if header == nil { header = found }
        if offset + byteCount > bytes.count {
            findings.add(.mediaTruncated, at: .init(file, offset: offset), "the last frame is cut off")
        }
        facts.frameCount += 1
        facts.duration += samples
        offset += byteCount
        return true
    }
}
