internal import CFFmpeg

/// AAC-LC (ISO/IEC 14496-3) through libavcodec.
///
/// One access unit comes out per `frameLength` samples, the first of them `primingSamples` early: n samples in make
/// ⌈(n + priming) / 1024⌉ units. Used by one thread at a time.
public final class AACEncoder {
    /// Samples per access unit.
    public let frameLength: Int
    /// Samples that a decoder yields before the first one encoded.
    public let primingSamples: Int
    /// AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1.
    public let audioSpecificConfig: [UInt8]

    private let context: UnsafeMutablePointer<AVCodecContext>
    private let frame: UnsafeMutablePointer<AVFrame>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let subject: String
    private var cutter: FrameCutter

    /// The most that AAC can hold: 6144 bits per channel and access unit (ISO/IEC 14496-3 §4.5.3.1), in bit/s.
    public static func maximumBitsPerSecond(sampleRate: Int, channelCount: Int) -> Int {
        6144 * channelCount * sampleRate / 1024
    }

    /// The sampling rates of AAC in Hz, ISO/IEC 14496-3 table 1.18 (7350 Hz left out: nothing else takes it).
    public static let sampleRates = [
        8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000,
    ]

    /// - Parameters:
    ///   - options: options of libavcodec's encoder `aac` by name; one that it does not know is an error.
    ///   - subject: the rendition, for errors.
    /// - Throws: `MediaError` with code `encoder`.
    public init(
        sampleRate: Int, channelCount: Int, bitsPerSecond: Int, options: [String: String] = [:], subject: String
    ) throws {
        _ = FFmpeg.silence
        guard let codec = avcodec_find_encoder_by_name("aac"), let context = avcodec_alloc_context3(codec) else {
            throw MediaError(.encoder, "open", "the AAC encoder", because: "this FFmpeg was built without it")
        }
        var owned: UnsafeMutablePointer<AVCodecContext>? = context
        var isOpen = false
        defer { if !isOpen { avcodec_free_context(&owned) } }

        context.pointee.sample_rate = Int32(clamping: sampleRate)
        context.pointee.time_base = AVRational(num: 1, den: Int32(clamping: sampleRate))
        context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
        context.pointee.bit_rate = Int64(bitsPerSecond)
        context.pointee.thread_count = 1
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        av_channel_layout_default(&context.pointee.ch_layout, Int32(clamping: channelCount))
        try FFmpeg.withOptions(options, for: "encoder of rendition \"\(subject)\"") { dictionary in
            try FFmpeg.check(
                avcodec_open2(context, codec, &dictionary), .encoder, "open the AAC encoder for", "\"\(subject)\"")
        }
        guard let frame = av_frame_alloc() else { throw FFmpeg.outOfMemory(subject) }
        guard let packet = av_packet_alloc() else {
            var frame: UnsafeMutablePointer<AVFrame>? = frame
            av_frame_free(&frame)
            throw FFmpeg.outOfMemory(subject)
        }
        isOpen = true
        self.context = context
        self.frame = frame
        self.packet = packet
        self.subject = subject
        frameLength = Int(context.pointee.frame_size)
        primingSamples = Int(context.pointee.initial_padding)
        audioSpecificConfig = Array(
            UnsafeBufferPointer(start: context.pointee.extradata, count: Int(context.pointee.extradata_size)))
        cutter = FrameCutter(channelCount: channelCount, length: frameLength)
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        var frame: UnsafeMutablePointer<AVFrame>? = frame
        var packet: UnsafeMutablePointer<AVPacket>? = packet
        av_packet_free(&packet)
        av_frame_free(&frame)
        avcodec_free_context(&context)
    }

    /// Encodes a block and lends each access unit that it completes.
    public func encode(_ block: PCMBlock, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        try cutter.feed(block) { planes in
            try send(planes, sampleCount: frameLength)
            try receive(emit)
        }
    }

    /// Encodes what is left and lends the remaining access units. The last call.
    public func finish(_ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        try cutter.drain { planes, count in
            try send(planes, sampleCount: count)
            try receive(emit)
        }
        try FFmpeg.check(avcodec_send_frame(context, nil), .encoder, "encode", "\"\(subject)\"")
        try receive(emit)
    }

    /// Wraps the planes without copying: libavcodec is done with a frame once no further packet can be received.
    private func send(_ planes: FrameCutter.Planes, sampleCount: Int) throws {
        defer { av_frame_unref(frame) }
        frame.pointee.nb_samples = Int32(clamping: sampleCount)
        frame.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        frame.pointee.sample_rate = context.pointee.sample_rate
        try FFmpeg.check(
            av_channel_layout_copy(&frame.pointee.ch_layout, &context.pointee.ch_layout), .encoder, "encode", subject)
        withUnsafeMutablePointer(to: &frame.pointee.data) { data in
            withUnsafeMutablePointer(to: &frame.pointee.buf) { buffers in
                let data = UnsafeMutableRawPointer(data).assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self)
                let buffers = UnsafeMutableRawPointer(buffers)
                    .assumingMemoryBound(to: UnsafeMutablePointer<AVBufferRef>?.self)
                for (channel, plane) in planes.enumerated() {
                    let bytes = UnsafeMutableRawPointer(mutating: plane).assumingMemoryBound(to: UInt8.self)
                    data[channel] = bytes
                    buffers[channel] = av_buffer_create(
                        bytes, sampleCount * MemoryLayout<Float>.stride, { _, _ in }, nil, AV_BUFFER_FLAG_READONLY)
                }
            }
        }
        frame.pointee.linesize.0 = Int32(clamping: sampleCount * MemoryLayout<Float>.stride)
        try FFmpeg.check(avcodec_send_frame(context, frame), .encoder, "encode", "\"\(subject)\"")
    }

    private func receive(_ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        while true {
            let status = avcodec_receive_packet(context, packet)
            if status == LATHE_AVERROR_EAGAIN || status == LATHE_AVERROR_EOF { return }
            try FFmpeg.check(status, .encoder, "encode", "\"\(subject)\"")
            defer { av_packet_unref(packet) }
            try emit(UnsafeRawBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size)))
        }
    }
}
