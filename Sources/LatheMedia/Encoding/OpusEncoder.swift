internal import COpus

/// Opus (RFC 6716) through libopus: 48 kHz, packets of 20 ms.
///
/// n samples in make ⌈(n + pre-skip) / 960⌉ packets. Used by one thread at a time.
public final class OpusEncoder {
    /// Opus counts everything at this rate, whatever the master's.
    public static let sampleRate = 48_000
    /// Samples per packet: 20 ms, what the codec is best at.
    public static let samplesPerPacket = 960
    /// Bytes of a packet of one frame (RFC 6716 §3.4).
    private static let largestPacket = 1275
    /// The bit rates that Opus has, in bit/s: 6 to 510 kbit/s (RFC 6716 §2.1.1), for one channel half of the most.
    public static func bitRates(channelCount: Int) -> ClosedRange<Int> {
        6000...(channelCount == 1 ? 256_000 : 510_000)
    }

    /// Samples that a decoder yields before the first one encoded (RFC 7845 §4.2).
    public let preSkip: Int
    /// The identification header, OpusHead (RFC 7845 §5.1).
    public let head: [UInt8]

    private let encoder: OpaquePointer
    private let channelCount: Int
    private let subject: String
    private var cutter: FrameCutter
    private var interleaved: [Float]
    private var output: [UInt8]
    private var taken = 0
    private var packetCount = 0

    /// - Parameters:
    ///   - complexity: 0 fastest to 10 best, which is what a file made once and heard often deserves.
    ///   - subject: the rendition, for errors.
    /// - Throws: `MediaError` with code `encoder`.
    public init(
        channelCount: Int, bitsPerSecond: Int, complexity: Int = 10, inputSampleRate: Int, subject: String
    ) throws {
        var status: Int32 = 0
        guard
            let encoder = opus_encoder_create(
                Int32(Self.sampleRate), Int32(clamping: channelCount), OPUS_APPLICATION_AUDIO, &status)
        else { throw Self.failure("open libopus for", subject, status) }
        var isReady = false
        defer { if !isReady { opus_encoder_destroy(encoder) } }
        let settings = [
            (OPUS_SET_BITRATE_REQUEST, bitsPerSecond), (OPUS_SET_COMPLEXITY_REQUEST, complexity),
            (OPUS_SET_VBR_REQUEST, 1), (OPUS_SET_SIGNAL_REQUEST, Int(OPUS_SIGNAL_MUSIC)),
        ]
        for (request, value) in settings {
            status = lathe_opus_set(encoder, request, Int32(clamping: value))
            guard status == OPUS_OK else { throw Self.failure("open libopus for", subject, status) }
        }
        var lookahead: Int32 = 0
        status = lathe_opus_get(encoder, OPUS_GET_LOOKAHEAD_REQUEST, &lookahead)
        guard status == OPUS_OK else { throw Self.failure("open libopus for", subject, status) }
        isReady = true
        self.encoder = encoder
        self.channelCount = channelCount
        self.subject = subject
        preSkip = Int(lookahead)
        head = Self.head(channelCount: channelCount, preSkip: Int(lookahead), inputSampleRate: inputSampleRate)
        cutter = FrameCutter(channelCount: channelCount, length: Self.samplesPerPacket)
        interleaved = Array(repeating: 0, count: channelCount * Self.samplesPerPacket)
        output = Array(repeating: 0, count: Self.largestPacket)
    }

    deinit { opus_encoder_destroy(encoder) }

    /// Encodes a block and lends each packet that it completes.
    public func encode(_ block: PCMBlock, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        taken += block.sampleCount
        try cutter.feed(block) { planes in try encode(planes, Self.samplesPerPacket, emit) }
    }

    /// Encodes what is left, then silence until the last sample has passed the encoder. The last call.
    public func finish(_ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        try cutter.drain { planes, count in try encode(planes, count, emit) }
        while packetCount * Self.samplesPerPacket < taken + preSkip {
            interleaved.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
            try encodeInterleaved(emit)
        }
    }

    private func encode(
        _ planes: FrameCutter.Planes, _ count: Int, _ emit: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        interleaved.withUnsafeMutableBufferPointer { target in
            if count < Self.samplesPerPacket { target.update(repeating: 0) }
            for (channel, plane) in planes.enumerated() {
                for index in 0..<count { target[index * channelCount + channel] = plane[index] }
            }
        }
        try encodeInterleaved(emit)
    }

    private func encodeInterleaved(_ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        let count = opus_encode_float(
            encoder, interleaved, Int32(Self.samplesPerPacket), &output, Int32(Self.largestPacket))
        guard count > 0 else { throw Self.failure("encode", subject, count) }
        packetCount += 1
        try output.withUnsafeBytes { try emit(UnsafeRawBufferPointer(rebasing: $0[..<Int(count)])) }
    }

    /// RFC 7845 §5.1: version 1, channel mapping family 0, no gain.
    private static func head(channelCount: Int, preSkip: Int, inputSampleRate: Int) -> [UInt8] {
        func little(_ value: Int, _ width: Int) -> [UInt8] {
            (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return Array("OpusHead".utf8) + [1, UInt8(channelCount)] + little(preSkip, 2) + little(inputSampleRate, 4)
            + little(0, 2) + [0]
    }

    private static func failure(_ attempt: String, _ subject: String, _ status: Int32) -> MediaError {
        MediaError(.encoder, attempt, "\"\(subject)\"", because: "libopus: \(String(cString: opus_strerror(status)))")
    }
}

extension OpusEncoder {
    /// The comment header, OpusTags (RFC 7845 §5.2).
    public static func tags(_ comments: [(name: String, value: String)]) -> [UInt8] {
        func string(_ text: String) -> [UInt8] {
            let bytes = Array(text.utf8)
            return withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { Array($0) } + bytes
        }
        let count = withUnsafeBytes(of: UInt32(comments.count).littleEndian) { Array($0) }
        return Array("OpusTags".utf8) + string(String(cString: opus_get_version_string())) + count
            + comments.flatMap { string("\($0.name)=\($0.value)") }
    }
}
