/// The `fmt ` chunk of a WAVE or W64 file.
struct WaveFormat {
    /// 1 for integers, 3 for floats, others for what Lathe does not take.
    let tag: UInt64
    let channelCount: Int
    let sampleRate: Int
    /// Bytes of one sample of all channels.
    let blockAlign: Int
    /// Bits as the chunk declares them.
    let declaredBits: Int
    /// Bits that carry sound.
    let validBits: Int
    let isExtensible: Bool
    /// dwChannelMask; nil where the file does not say.
    let channelMask: UInt64?

    private static let extensibleTag: UInt64 = 0xFFFE
    // All subformats that stand for a format tag end in these bytes.
    private static let subformatSuffix: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]

    /// Reads the chunk; nil if it is too short.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 16 else { return nil }
        let outerTag = bytes.part(0, 2).littleEndian
        isExtensible = outerTag == Self.extensibleTag && bytes.count >= 40
        channelCount = Int(bytes.part(2, 2).littleEndian)
        sampleRate = Int(bytes.part(4, 4).littleEndian)
        blockAlign = Int(bytes.part(12, 2).littleEndian)
        declaredBits = Int(bytes.part(14, 2).littleEndian)
        guard isExtensible else {
            (tag, validBits, channelMask) = (outerTag, declaredBits, nil)
            return
        }
        let isStandard = bytes.part(26, 14).elementsEqual(Self.subformatSuffix)
        tag = isStandard ? bytes.part(24, 2).littleEndian : Self.extensibleTag
        let valid = Int(bytes.part(18, 2).littleEndian)
        validBits = (1...max(1, declaredBits)).contains(valid) ? valid : declaredBits
        let mask = bytes.part(20, 4).littleEndian
        channelMask = mask == 0 ? nil : mask
    }

    /// FFmpeg's name of the PCM variant. Throws `unsupported` for a compression, `corrupt` for sizes that do not fit.
    func codec(_ file: MasterFile) throws -> String {
        guard tag == 1 || tag == 3 else {
            throw file.failure(
                .unsupported, "it holds \(Self.compression(tag)), not PCM", remedy: "Lathe takes a lossless master.")
        }
        guard channelCount > 0, blockAlign > 0, blockAlign % channelCount == 0, declaredBits > 0 else {
            throw file.failure(.corrupt, "its samples of \(channelCount) channels cannot have \(blockAlign) bytes")
        }
        let bytes = blockAlign / channelCount
        guard declaredBits <= bytes * 8 else {
            throw file.failure(.corrupt, "\(declaredBits) bits do not fit into \(bytes) bytes")
        }
        // Programs disagree whether such samples are integers at the lower or the upper end, or floats.
        guard bytes == (declaredBits + 7) / 8 else {
            throw file.failure(.unsupported, "samples of \(declaredBits) bits in \(bytes) bytes are ambiguous")
        }
        let names =
            tag == 1
            ? [1: "pcm_u8", 2: "pcm_s16le", 3: "pcm_s24le", 4: "pcm_s32le"] : [4: "pcm_f32le", 8: "pcm_f64le"]
        guard let name = names[bytes] else {
            let kind = tag == 1 ? "integers" : "floats"
            throw file.failure(.unsupported, "samples are \(kind) of \(bytes * 8) bits")
        }
        return name
    }

    private static func compression(_ tag: UInt64) -> String {
        let names: [UInt64: String] = [
            0x0002: "Microsoft ADPCM", 0x0006: "A-law", 0x0007: "mu-law", 0x0011: "IMA ADPCM", 0x0031: "GSM",
            0x0050: "MPEG audio", 0x0055: "MP3", 0x00FF: "AAC", 0x0161: "Windows Media audio", 0x2000: "AC-3",
            0x2001: "DTS", 0x1610: "AAC",
        ]
        let number = "format tag 0x" + String(tag, radix: 16)
        return names[tag].map { "\($0) (\(number))" } ?? "audio of an unknown kind (\(number))"
    }
}
