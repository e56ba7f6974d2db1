internal import CVorbis

/// Vorbis in Ogg (Vorbis I §A, RFC 3533): packets as libogg finds them, the checksum of every page checked.
final class OggVorbisReader: CodedInput {
    let file: MasterFile
    let facts: CodedFacts

    /// Walks over all packets. Throws `MediaError`: `unsupported`, `truncated`, `corrupt`, `limitExceeded`, `io`.
    init(_ file: MasterFile, _ limits: MasterLimits) throws {
        let headers = VorbisHeaders(file)
        var timing = VorbisTiming()
        var bytes = 0
        var longest = 0
        try OggPackets(file).forEach { packet in
            if try headers.take(&packet, limits) { return }
            let samples = try timing.take(packet, headers.blockSize(&packet), file)
            bytes += packet.bytes
            longest = max(longest, samples)
            guard timing.position <= limits.sampleCount(atRate: headers.sampleRate) else {
                throw file.refusal(.limitExceeded, "it lasts longer than the limit of \(limits.duration) seconds")
            }
        }
        guard timing.length > 0 else { throw file.refusal(.truncated, "it holds no audio") }
        self.file = file
        facts = CodedFacts(
            container: "ogg", coding: .vorbis(headers: headers.packets), sampleRate: headers.sampleRate,
            channelCount: headers.channelCount, frameLength: longest, primingSamples: 0, sampleCount: timing.length,
            codedBytes: bytes, integrity: .crc, tags: headers.tags, notes: [])
    }

    func forEachFrame(_ body: (CodedFrame) throws -> Void) throws {
        let headers = VorbisHeaders(file)
        var timing = VorbisTiming()
        try OggPackets(file).forEach { packet in
            if try headers.take(&packet, .standard) { return }
            let samples = try timing.take(packet, headers.blockSize(&packet), file)
            try body(
                CodedFrame(
                    bytes: UnsafeRawBufferPointer(start: packet.packet, count: packet.bytes), sampleCount: samples))
        }
        try file.checkUnchanged()
    }
}

/// Counts samples and compares them with the granule positions of pages.
private struct VorbisTiming {
    /// Samples that a decoder has yielded.
    private(set) var position = 0
    /// Samples of the programme so far: the last granule position may cut the last packet's.
    private(set) var length = 0
    private var previousBlockSize = 0

    /// - Returns: what a decoder yields for the packet: none for the first (Vorbis I §4.3.8).
    mutating func take(_ packet: ogg_packet, _ blockSize: Int, _ file: MasterFile) throws -> Int {
        let samples = previousBlockSize == 0 ? 0 : (previousBlockSize + blockSize) / 4
        previousBlockSize = blockSize
        guard length == position else { throw file.refusal(.corrupt, "it goes on after its end at sample \(length)") }
        position += samples
        length = position
        guard packet.granulepos >= 0 else { return samples }
        let stated = Int(packet.granulepos)
        if packet.e_o_s != 0, stated < position, stated >= position - samples {
            length = stated
        } else if stated != position {
            throw file.refusal(
                .unsupported,
                "its pages say \(stated) where it has \(position) samples: its beginning or a part is missing")
        }
        return samples
    }
}

/// The three packets before the audio, and what libvorbis reads in them.
private final class VorbisHeaders {
    private(set) var packets: [[UInt8]] = []
    private(set) var tags = MasterTags()
    private let info = UnsafeMutablePointer<vorbis_info>.allocate(capacity: 1)
    private var comment = vorbis_comment()
    private let file: MasterFile

    init(_ file: MasterFile) {
        self.file = file
        vorbis_info_init(info)
        vorbis_comment_init(&comment)
    }

    deinit {
        vorbis_comment_clear(&comment)
        vorbis_info_clear(info)
        info.deallocate()
    }

    var sampleRate: Int { info.pointee.rate }
    var channelCount: Int { Int(info.pointee.channels) }

    /// Takes a header; false once all are there.
    func take(_ packet: inout ogg_packet, _ limits: MasterLimits) throws -> Bool {
        guard packets.count < 3 else { return false }
        guard vorbis_synthesis_headerin(info, &comment, &packet) == 0 else {
            throw file.refusal(.corrupt, "its header \(packets.count + 1) of 3 is damaged")
        }
        packets.append(Array(UnsafeBufferPointer(start: packet.packet, count: packet.bytes)))
        switch packets.count {
        case 1:
            try AudioForm(sampleRate: sampleRate, channelCount: channelCount, sampleCount: nil).check(file, limits)
        case 2: takeTags()
        default: break
        }
        return true
    }

    /// A power of two that the packet's mode says.
    func blockSize(_ packet: inout ogg_packet) throws -> Int {
        let size = vorbis_packet_blocksize(info, &packet)
        guard size > 0 else { throw file.refusal(.corrupt, "a packet is no audio of Vorbis") }
        return size
    }

    private func takeTags() {
        for index in 0..<Int(comment.comments) {
            guard let text = comment.user_comments[index] else { continue }
            let bytes = UnsafeBufferPointer(start: text, count: Int(comment.comment_lengths[index]))
                .map { UInt8(bitPattern: $0) }
            guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { continue }
            tags.take(name: String(decoding: bytes[..<min(equals, 64)], as: UTF8.self), value: bytes[(equals + 1)...])
        }
    }
}
