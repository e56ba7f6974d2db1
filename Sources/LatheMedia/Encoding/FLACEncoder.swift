internal import CFLAC

/// FLAC (RFC 9639) through libFLAC: frames of a fixed number of samples, each of which decodes alone.
///
/// Used by one thread at a time.
public final class FLACEncoder {
    /// Samples in every frame but the last: 9216, the grid of segments, is a multiple.
    public static let samplesPerFrame = 4608
    /// What the format holds.
    public static let channelCounts = 1...8

    /// The 34 bytes of STREAMINFO (RFC 9639 §8.2) as they are known before the first frame: sizes of frames, the total
    /// and the MD5 are 0, which says "unknown".
    public private(set) var streamInfo: [UInt8] = []
    /// Of one sample, 4 to 24.
    public let bitsPerSample: Int

    private let encoder: UnsafeMutablePointer<FLAC__StreamEncoder>
    private let subject: String
    private var quantizer: Quantizer
    private var cutter: FrameCutter
    private var planes: [[Int32]]
    private var frames = Frames()

    /// Where libFLAC's callback leaves what it made.
    private struct Frames {
        /// The headers, until the first frame.
        var head: [UInt8] = []
        var bytes: [UInt8] = []
        var sizes: [(bytes: Int, samples: Int)] = []
    }

    /// - Parameters:
    ///   - bitsPerSample: of the master. Samples that have more are dithered to 24.
    ///   - compressionLevel: 0 fastest to 8 smallest.
    ///   - subject: the rendition, for errors.
    /// - Throws: `MediaError` with code `encoder`.
    public init(
        sampleRate: Int, channelCount: Int, bitsPerSample: Int, isFloat: Bool, compressionLevel: Int = 5,
        subject: String
    ) throws {
        guard let encoder = FLAC__stream_encoder_new() else { throw FFmpeg.outOfMemory(subject) }
        quantizer = Quantizer(bitsPerSample: bitsPerSample, isFloat: isFloat)
        self.bitsPerSample = quantizer.bits
        self.encoder = encoder
        self.subject = subject
        cutter = FrameCutter(channelCount: channelCount, length: Self.samplesPerFrame)
        planes = Array(repeating: Array(repeating: 0, count: Self.samplesPerFrame), count: channelCount)
        let isInSubset = [8, 12, 16, 20, 24].contains(quantizer.bits)
        let settings = [
            FLAC__stream_encoder_set_channels(encoder, UInt32(clamping: channelCount)),
            FLAC__stream_encoder_set_bits_per_sample(encoder, UInt32(quantizer.bits)),
            FLAC__stream_encoder_set_sample_rate(encoder, UInt32(clamping: sampleRate)),
            FLAC__stream_encoder_set_compression_level(encoder, UInt32(clamping: compressionLevel)),
            FLAC__stream_encoder_set_blocksize(encoder, UInt32(Self.samplesPerFrame)),
            FLAC__stream_encoder_set_streamable_subset(encoder, isInSubset ? 1 : 0),
        ]
        let client = Unmanaged.passUnretained(self).toOpaque()
        guard settings.allSatisfy({ $0 != 0 }),
            FLAC__stream_encoder_init_stream(encoder, Self.write, nil, nil, nil, client)
                == FLAC__STREAM_ENCODER_INIT_STATUS_OK,
            let info = Self.streamInfo(in: frames.head)
        else { throw failure("open libFLAC for") }
        streamInfo = info
    }

    deinit { FLAC__stream_encoder_delete(encoder) }

    /// Encodes a block and lends each frame that it completes, with the samples that it holds.
    public func encode(_ block: PCMBlock, _ emit: (UnsafeRawBufferPointer, _ sampleCount: Int) throws -> Void) throws {
        try cutter.feed(block) { planes in try encode(planes, Self.samplesPerFrame, emit) }
    }

    /// Encodes what is left. The last call.
    public func finish(_ emit: (UnsafeRawBufferPointer, _ sampleCount: Int) throws -> Void) throws {
        try cutter.drain { planes, count in try encode(planes, count, emit) }
        guard FLAC__stream_encoder_finish(encoder) != 0 else { throw failure("encode") }
        try lendFrames(emit)
    }

    /// What the caller should know of the samples: that they are not the master's own, and how many were cut.
    public var note: String? { quantizer.note }

    private func encode(
        _ source: FrameCutter.Planes, _ count: Int, _ emit: (UnsafeRawBufferPointer, Int) throws -> Void
    ) throws {
        for channel in planes.indices { quantizer.convert(source[channel], count, into: &planes[channel]) }
        let isTaken = withUnsafeTemporaryAllocation(of: UnsafePointer<Int32>?.self, capacity: planes.count) {
            pointers in
            process(0, count, pointers)
        }
        guard isTaken else { throw failure("encode") }
        try lendFrames(emit)
    }

    /// Collects the planes' addresses, each valid while the closures around it run.
    private func process(
        _ channel: Int, _ count: Int, _ pointers: UnsafeMutableBufferPointer<UnsafePointer<Int32>?>
    ) -> Bool {
        guard channel < planes.count else {
            return FLAC__stream_encoder_process(encoder, pointers.baseAddress, UInt32(count)) != 0
        }
        return planes[channel].withUnsafeBufferPointer {
            pointers.initializeElement(at: channel, to: $0.baseAddress)
            return process(channel + 1, count, pointers)
        }
    }

    private func lendFrames(_ emit: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        defer {
            frames.bytes.removeAll(keepingCapacity: true)
            frames.sizes.removeAll(keepingCapacity: true)
        }
        try frames.bytes.withUnsafeBytes { bytes in
            var start = 0
            for (size, samples) in frames.sizes {
                try emit(UnsafeRawBufferPointer(rebasing: bytes[start..<start + size]), samples)
                start += size
            }
        }
    }

    private static let write: FLAC__StreamEncoderWriteCallback = { _, buffer, count, samples, _, client in
        guard let client, let buffer else { return FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR }
        let encoder = Unmanaged<FLACEncoder>.fromOpaque(client).takeUnretainedValue()
        encoder.take(UnsafeBufferPointer(start: buffer, count: count), samples: Int(samples))
        return FLAC__STREAM_ENCODER_WRITE_STATUS_OK
    }

    private func take(_ bytes: UnsafeBufferPointer<UInt8>, samples: Int) {
        guard samples > 0 else {
            frames.head.append(contentsOf: bytes)
            return
        }
        frames.bytes.append(contentsOf: bytes)
        frames.sizes.append((bytes.count, samples))
    }

    /// Behind `fLaC` and the header of the first metadata block, which is STREAMINFO (RFC 9639 §8).
    private static func streamInfo(in head: [UInt8]) -> [UInt8]? {
        let start = 8
        let length = 34
        return head.count >= start + length ? Array(head[start..<start + length]) : nil
    }

    private func failure(_ attempt: String) -> MediaError {
        let state = FLAC__stream_encoder_get_state(encoder)
        return MediaError(
            .encoder, attempt, "\"\(subject)\"",
            because: "libFLAC: \(String(cString: lathe_flac_encoder_state(state)))")
    }
}
