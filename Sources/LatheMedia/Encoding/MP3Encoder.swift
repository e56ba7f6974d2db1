internal import CLAME

/// MPEG-1/2 layer III at a constant bit rate through LAME, in segments that decode alone.
///
/// Frames borrow bits from earlier ones through the bit reservoir, but never across a cut: at each cut the reservoir
/// is emptied (`main_data_begin` is 0 in the next frame, ISO/IEC 11172-3 §2.4.2.7) without a frame being added, so all
/// segments together are still one gapless stream. Used by one thread at a time.
public final class MP3Encoder {
    /// Samples per frame: 1152, or 576 below 32 kHz.
    public let samplesPerFrame: Int
    /// Samples that a decoder yields before the first one encoded: LAME's delay and the 529 of every decoder.
    public let primingSamples: Int
    /// Frames after which the running segment ends; nil when it takes what is left.
    public var nextCut: Int?

    private let lame: OpaquePointer
    private let subject: String
    private var cutter: FrameCutter
    private var output: [UInt8]

    /// A decoder's own delay in samples, of the hybrid filterbank.
    static let decoderDelay = 529

    /// The sampling rates of layer III with LSF and the unofficial MPEG-2.5, in Hz.
    public static let sampleRates = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000]

    /// The bit rates that layer III has at a sampling rate, in kbit/s, ascending.
    public static func bitRates(sampleRate: Int) -> [Int] {
        let version: Int32 = sampleRate >= 32000 ? 1 : sampleRate >= 16000 ? 0 : 2
        return (1...14).map { Int(lame_get_bitrate(version, $0)) }.filter { $0 > 0 }
    }

    /// - Parameters:
    ///   - quality: LAME's algorithm quality, 0 best to 9 fastest; nil for LAME's default.
    ///   - subject: the rendition, for errors.
    /// - Throws: `MediaError` with code `encoder`.
    public init(sampleRate: Int, channelCount: Int, kilobitsPerSecond: Int, quality: Int? = nil, subject: String) throws
    {
        guard let lame = lame_init() else { throw FFmpeg.outOfMemory(subject) }
        var isReady = false
        defer { if !isReady { lame_close(lame) } }
        lame_set_errorf(lame, nil)
        lame_set_debugf(lame, nil)
        lame_set_msgf(lame, nil)
        let settings = [
            lame_set_in_samplerate(lame, Int32(clamping: sampleRate)),
            // Left to itself LAME resamples low bit rates.
            lame_set_out_samplerate(lame, Int32(clamping: sampleRate)),
            lame_set_num_channels(lame, Int32(clamping: channelCount)),
            lame_set_mode(lame, channelCount == 1 ? MONO : JOINT_STEREO),
            lame_set_VBR(lame, vbr_off),
            lame_set_brate(lame, Int32(clamping: kilobitsPerSecond)),
            lame_set_bWriteVbrTag(lame, 1),
            quality.map { lame_set_quality(lame, Int32(clamping: $0)) } ?? 0,
            lame_init_params(lame),
        ]
        guard settings.allSatisfy({ $0 >= 0 }), Int(lame_get_out_samplerate(lame)) == sampleRate,
            Int(lame_get_brate(lame)) == kilobitsPerSecond
        else {
            throw MediaError(
                .encoder, "open LAME for", "\"\(subject)\"",
                because: "it refuses \(kilobitsPerSecond) kbit/s at \(sampleRate) Hz, \(channelCount) channels"
                    + (quality.map { ", quality \($0)" } ?? ""))
        }
        isReady = true
        self.lame = lame
        self.subject = subject
        samplesPerFrame = Int(lame_get_framesize(lame))
        primingSamples = Int(lame_get_encoder_delay(lame)) + Self.decoderDelay
        cutter = FrameCutter(channelCount: channelCount, length: samplesPerFrame)
        // LAME's own bound for a call, 1.25 n + 7200; a flush may hand over several frames.
        output = Array(repeating: 0, count: 1152 * 5 / 4 + 7200 + 4 * 1441)
    }

    deinit { lame_close(lame) }

    /// Frames encoded so far.
    public var frameCount: Int { Int(lame_get_frameNum(lame)) }

    /// Samples that a decoder yields after the last one encoded; known after `finish`.
    public var paddingSamples: Int { max(0, Int(lame_get_encoder_padding(lame)) - Self.decoderDelay) }

    /// Encodes a block. Lends whole bytes as they come; `endsSegment` is true where `nextCut` was reached, and whoever
    /// receives that sets the next one.
    public func encode(_ block: PCMBlock, _ emit: (UnsafeRawBufferPointer, _ endsSegment: Bool) throws -> Void) throws {
        try cutter.feed(block) { planes in
            try push(planes, samplesPerFrame, emit)
            guard frameCount == nextCut else { return }
            try lend(
                output.withUnsafeMutableBufferPointer {
                    lame_encode_flush_nogap(lame, $0.baseAddress, Int32(clamping: $0.count))
                }
            ) { try emit($0, true) }
        }
    }

    /// Encodes what is left with the padding that completes the last frame. The last call but `infoFrame`.
    public func finish(_ emit: (UnsafeRawBufferPointer, _ endsSegment: Bool) throws -> Void) throws {
        try cutter.drain { planes, count in try push(planes, count, emit) }
        try lend(
            output.withUnsafeMutableBufferPointer {
                lame_encode_flush(lame, $0.baseAddress, Int32(clamping: $0.count))
            }
        ) { try emit($0, true) }
    }

    /// The frame with LAME's Info tag (frame and byte count, seek table, delay and padding, checksums) that begins a
    /// progressive file; right only after `finish`, of constant length from the first frame on.
    public func infoFrame() throws -> [UInt8] {
        let count = lame_get_lametag_frame(lame, &output, output.count)
        guard count > 0, count <= output.count else {
            throw MediaError(.encoder, "write the Info frame of", "\"\(subject)\"", because: "LAME made none")
        }
        return Array(output[..<count])
    }

    private func push(
        _ planes: FrameCutter.Planes, _ count: Int, _ emit: (UnsafeRawBufferPointer, Bool) throws -> Void
    ) throws {
        let written = output.withUnsafeMutableBufferPointer {
            lame_encode_buffer_ieee_float(
                lame, planes[0], planes[planes.count - 1], Int32(clamping: count), $0.baseAddress,
                Int32(clamping: $0.count))
        }
        // What comes before the first frame is LAME's room for the Info tag, no audio.
        try lend(frameCount == 0 ? min(0, written) : written) { if !$0.isEmpty { try emit($0, false) } }
    }

    private func lend(_ count: Int32, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard count >= 0 else {
            throw MediaError(.encoder, "encode", "\"\(subject)\"", because: "LAME failed with code \(count)")
        }
        try output.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<Int(count)])) }
    }
}
