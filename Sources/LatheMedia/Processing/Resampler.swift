internal import CFFmpeg

/// Brings PCM blocks to another rate and to mono or stereo, through libswresample and libsoxr.
///
/// n samples in make exactly ⌈n · out / in⌉ samples out, the first of them at the first one's time. Used by one thread
/// at a time.
public final class Resampler {
    /// What comes out.
    public struct Output: Sendable, Hashable {
        /// Hz.
        public var sampleRate: Int
        /// In libavutil's default layout for so many.
        public var channelCount: Int

        /// A form that is checked when a resampler is made.
        public init(sampleRate: Int, channelCount: Int) {
            self.sampleRate = sampleRate
            self.channelCount = channelCount
        }

        /// Samples that `count` samples at `sampleRate` become.
        public func sampleCount(for count: Int, at sampleRate: Int) -> Int {
            let (whole, rest) = count.quotientAndRemainder(dividingBy: sampleRate)
            return whole * self.sampleRate + (rest * self.sampleRate + sampleRate - 1) / sampleRate
        }
    }

    private let context: OpaquePointer
    private let input: (sampleRate: Int, channelCount: Int)
    private let output: Output
    private var consumed = 0
    private var produced = 0

    /// - Parameters:
    ///   - channelMask: the master's channels in WAVE order (bit 0 is front left).
    /// - Throws: `MediaError` with code `encoder`.
    public init(sampleRate: Int, channelCount: Int, channelMask: UInt64, to output: Output) throws {
        var from = AVChannelLayout()
        var to = AVChannelLayout()
        defer {
            av_channel_layout_uninit(&from)
            av_channel_layout_uninit(&to)
        }
        if channelMask.nonzeroBitCount != channelCount || av_channel_layout_from_mask(&from, channelMask) < 0 {
            av_channel_layout_default(&from, Int32(clamping: channelCount))
        }
        av_channel_layout_default(&to, Int32(clamping: output.channelCount))

        var context: OpaquePointer?
        try FFmpeg.check(
            swr_alloc_set_opts2(
                &context, &to, AV_SAMPLE_FMT_FLTP, Int32(clamping: output.sampleRate), &from, AV_SAMPLE_FMT_FLTP,
                Int32(clamping: sampleRate), 0, nil), .encoder, "set up", "the resampler")
        defer { swr_free(&context) }
        guard let ready = context else { throw FFmpeg.outOfMemory("the resampler") }
        let options = UnsafeMutableRawPointer(ready)
        // Folding down must not clip: FFmpeg scales the matrix by itself for integers only.
        try FFmpeg.check(av_opt_set_double(options, "rematrix_maxval", 1, 0), .encoder, "set up", "the resampler")
        if sampleRate != output.sampleRate {
            try FFmpeg.check(av_opt_set(options, "resampler", "soxr", 0), .encoder, "set up", "the resampler")
            try FFmpeg.check(av_opt_set_double(options, "precision", 28, 0), .encoder, "set up", "the resampler")
        }
        try FFmpeg.check(swr_init(ready), .encoder, "set up", "the resampler")
        self.context = ready
        context = nil
        self.input = (sampleRate, channelCount)
        self.output = output
    }

    deinit {
        var context: OpaquePointer? = context
        swr_free(&context)
    }

    /// Converts a block; what the filter still holds comes with a later one.
    public func convert(_ block: PCMBlock) throws -> PCMBlock {
        consumed += block.sampleCount
        return try withExtendedLifetime(block) {
            let planes = (0..<input.channelCount).map { block.channel($0) }
            return try convert(planes, count: block.sampleCount)
        }
    }

    /// What the filter still holds: exactly as much as completes the output. The last call.
    public func finish() throws -> PCMBlock {
        try convert(nil, count: 0)
    }

    private func convert(_ planes: [UnsafePointer<Float>]?, count: Int) throws -> PCMBlock {
        let wanted = output.sampleCount(for: consumed, at: input.sampleRate) - produced
        let isLast = planes == nil
        let ready = try FFmpeg.check(
            swr_get_out_samples(context, Int32(clamping: count)), .encoder, "resample", "the master")
        let capacity = isLast ? wanted : min(wanted, Int(ready))
        let block = try PCMBlock(
            sampleRate: output.sampleRate, channelCount: output.channelCount, capacity: capacity
        ) { destinations in
            let written = try run(planes, count, into: destinations, capacity)
            guard isLast else { return written }
            // The last sample, rounded up, may lie beyond what the filter gives: silence then.
            for plane in destinations { (plane + written).initialize(repeating: 0, count: wanted - written) }
            return wanted
        }
        produced += block.sampleCount
        return block
    }

    private func run(
        _ planes: [UnsafePointer<Float>]?, _ count: Int, into destinations: [UnsafeMutablePointer<Float>],
        _ capacity: Int
    ) throws -> Int {
        var targets = destinations.map { UnsafeMutableRawPointer($0).bytes }
        let status: Int32
        if let planes {
            var sources = planes.map { UnsafeRawPointer($0).bytes }
            status = swr_convert(context, &targets, Int32(clamping: capacity), &sources, Int32(clamping: count))
        } else {
            status = swr_convert(context, &targets, Int32(clamping: capacity), nil, 0)
        }
        return Int(try FFmpeg.check(status, .encoder, "resample", "the master"))
    }
}

extension UnsafeRawPointer {
    fileprivate var bytes: UnsafePointer<UInt8>? { assumingMemoryBound(to: UInt8.self) }
}

extension UnsafeMutableRawPointer {
    fileprivate var bytes: UnsafeMutablePointer<UInt8>? { assumingMemoryBound(to: UInt8.self) }
}
