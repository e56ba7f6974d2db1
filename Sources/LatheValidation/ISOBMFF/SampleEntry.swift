/// An entry of `stsd`: which codec, and what its decoder needs (ISO/IEC 14496-12 §12.2.3).
struct SampleEntry {
    let coding: TrackHeader.Coding
    /// RFC 6381.
    let codecs: String
    let sampleRate: Int
    let channelCount: Int
    let frameLength: Int?

    /// - Returns: nil, with a finding, where it is cut off or contradicts itself.
    init?(_ box: Box, file: String, _ findings: inout Findings) {
        let place = Finding.Place(file, offset: box.offset)
        var reader = box.contents
        guard reader.skip(16), let channels = reader.count(2), reader.skip(6), let rate = reader.count(4) else {
            findings.add(.bmffBoxMalformed, at: place, "the sample entry '\(box.type)' is cut off")
            return nil
        }
        let children = Box.boxes(in: reader, file: file, &findings)
        switch box.type {
        case "mp4a": self.init(mp4a: children, rate: rate >> 16, channels: channels, place, &findings)
        case "fLaC": self.init(flac: children, place, &findings)
        case "Opus": self.init(opus: children, place, &findings)
        default:
            findings.add(.contentNotChecked, at: place, "the sample entry is '\(box.type)'")
            self.init(
                coding: .other, codecs: box.type, sampleRate: max(1, rate >> 16), channelCount: channels,
                frameLength: nil)
        }
    }

    private init(
        coding: TrackHeader.Coding, codecs: String, sampleRate: Int, channelCount: Int, frameLength: Int?
    ) {
        self.coding = coding
        self.codecs = codecs
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.frameLength = frameLength
    }

    private init?(
        mp4a children: [Box], rate: Int, channels: Int, _ place: Finding.Place, _ findings: inout Findings
    ) {
        guard let stream = children.first("esds"), let rest = stream.full?.rest,
            let decoder = ElementaryStream(rest)
        else {
            findings.add(.bmffCodecConfiguration, at: place, "'esds' is missing or malformed")
            return nil
        }
        if decoder.objectType == 0x6B || decoder.objectType == 0x69 {
            findings.add(.mp3InISOBMFF, at: place, "the track is MP3")
            coding = .mp3
            codecs = "mp4a.40.34"
            sampleRate = max(1, rate)
            channelCount = channels
            frameLength = nil
            return
        }
        guard decoder.objectType == 0x40, let config = AudioSpecificConfig(decoder.specificInfo) else {
            findings.add(.bmffCodecConfiguration, at: place, "there is no AudioSpecificConfig that a decoder could use")
            return nil
        }
        coding = .aac(config)
        codecs = config.codecs
        sampleRate = config.sampleRate
        channelCount = config.channelCount ?? channels
        frameLength = config.frameLength
        if rate > 0, rate != config.sampleRate, rate != 2 * config.sampleRate {
            let message = "the sample entry says \(rate) Hz, AudioSpecificConfig \(config.sampleRate) Hz"
            findings.add(.bmffCodecConfiguration, at: place, message)
        }
        if let actual = config.channelCount, actual != channels, channels != 2 {
            let message = "the sample entry says \(channels) channels, AudioSpecificConfig \(actual)"
            findings.add(.bmffCodecConfiguration, at: place, message)
        }
    }

    /// `dfLa` with STREAMINFO first (Encapsulation of FLAC in ISO BMFF §3.3.2; RFC 9639 §8.2).
    private init?(flac children: [Box], _ place: Finding.Place, _ findings: inout Findings) {
        guard var rest = children.first("dfLa")?.full?.rest, let kind = rest.integer(1), kind & 0x7F == 0,
            rest.integer(3) == 34, rest.skip(10), let packed = rest.integer(8)
        else {
            findings.add(.bmffCodecConfiguration, at: place, "'dfLa' is missing or has no STREAMINFO")
            return nil
        }
        coding = .flac
        codecs = "fLaC"
        sampleRate = packed >> 44
        channelCount = packed >> 41 & 7 + 1
        frameLength = nil
        guard sampleRate > 0 else {
            findings.add(.bmffCodecConfiguration, at: place, "STREAMINFO says 0 Hz")
            return nil
        }
    }

    /// `dOps` (Encapsulation of Opus in ISO BMFF §4.3.2).
    private init?(opus children: [Box], _ place: Finding.Place, _ findings: inout Findings) {
        guard var rest = children.first("dOps")?.contents, rest.integer(1) == 0, let channels = rest.integer(1),
            rest.remaining >= 9
        else {
            findings.add(.bmffCodecConfiguration, at: place, "'dOps' is missing or malformed")
            return nil
        }
        coding = .opus
        codecs = "Opus"
        sampleRate = 48_000
        channelCount = channels
        frameLength = nil
    }
}

/// The descriptors of `esds` (ISO/IEC 14496-1 §7.2.6).
private struct ElementaryStream {
    /// objectTypeIndication: 0x40 is MPEG-4 audio.
    var objectType = 0
    var specificInfo: ArraySlice<UInt8> = []

    init?(_ reader: ByteReader) {
        var reader = reader
        guard var stream = Self.descriptor(0x03, &reader), stream.skip(2), let flags = stream.integer(1) else {
            return nil
        }
        if flags & 0x80 != 0 { _ = stream.skip(2) }
        if flags & 0x40 != 0, let length = stream.integer(1) { _ = stream.skip(length) }
        if flags & 0x20 != 0 { _ = stream.skip(2) }
        guard var decoder = Self.descriptor(0x04, &stream), let type = decoder.integer(1), decoder.skip(12) else {
            return nil
        }
        objectType = type
        guard var info = Self.descriptor(0x05, &decoder) else { return }
        specificInfo = info.take(info.remaining) ?? []
    }

    /// The contents of the next descriptor, if it has the tag.
    private static func descriptor(_ tag: Int, _ reader: inout ByteReader) -> ByteReader? {
        guard reader.integer(1) == tag else { return nil }
        var size = 0
        for _ in 0..<4 {
            guard let byte = reader.integer(1) else { return nil }
            size = size << 7 | byte & 0x7F
            if byte < 0x80 { return reader.part(size) }
        }
        return nil
    }
}
