internal import CFFmpeg

/// Uncompressed audio through libavformat and libavcodec; `PCMHeader` says how much there must be.
final class FFmpegDecoder: MasterDecoder {
    let facts: MasterFacts
    private let file: MasterFile
    private let header: PCMHeader
    private let input: FFmpegInput
    private let codec: PCMCodec
    private let packet: Packet
    private let demuxed: AVCodecID
    private var repair = FloatRepair()
    private var padding: PaddingCheck?
    private var decoded = 0

    /// Opens what a header describes. Throws as `MasterReader.init` does.
    init(_ file: MasterFile, _ header: PCMHeader, _ limits: MasterLimits) throws {
        try header.check(file, limits)
        let input = try FFmpegInput(file, demuxer: header.demuxer)
        guard let parameters = try input.stream(file).pointee.codecpar?.pointee else {
            throw file.failure(.corrupt, "FFmpeg finds no stream in it")
        }
        guard Int(parameters.sample_rate) == header.sampleRate,
            Int(parameters.ch_layout.nb_channels) == header.channelCount
        else { throw file.failure(.corrupt, "its header can be read in two ways") }
        demuxed = parameters.codec_id
        let found = String(cString: avcodec_get_name(demuxed))
        // S/PDIF bursts, which carry AC-3 or DTS as if they were 16-bit audio. AIFF's codecs are PCMCodec's to judge.
        if header.codec != nil, !found.hasPrefix("pcm_") { throw Self.foreign(found, file) }
        let name = header.codec ?? found
        codec = try PCMCodec(name, header, file)
        packet = try Packet(file)
        padding = name == "pcm_s32le" && header.bitsPerSample < 32 ? PaddingCheck(validBits: header.bitsPerSample) : nil
        self.file = file
        self.header = header
        self.input = input
        facts = MasterFacts(
            container: header.container, codec: name, sampleRate: header.sampleRate, channelCount: header.channelCount,
            channelMask: header.channelMask ?? Self.mask(parameters, header), bitsPerSample: header.bitsPerSample,
            isFloat: name.hasPrefix("pcm_f"), sampleCount: header.sampleCount, byteCount: file.byteCount,
            tags: input.tags())
    }

    var warnings: [String] { header.warnings + repair.warnings + (padding?.warnings ?? []) }

    var integrity: MasterIntegrity { header.isLengthDeclared ? .length : .none }

    func decode(into sink: SampleSink) throws -> Bool {
        guard decoded < header.sampleCount else { return false }
        guard try input.read(packet.pointer, file) else {
            throw file.failure(.truncated, "it ends at sample \(decoded) of \(header.sampleCount)")
        }
        defer { av_packet_unref(packet.pointer) }
        try checkCodec()
        try codec.decode(packet.pointer, file) { frame in try take(frame, sink) }
        return true
    }

    /// Writes one frame, of which samples beyond the declared ones are left out.
    private func take(_ frame: AVFrame, _ sink: SampleSink) throws {
        let available = Int(frame.nb_samples)
        guard Int(frame.ch_layout.nb_channels) == facts.channelCount, Int(frame.sample_rate) == facts.sampleRate,
            (1...SampleSink.longestRun).contains(available), sink.isDrained, let bytes = frame.extended_data?[0]
        else { throw file.failure(.corrupt, "its format changes at sample \(decoded)") }
        let count = min(available, header.sampleCount - decoded)
        padding?.scan(bytes, count * facts.channelCount)
        PackedSamples(bytes, codec.format, channelCount: facts.channelCount).write(count, to: sink, &repair)
        decoded += count
    }

    /// libavformat looks into 16-bit audio for DTS and the like that somebody wrapped without saying so.
    private func checkCodec() throws {
        guard let found = try input.stream(file).pointee.codecpar?.pointee.codec_id, found != demuxed else { return }
        throw Self.foreign(String(cString: avcodec_get_name(found)), file)
    }

    private static func foreign(_ codec: String, _ file: MasterFile) -> MediaError {
        let cause = "it carries \(codec) in the place of PCM"
        return file.failure(.unsupported, cause, remedy: "Lathe takes a lossless master.")
    }

    private static func mask(_ parameters: AVCodecParameters, _ header: PCMHeader) -> UInt64 {
        let layout = parameters.ch_layout
        // WAVE's own mask was read from the header; only AIFF's CHAN chunk is left to FFmpeg.
        guard header.demuxer == "aiff", layout.order == AV_CHANNEL_ORDER_NATIVE else {
            return AudioForm.usualMask(header.channelCount)
        }
        return layout.u.mask
    }
}

extension FFmpegDecoder {
    /// Owns the packet that every read reuses.
    private final class Packet {
        let pointer: UnsafeMutablePointer<AVPacket>

        init(_ file: MasterFile) throws {
            guard let pointer = av_packet_alloc() else { throw file.failure(.io, "no memory for a packet") }
            self.pointer = pointer
        }

        deinit {
            var freeing: UnsafeMutablePointer<AVPacket>? = pointer
            av_packet_free(&freeing)
        }
    }
}
