extension WebMTrack {
    /// The WebM initialization segment: EBML header, a Segment that ends with the stream, Info and Tracks
    /// (RFC 9559 §5.1; WebM Byte Stream Format of Media Source Extensions §3).
    public func initSegment() -> [UInt8] {
        var writer = EBMLWriter()
        Self.writeEBMLHeader(to: &writer)
        writer.writeHeaderOfUnknownSize(WebMID.segment)
        writer.write(information())
        writer.write(tracks())
        return writer.bytes
    }

    static func writeEBMLHeader(to writer: inout EBMLWriter) {
        writer.element(WebMID.ebml) {
            $0.element(WebMID.ebmlVersion, 1)
            $0.element(WebMID.ebmlReadVersion, 1)
            $0.element(WebMID.ebmlMaxIDLength, 4)
            $0.element(WebMID.ebmlMaxSizeLength, 8)
            $0.element(WebMID.docType, "webm")
            $0.element(WebMID.docTypeVersion, 4)
            $0.element(WebMID.docTypeReadVersion, 2)
        }
    }

    /// Info. Times are in milliseconds, the one scale that every WebM player supports. The duration is a floating-point
    /// element, so it is exact to a fraction of a sample.
    func information() -> [UInt8] {
        let nanosecondsPerMillisecond = 1_000_000
        var writer = EBMLWriter()
        writer.element(WebMID.info) {
            $0.element(WebMID.timestampScale, nanosecondsPerMillisecond)
            if let length { $0.element(WebMID.duration, Double(length) * 1000 / Double(sampleRate)) }
            $0.element(WebMID.muxingApp, "Lathe")
            $0.element(WebMID.writingApp, "Lathe")
        }
        return writer.bytes
    }

    /// Tracks, with the only one.
    func tracks() -> [UInt8] {
        var writer = EBMLWriter()
        writer.element(WebMID.tracks) {
            $0.element(WebMID.trackEntry) { writeTrackEntry(to: &$0) }
        }
        return writer.bytes
    }

    private func writeTrackEntry(to writer: inout EBMLWriter) {
        let audioType = 2
        writer.element(WebMID.trackNumber, Self.trackNumber)
        writer.element(WebMID.trackUID, 1)
        writer.element(WebMID.trackType, audioType)
        writer.element(WebMID.flagLacing, 0)
        writer.element(WebMID.language, "und")
        writeCodec(to: &writer)
        writer.element(WebMID.codecPrivate, codecPrivate)
        writer.element(WebMID.audio) {
            $0.element(WebMID.samplingFrequency, Double(sampleRate))
            $0.element(WebMID.channels, channelCount)
        }
    }

    /// Opus is to be decoded for 80 ms before the place that is sought (RFC 7845 §4.6).
    private func writeCodec(to writer: inout EBMLWriter) {
        switch codec {
        case .vorbis:
            writer.element(WebMID.codecID, "A_VORBIS")
        case .opus(let preSkip):
            writer.element(WebMID.codecID, "A_OPUS")
            writer.element(WebMID.codecDelay, preSkip.scaled(by: 1_000_000_000, over: 48_000))
            writer.element(WebMID.seekPreRoll, 80_000_000)
        }
    }
}
