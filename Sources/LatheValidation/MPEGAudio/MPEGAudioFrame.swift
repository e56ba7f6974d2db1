/// The header of a frame of MPEG-1, MPEG-2 or MPEG-2.5 audio, layer III (ISO/IEC 11172-3 §2.4.1.3, 13818-3 §2.4.1.3).
struct MPEGAudioFrame: Equatable {
    let sampleRate: Int
    let channelCount: Int
    let samples: Int
    /// Of the whole frame.
    let byteCount: Int
    let bitsPerSecond: Int
    /// Bytes before this frame where its main data begins.
    let mainDataBegin: Int
    /// Bytes of main data that the frame has room for.
    let mainDataBytes: Int
    /// It holds no sound but a table of contents.
    let tag: InfoTag?

    private static let kilobits = [
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]
    private static let rates = [[44_100, 48_000, 32_000], [22_050, 24_000, 16_000], [11_025, 12_000, 8000]]

    /// Reads what begins at an offset; nil where that is no frame of layer III, or its head is cut off.
    init?(_ bytes: [UInt8], at offset: Int, end: Int) {
        guard offset + 4 <= end, bytes[offset] == 0xFF, bytes[offset + 1] & 0xE0 == 0xE0 else { return nil }
        let (second, third, fourth) = (Int(bytes[offset + 1]), Int(bytes[offset + 2]), Int(bytes[offset + 3]))
        let version = second >> 3 & 3
        let rateIndex = third >> 2 & 3
        let bitRateIndex = third >> 4
        guard version != 1, second >> 1 & 3 == 1, rateIndex != 3, 1...14 ~= bitRateIndex, fourth & 3 != 2 else {
            return nil
        }
        let isFirst = version == 3
        let isMono = fourth >> 6 == 3
        sampleRate = Self.rates[isFirst ? 0 : version == 2 ? 1 : 2][rateIndex]
        channelCount = isMono ? 1 : 2
        samples = isFirst ? 1152 : 576
        bitsPerSecond = 1000 * Self.kilobits[isFirst ? 0 : 1][bitRateIndex - 1]
        byteCount = samples / 8 * bitsPerSecond / sampleRate + (third >> 1 & 1)
        let head = second & 1 == 0 ? 6 : 4
        let sideBytes = isFirst ? (isMono ? 17 : 32) : (isMono ? 9 : 17)
        mainDataBytes = byteCount - head - sideBytes
        let side = offset + head
        guard side + sideBytes <= end, mainDataBytes >= 0 else { return nil }
        mainDataBegin = isFirst ? Int(bytes[side]) << 1 | Int(bytes[side + 1] >> 7) : Int(bytes[side])
        let frameEnd = min(end, offset + byteCount)
        tag =
            InfoTag(bytes, in: side + sideBytes..<frameEnd)
            ?? InfoTag(fraunhofer: bytes, in: min(offset + 36, frameEnd)..<frameEnd)
    }
}
