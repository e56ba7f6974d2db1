/// Reads a WebM initialization segment: EBML header, and of the Segment Info and Tracks
/// (RFC 9559 §5.1; WebM Byte Stream Format §3).
struct WebMHeaderReader {
    let file: String

    /// - Returns: nil, with findings, where there is no track of sound.
    static func read(_ bytes: [UInt8], range: Range<Int>, file: String, _ findings: inout Findings) -> TrackHeader? {
        WebMHeaderReader(file: file).header(ByteReader(bytes, in: range), &findings)
    }

    private func place(_ element: EBMLElement) -> Finding.Place { .init(file, offset: element.offset) }

    private func missing(_ name: String, _ place: Finding.Place, _ findings: inout Findings) {
        findings.add(.webmElementMissing, at: place, "there is no \(name)")
    }

    private func header(_ reader: ByteReader, _ findings: inout Findings) -> TrackHeader? {
        let whole = Finding.Place(file, offset: reader.offset)
        var reader = reader
        guard let ebml = EBMLElement.next(&reader), ebml.id == MatroskaID.ebml else {
            missing("EBML header", whole, &findings)
            return nil
        }
        let type = ebml.children(file: file, &findings).first(MatroskaID.docType)?.text
        if type != "webm" {
            findings.add(.webmDocType, at: place(ebml), "DocType is \"\(type ?? "")\", not webm")
        }
        guard let parts = segmentParts(&reader, &findings) else {
            missing("Segment", whole, &findings)
            return nil
        }
        guard let tracks = parts.first(MatroskaID.tracks) else {
            missing("Tracks", whole, &findings)
            return nil
        }
        let info = parts.first(MatroskaID.info)?.children(file: file, &findings) ?? []
        if info.isEmpty { missing("Info", whole, &findings) }
        let entries = tracks.children(file: file, &findings).filter { $0.id == MatroskaID.trackEntry }
        guard let entry = entries.first else {
            missing("TrackEntry", place(tracks), &findings)
            return nil
        }
        if entries.count > 1 {
            findings.add(.bmffTrackCount, at: place(entries[1]), "there are \(entries.count) tracks")
        }
        return track(entry, info: info, &findings)
    }

    /// What of the Segment lies in the init segment; where the Segment's size is known its end lies elsewhere.
    private func segmentParts(_ reader: inout ByteReader, _ findings: inout Findings) -> [EBMLElement]? {
        while reader.remaining > 0 {
            var ahead = reader
            guard let id = EBMLElement.number(&ahead, keepsMarker: true, widest: 4)?.value,
                let size = EBMLElement.number(&ahead, keepsMarker: false, widest: 8)
            else { return nil }
            if id == MatroskaID.segment {
                let rest = ahead.part(min(size.isUnknown ? ahead.remaining : size.value, ahead.remaining))
                return rest.map { EBMLElement.elements(in: $0, file: file, &findings) }
            }
            guard !size.isUnknown, ahead.skip(size.value) else { return nil }
            reader = ahead
        }
        return nil
    }

    private func track(
        _ entry: EBMLElement, info: [EBMLElement], _ findings: inout Findings
    ) -> TrackHeader? {
        let children = entry.children(file: file, &findings)
        guard children.first(MatroskaID.trackType)?.unsigned == 2 else {
            findings.add(.bmffTrackCount, at: place(entry), "the track is not of sound")
            return nil
        }
        let scale = info.first(MatroskaID.timestampScale)?.unsigned ?? 1_000_000
        guard 1...1_000_000_000 ~= scale else {
            findings.add(.webmElementMalformed, at: place(entry), "TimestampScale is \(scale)")
            return nil
        }
        let audio = children.first(MatroskaID.audio)?.children(file: file, &findings) ?? []
        let rate = audio.first(MatroskaID.samplingFrequency)?.float ?? 8000
        guard rate >= 1, rate < 10_000_000 else {
            findings.add(.webmElementMalformed, at: place(entry), "SamplingFrequency is \(rate)")
            return nil
        }
        guard let (coding, codecs) = coding(children, entry, &findings) else { return nil }
        var header = TrackHeader(
            container: .webM, coding: coding, codecs: codecs, sampleRate: Int(rate),
            channelCount: audio.first(MatroskaID.channels)?.unsigned ?? 1, timescale: 1_000_000_000 / scale)
        header.place = place(entry)
        let delay = children.first(MatroskaID.codecDelay)?.unsigned ?? 0
        header.presentationStart = delay / scale
        header.declaredDuration = info.first(MatroskaID.duration)?.float.map { $0 * Double(scale) / 1e9 }
        header.fragmentDefaults.trackID = children.first(MatroskaID.trackNumber)?.unsigned ?? 1
        if coding == .opus, children.first(MatroskaID.seekPreRoll)?.unsigned != 80_000_000 {
            findings.add(.webmOpusPreRoll, at: place(entry), "SeekPreRoll is not 80 ms")
        }
        return header
    }

    private func coding(
        _ children: [EBMLElement], _ entry: EBMLElement, _ findings: inout Findings
    ) -> (TrackHeader.Coding, String)? {
        let setup = children.first(MatroskaID.codecPrivate)
        switch children.first(MatroskaID.codecID)?.text {
        case "A_VORBIS":
            guard let setup, let modes = VorbisModes(codecPrivate: setup.contents) else {
                findings.add(
                    .webmCodecPrivate, at: place(entry), "CodecPrivate does not hold the three headers of Vorbis")
                return nil
            }
            return (.vorbis(modes), "vorbis")
        case "A_OPUS":
            var head = setup?.contents
            if head?.text(8) != "OpusHead" {
                findings.add(.webmCodecPrivate, at: place(entry), "CodecPrivate is not an OpusHead")
            }
            return (.opus, "opus")
        case let other:
            findings.add(.contentNotChecked, at: place(entry), "the codec is \(other ?? "not named")")
            return (.other, other ?? "")
        }
    }
}
