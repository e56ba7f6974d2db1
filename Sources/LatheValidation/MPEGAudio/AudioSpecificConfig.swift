/// What an AAC decoder is told (ISO/IEC 14496-3 §1.6.2.1), as far as packaging depends on it.
struct AudioSpecificConfig: Equatable {
    /// After any explicit signalling of SBR or PS: 2 is LC, 5 HE-AAC, 29 HE-AAC v2.
    let objectType: Int
    /// Hz, of the core decoder.
    let sampleRate: Int
    /// channelConfiguration; 0: a program config element says it.
    let channelConfiguration: Int
    /// Samples of a frame, of the core decoder.
    let frameLength: Int

    static let sampleRates = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
    ]

    /// - Returns: nil where the bits end early or say what is reserved.
    init?(_ bytes: some Collection<UInt8>) {
        var reader = BitReader(bytes)
        guard let type = Self.objectType(&reader), let rate = Self.sampleRate(&reader),
            let channels = reader.bits(4), channels < 15
        else { return nil }
        objectType = type
        sampleRate = rate
        channelConfiguration = channels
        var core = type
        if type == 5 || type == 29 {
            guard Self.sampleRate(&reader) != nil, let inner = Self.objectType(&reader) else { return nil }
            core = inner
        }
        guard let isShort = reader.bits(1) else { return nil }
        frameLength = core == 23 || core == 39 ? (isShort == 1 ? 480 : 512) : isShort == 1 ? 960 : 1024
    }

    private static func objectType(_ reader: inout BitReader) -> Int? {
        guard let short = reader.bits(5), short > 0 else { return nil }
        return short == 31 ? reader.bits(6).map { 32 + $0 } : short
    }

    private static func sampleRate(_ reader: inout BitReader) -> Int? {
        guard let index = reader.bits(4) else { return nil }
        if index == 15 { return reader.bits(24).flatMap { $0 > 0 ? $0 : nil } }
        return sampleRates.indices.contains(index) ? sampleRates[index] : nil
    }

    /// Channels that a decoder yields; nil where only the stream says so.
    var channelCount: Int? {
        switch channelConfiguration {
        case 1...6: channelConfiguration
        case 7: 8
        case 11: 7
        case 12, 14: 8
        default: nil
        }
    }

    /// `mp4a.40.2` (RFC 6381 §3.3).
    var codecs: String { "mp4a.40.\(objectType)" }

    /// Whether a raw_data_block may begin so: after fill and data elements the first channel element is the one that
    /// the configuration calls for (ISO/IEC 14496-3 §4.4.2.1, §4.5.2.1).
    func accepts(frame: some Collection<UInt8>) -> Bool {
        var reader = BitReader(frame)
        for _ in 0..<16 {
            guard let element = reader.bits(3) else { return false }
            switch element {
            case 0, 1:
                return channelConfiguration != 1 && channelConfiguration != 2 || element == channelConfiguration - 1
            case 4, 6: guard Self.skip(element, &reader) else { return false }
            case 2, 3, 5: return channelConfiguration != 1 && channelConfiguration != 2
            default: return false
            }
        }
        return true
    }

    /// A data_stream_element or fill_element.
    private static func skip(_ element: Int, _ reader: inout BitReader) -> Bool {
        var count: Int
        var isAligned = false
        if element == 6 {
            guard let short = reader.bits(4) else { return false }
            count = short
            if short == 15 {
                guard let more = reader.bits(8) else { return false }
                count += more - 1
            }
        } else {
            guard reader.bits(4) != nil, let align = reader.bits(1), let short = reader.bits(8) else { return false }
            isAligned = align == 1
            count = short
            if short == 255 {
                guard let more = reader.bits(8) else { return false }
                count += more
            }
        }
        if isAligned { while reader.remaining % 8 != 0 { _ = reader.bits(1) } }
        for _ in 0..<count { guard reader.bits(8) != nil else { return false } }
        return true
    }
}
