internal import CFFmpeg

/// libavcodec's decoder of one PCM variant.
final class PCMCodec {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let frame: Frame
    /// Bytes of one sample of all channels.
    private let sampleSize: Int32

    /// Owns the frame that every packet is decoded into.
    private final class Frame {
        let pointer: UnsafeMutablePointer<AVFrame>

        init(_ file: MasterFile) throws {
            guard let pointer = av_frame_alloc() else { throw file.failure(.io, "no memory for a frame") }
            self.pointer = pointer
        }

        deinit {
            var freeing: UnsafeMutablePointer<AVFrame>? = pointer
            av_frame_free(&freeing)
        }
    }

    /// Opens the decoder of that name. Throws `unsupported` if it is none of PCM's.
    init(_ name: String, _ header: PCMHeader, _ file: MasterFile) throws {
        guard FFmpegInput.codecs.contains(name), let codec = avcodec_find_decoder_by_name(name) else {
            throw file.failure(.unsupported, "it holds \(name), not PCM", remedy: "Lathe takes a lossless master.")
        }
        frame = try Frame(file)
        guard let context = avcodec_alloc_context3(codec) else { throw file.failure(.io, "no memory for the decoder") }
        self.context = context
        sampleSize = max(1, av_get_bits_per_sample(codec.pointee.id) / 8 * Int32(clamping: header.channelCount))
        context.pointee.sample_rate = Int32(clamping: header.sampleRate)
        context.pointee.thread_count = 1
        av_channel_layout_default(&context.pointee.ch_layout, Int32(clamping: header.channelCount))
        _ = try FFmpegError.check(av_opt_set(context, "codec_whitelist", name, 0), file, nil)
        _ = try FFmpegError.check(avcodec_open2(context, codec, nil), file, nil)
    }

    deinit {
        var freeing: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&freeing)
    }

    /// How the frames hold their samples.
    var format: AVSampleFormat { context.pointee.sample_fmt }

    /// Decodes the whole samples of a packet and lends each frame.
    func decode(
        _ packet: UnsafeMutablePointer<AVPacket>, _ file: MasterFile, _ body: (AVFrame) throws -> Void
    ) throws {
        // libavcodec refuses a packet that ends within a sample, and takes an empty one for the end of the stream.
        av_shrink_packet(packet, packet.pointee.size / sampleSize * sampleSize)
        guard packet.pointee.size > 0 else { return }
        _ = try FFmpegError.check(avcodec_send_packet(context, packet), file, nil)
        while true {
            let status = avcodec_receive_frame(context, frame.pointer)
            if status == LATHE_AVERROR_EAGAIN || status == LATHE_AVERROR_EOF { return }
            _ = try FFmpegError.check(status, file, nil)
            defer { av_frame_unref(frame.pointer) }
            try body(frame.pointer.pointee)
        }
    }
}
