/// The decoder configuration of AAC, ISO/IEC 14496-3 §1.6.2.1, as far as a packager must know it.
struct AudioSpecificConfig: Equatable {
    let objectType: Int
    let sampleRate: Int
    let channelCount: Int
    /// 1024, or 960 for broadcasts.
    let frameLength: Int
    /// Spectral band replication is announced: HE-AAC.
    let hasSBR: Bool

    /// The rates in Hz by their index, table 1.18.
    static let sampleRates = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
    ]
    /// Channels by the configuration's number, table 1.19; 0 refers to an element of the stream.
    private static let channelCounts = [0, 1, 2, 3, 4, 5, 6, 8]

    /// Nil for a configuration that ends too early or says what the standard reserves.
    init?(_ bytes: [UInt8]) {
        var bits = BitReader(bytes)
        guard let first = Self.objectType(&bits), let rate = Self.sampleRate(&bits), let channels = bits.read(4),
            channels < Self.channelCounts.count
        else { return nil }
        channelCount = Self.channelCounts[channels]
        sampleRate = rate
        // Explicit hierarchical signalling: the object type is the extension's.
        if first == 5 || first == 29 {
            (objectType, frameLength, hasSBR) = (first, 1024, true)
            return
        }
        guard let isShort = bits.read(1), bits.read(2) != nil else { return nil }
        objectType = first
        frameLength = isShort == 1 ? 960 : 1024
        // Backward compatible signalling: a sync word, SBR's object type, and whether it is there.
        hasSBR = bits.read(11) == 0x2B7 && bits.read(5) == 5 && bits.read(1) == 1
    }

    private static func objectType(_ bits: inout BitReader) -> Int? {
        guard let type = bits.read(5) else { return nil }
        return type == 31 ? bits.read(6).map { 32 + $0 } : type
    }

    private static func sampleRate(_ bits: inout BitReader) -> Int? {
        guard let index = bits.read(4) else { return nil }
        if index == 15 { return bits.read(24).flatMap { $0 > 0 ? $0 : nil } }
        return index < sampleRates.count ? sampleRates[index] : nil
    }

    /// Refuses all but AAC-LC in frames of 1024 samples, with channels that are stated.
    func check(_ file: MasterFile, _ limits: MasterLimits) throws {
        guard !hasSBR, objectType == 2 else {
            let name = hasSBR ? "HE-AAC" : "AAC of object type \(objectType)"
            throw file.refusal(.unsupported, "it holds \(name)", remedy: "Lathe packages AAC-LC.")
        }
        guard frameLength == 1024 else { throw file.refusal(.unsupported, "its frames have 960 samples") }
        guard channelCount > 0 else {
            throw file.refusal(.unsupported, "its channels are described inside the stream")
        }
        guard channelCount <= limits.channels, sampleRate <= limits.sampleRate else {
            throw file.refusal(.limitExceeded, "it has \(channelCount) channels at \(sampleRate) Hz")
        }
    }
}

/// Reads numbers of some bits, most significant first.
struct BitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Nil where the bytes end.
    mutating func read(_ count: Int) -> Int? {
        guard position + count <= bytes.count * 8 else { return nil }
        var value = 0
        for _ in 0..<count {
            value = value << 1 | Int(bytes[position / 8] >> UInt8(7 - position % 8) & 1)
            position += 1
        }
        return value
    }
}
