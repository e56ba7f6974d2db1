/// The header of a frame of MPEG audio layer III (ISO/IEC 11172-3 §2.4.1.3, 13818-3 §2.4.1.3) and, unofficially, of
/// MPEG-2.5.
struct MP3Header: Equatable {
    static let size = 4

    let sampleRate: Int
    let channelCount: Int
    /// Header included, in bytes.
    let frameSize: Int
    let samplesPerFrame: Int
    /// Bytes of side information, ISO/IEC 11172-3 §2.4.1.7.
    private let sideInfoSize: Int
    private let hasChecksum: Bool

    private static let bitRates = [
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]
    private static let sampleRates = [44_100, 48_000, 32_000]

    /// Nil where no frame begins, and for the "free" format, which does not say how long a frame is.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.size, bytes[0] == 0xFF, bytes[1] & 0xE6 == 0xE2 else { return nil }
        let version = Int(bytes[1] >> 3 & 3)
        let (rateIndex, frequencyIndex) = (Int(bytes[2] >> 4), Int(bytes[2] >> 2 & 3))
        guard version != 1, (1...14).contains(rateIndex), frequencyIndex < 3 else { return nil }
        let isFirst = version == 3
        let bitRate = Self.bitRates[isFirst ? 0 : 1][rateIndex] * 1000
        sampleRate = Self.sampleRates[frequencyIndex] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        channelCount = bytes[3] >> 6 == 3 ? 1 : 2
        samplesPerFrame = isFirst ? 1152 : 576
        frameSize = samplesPerFrame / 8 * bitRate / sampleRate + Int(bytes[2] >> 1 & 1)
        sideInfoSize = isFirst ? (channelCount == 1 ? 17 : 32) : (channelCount == 1 ? 9 : 17)
        hasChecksum = bytes[1] & 1 == 0
        guard frameSize > sideInfoOffset + sideInfoSize else { return nil }
    }

    private var sideInfoOffset: Int { Self.size + (hasChecksum ? 2 : 0) }

    /// Where LAME and others put their tag into a frame of silence.
    var tagOffset: Int { Self.size + sideInfoSize }

    /// Bytes of the frame's main data that lie in frames before it: its share of the bit reservoir.
    func mainDataBegin(_ frame: UnsafeRawBufferPointer) -> Int {
        let first = Int(frame[sideInfoOffset])
        return samplesPerFrame == 1152 ? first << 1 | Int(frame[sideInfoOffset + 1] >> 7) : first
    }

    /// What no frame of a stream may change.
    func isOfOneStream(with other: Self) -> Bool {
        sampleRate == other.sampleRate && channelCount == other.channelCount && samplesPerFrame == other.samplesPerFrame
    }
}
