internal import CFFmpeg

/// A stretch of a coded file as it sounds, to compare files with each other: through libavcodec, as mono.
public struct CodedExcerpt: Sendable {
    /// All channels added up, full scale ±1.0 for each; silence where nothing could be decoded.
    public let samples: [Float]

    /// Decodes a range of the programme.
    ///
    /// Throws `MediaError`: what reading throws, and `unsupported` where a decoder yields another number of samples than
    /// the file says.
    public init(of input: any CodedInput, _ range: Range<Int>) throws {
        let decoder = try Decoder(input)
        // Frames before the range warm the decoder up: windows overlap, and MP3 takes bits from up to nine frames back.
        let warmUp = 12 * input.facts.frameLength
        var samples = [Float](repeating: 0, count: range.count)
        var position = -input.facts.primingSamples
        do {
            try input.forEachFrame { frame in
                guard position < range.upperBound else { throw End() }
                defer { position += frame.sampleCount }
                guard position + frame.sampleCount > range.lowerBound - warmUp else { return }
                try decoder.decode(frame) { index, value in
                    let place = position + index - range.lowerBound
                    if samples.indices.contains(place) { samples[place] += value }
                }
            }
        } catch is End {}
        self.samples = samples
    }

    /// Enough was read.
    private struct End: Error {}
}

/// libavcodec's decoder of a coded file.
private final class Decoder {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let frame: UnsafeMutablePointer<AVFrame>
    private let file: MasterFile

    init(_ input: any CodedInput) throws {
        _ = FFmpeg.silence
        let (name, head) = Self.codec(input.facts.coding)
        file = input.file
        guard let codec = avcodec_find_decoder_by_name(name), let context = avcodec_alloc_context3(codec) else {
            throw input.file.refusal(.unsupported, "this FFmpeg has no decoder \"\(name)\" to compare it with others")
        }
        self.context = context
        guard let packet = av_packet_alloc(), let frame = av_frame_alloc() else { throw FFmpeg.outOfMemory(name) }
        self.packet = packet
        self.frame = frame
        context.pointee.sample_rate = Int32(clamping: input.facts.sampleRate)
        context.pointee.thread_count = 1
        av_channel_layout_default(&context.pointee.ch_layout, Int32(clamping: input.facts.channelCount))
        try giveHead(head)
        try FFmpeg.check(avcodec_open2(context, codec, nil), .unsupported, "decode", file.path)
    }

    deinit {
        var (context, packet, frame) = (Optional(context), Optional(packet), Optional(frame))
        av_frame_free(&frame)
        av_packet_free(&packet)
        avcodec_free_context(&context)
    }

    private static func codec(_ coding: CodedFacts.Coding) -> (name: String, head: [UInt8]) {
        switch coding {
        case .aac(let config): ("aac", config)
        case .mp3: ("mp3float", [])
        case .flac(let streamInfo, _): ("flac", streamInfo)
        case .vorbis(let headers):
            // Each with its size before it; the comments may be too long for that, and no decoder reads them.
            (
                "vorbis",
                [headers[0], Array("\u{3}vorbis".utf8), headers[2]].flatMap { header in
                    [UInt8(truncatingIfNeeded: header.count >> 8), UInt8(truncatingIfNeeded: header.count)] + header
                }
            )
        }
    }

    private func giveHead(_ head: [UInt8]) throws {
        let padding = Int(AV_INPUT_BUFFER_PADDING_SIZE)
        guard let copy = av_malloc(head.count + padding) else { throw FFmpeg.outOfMemory(file.path) }
        let buffer = UnsafeMutableRawBufferPointer(start: copy, count: head.count + padding)
        buffer.copyBytes(from: head + [UInt8](repeating: 0, count: padding))
        // Freed with the context.
        context.pointee.extradata = copy.assumingMemoryBound(to: UInt8.self)
        context.pointee.extradata_size = Int32(head.count)
    }

    /// Calls back for each sample of each channel. A frame that cannot be decoded without those before is passed over.
    func decode(_ coded: CodedFrame, _ body: (_ index: Int, _ value: Float) -> Void) throws {
        // libavcodec copies what is not reference-counted, and does not write to it.
        packet.pointee.data = UnsafeMutableRawPointer(mutating: coded.bytes.baseAddress)?
            .assumingMemoryBound(to: UInt8.self)
        packet.pointee.size = Int32(clamping: coded.bytes.count)
        guard avcodec_send_packet(context, packet) >= 0 else { return }
        while avcodec_receive_frame(context, frame) >= 0 {
            defer { av_frame_unref(frame) }
            guard Int(frame.pointee.nb_samples) == coded.sampleCount else {
                throw file.refusal(
                    .unsupported,
                    "a frame decodes to \(frame.pointee.nb_samples) samples, not \(coded.sampleCount): it may be HE-AAC"
                )
            }
            Self.forEachSample(of: frame.pointee, body)
        }
    }

    private static func forEachSample(of frame: AVFrame, _ body: (Int, Float) -> Void) {
        let format = AVSampleFormat(rawValue: frame.format)
        let isPlanar = av_sample_fmt_is_planar(format) != 0
        let (channels, count) = (Int(frame.ch_layout.nb_channels), Int(frame.nb_samples))
        let read = reader(of: av_get_packed_sample_fmt(format))
        for channel in 0..<channels {
            guard let plane = frame.extended_data?[isPlanar ? channel : 0] else { return }
            for index in 0..<count { body(index, read(plane, isPlanar ? index : index * channels + channel)) }
        }
    }

    private static func reader(of format: AVSampleFormat) -> (UnsafeRawPointer, Int) -> Float {
        switch format {
        case AV_SAMPLE_FMT_FLT: { $0.load(fromByteOffset: 4 * $1, as: Float.self) }
        case AV_SAMPLE_FMT_S16: { Float($0.load(fromByteOffset: 2 * $1, as: Int16.self)) / 0x1p15 }
        case AV_SAMPLE_FMT_S32: { Float($0.load(fromByteOffset: 4 * $1, as: Int32.self)) / 0x1p31 }
        default: { _, _ in 0 }
        }
    }
}
