internal import CVorbis

/// Vorbis I through libvorbis: one encode for every container.
///
/// Used by one thread at a time.
public final class VorbisEncoder {
    /// A packet, lent.
    public struct Packet {
        /// As a container stores them; valid while the packet is lent.
        public let bytes: UnsafeRawBufferPointer
        /// Samples of the programme decoded once this packet has been (Vorbis I §A.2); in the last packet the exact
        /// length of the programme.
        public let granulePosition: Int
        /// Samples that a decoder yields for it: none for the first packet, and for the last perhaps more than belong
        /// to the programme.
        public let decodedSamples: Int
    }

    /// The three header packets: identification, comments, codebooks (Vorbis I §4.2).
    public let headers: [[UInt8]]
    /// What was asked for or, where libvorbis refuses that, the nearest rate that it takes. With a quality: what was
    /// asked for, which the quality stands for.
    public let bitsPerSecond: Int

    private let stream: Stream
    private let subject: String
    private var cutter: FrameCutter

    /// libvorbis is cheapest in runs of about a long block: it moves what it has not used yet after each one.
    private static let runLength = 1024

    /// - Parameters:
    ///   - quality: libvorbis's own scale, -1 to 10; nil to choose it by the rate, which music falls short of by 7 %.
    ///   - comments: Vorbis comments, `("TITLE", "…")`.
    ///   - subject: the rendition, for errors.
    /// - Throws: `MediaError` with code `encoder`.
    public init(
        sampleRate: Int, channelCount: Int, bitsPerSecond: Int, quality: Double? = nil,
        comments: [(name: String, value: String)] = [], subject: String
    ) throws {
        let stream = Stream()
        let targets = quality.map { [.quality($0)] } ?? Self.candidates(for: bitsPerSecond).map(Target.bitsPerSecond)
        guard
            let accepted = targets.first(where: {
                stream.open(sampleRate: sampleRate, channelCount: channelCount, $0)
            })
        else {
            throw MediaError(
                .encoder, "open libvorbis for", "\"\(subject)\"",
                because: "it refuses \(channelCount) channels at \(sampleRate) Hz")
        }
        if case .bitsPerSecond(let rate) = accepted {
            self.bitsPerSecond = rate
        } else {
            self.bitsPerSecond = bitsPerSecond
        }
        self.stream = stream
        self.subject = subject
        headers = try stream.makeHeaders(comments, subject)
        cutter = FrameCutter(channelCount: channelCount, length: Self.runLength)
    }

    /// What libvorbis is to reach.
    private enum Target {
        case bitsPerSecond(Int)
        case quality(Double)
    }

    /// The rate itself, then ever lower ones, then ever higher ones: libvorbis accepts a range that depends on rate and
    /// channels and does not say which.
    private static func candidates(for bitsPerSecond: Int) -> [Int] {
        let step = 1000
        let lower = stride(from: bitsPerSecond, to: 8 * step, by: -step)
        let higher = stride(from: bitsPerSecond + step, through: 500 * step, by: step)
        return Array(lower) + Array(higher)
    }

    /// Encodes a block and lends each packet that it completes.
    public func encode(_ block: PCMBlock, _ emit: (Packet) throws -> Void) throws {
        try cutter.feed(block) { planes in
            try write(planes, Self.runLength)
            try stream.drainPackets(subject, emit)
        }
    }

    /// Encodes what is left. The last call.
    public func finish(_ emit: (Packet) throws -> Void) throws {
        try cutter.drain { planes, count in
            try write(planes, count)
            try stream.drainPackets(subject, emit)
        }
        try stream.check(vorbis_analysis_wrote(stream.analysis, 0), subject)
        try stream.drainPackets(subject, emit)
    }

    private func write(_ planes: FrameCutter.Planes, _ count: Int) throws {
        guard let buffer = vorbis_analysis_buffer(stream.analysis, Int32(clamping: count)) else {
            throw FFmpeg.outOfMemory(subject)
        }
        for (channel, plane) in planes.enumerated() { buffer[channel]?.update(from: plane, count: count) }
        try stream.check(vorbis_analysis_wrote(stream.analysis, Int32(clamping: count)), subject)
    }
}

extension VorbisEncoder {
    /// Owns libvorbis's three structures, which point at each other and so must not move.
    private final class Stream {
        let info = UnsafeMutablePointer<vorbis_info>.allocate(capacity: 1)
        let analysis = UnsafeMutablePointer<vorbis_dsp_state>.allocate(capacity: 1)
        let block = UnsafeMutablePointer<vorbis_block>.allocate(capacity: 1)
        private var isOpen = false
        private var previousBlockSize = 0

        init() {
            vorbis_info_init(info)
            analysis.initialize(to: vorbis_dsp_state())
            block.initialize(to: vorbis_block())
        }

        deinit {
            if isOpen {
                vorbis_block_clear(block)
                vorbis_dsp_clear(analysis)
            }
            vorbis_info_clear(info)
            block.deallocate()
            analysis.deallocate()
            info.deallocate()
        }

        /// Sets what to reach, without the bit rate manager, which costs several times the CPU; false when refused.
        func open(sampleRate: Int, channelCount: Int, _ target: Target) -> Bool {
            guard
                set(target, sampleRate, channelCount) == 0,
                vorbis_encode_ctl(info, OV_ECTL_RATEMANAGE2_SET, nil) == 0,
                vorbis_encode_setup_init(info) == 0
            else {
                vorbis_info_clear(info)
                vorbis_info_init(info)
                return false
            }
            guard vorbis_analysis_init(analysis, info) == 0 else { return false }
            vorbis_block_init(analysis, block)
            isOpen = true
            return true
        }

        private func set(_ target: Target, _ sampleRate: Int, _ channelCount: Int) -> Int32 {
            switch target {
            case .bitsPerSecond(let rate): vorbis_encode_setup_managed(info, channelCount, sampleRate, -1, rate, -1)
            case .quality(let quality): vorbis_encode_setup_vbr(info, channelCount, sampleRate, Float(quality / 10))
            }
        }

        func check(_ status: Int32, _ subject: String) throws {
            guard status < 0 else { return }
            throw MediaError(.encoder, "encode", "\"\(subject)\"", because: "libvorbis failed with code \(status)")
        }

        func makeHeaders(_ comments: [(name: String, value: String)], _ subject: String) throws -> [[UInt8]] {
            var comment = vorbis_comment()
            vorbis_comment_init(&comment)
            defer { vorbis_comment_clear(&comment) }
            for (name, value) in comments { vorbis_comment_add_tag(&comment, name, value) }
            var packets = (ogg_packet(), ogg_packet(), ogg_packet())
            try check(
                vorbis_analysis_headerout(analysis, &comment, &packets.0, &packets.1, &packets.2), subject)
            return [packets.0, packets.1, packets.2].map {
                Array(UnsafeBufferPointer(start: $0.packet, count: $0.bytes))
            }
        }

        func drainPackets(_ subject: String, _ emit: (Packet) throws -> Void) throws {
            var packet = ogg_packet()
            while vorbis_analysis_blockout(analysis, block) == 1 {
                try check(vorbis_analysis(block, nil), subject)
                try check(vorbis_bitrate_addblock(block), subject)
                while vorbis_bitrate_flushpacket(analysis, &packet) == 1 {
                    let blockSize = vorbis_packet_blocksize(info, &packet)
                    try emit(
                        Packet(
                            bytes: UnsafeRawBufferPointer(start: packet.packet, count: packet.bytes),
                            granulePosition: Int(packet.granulepos),
                            decodedSamples: previousBlockSize == 0 ? 0 : (previousBlockSize + blockSize) / 4))
                    previousBlockSize = blockSize
                }
            }
        }
    }
}
