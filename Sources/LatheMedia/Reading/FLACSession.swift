internal import CFLAC

/// What libFLAC's callbacks share with `FLACDecoder`: where reading stands, what came out, what went wrong.
final class FLACSession {
    let file: MasterFile
    let limits: MasterLimits
    /// Where libFLAC reads next.
    private(set) var position: Int
    /// What libFLAC shall take for the end of the file.
    private let end: Int
    /// Headers are being read whose length nobody has counted before.
    var isHeaderBounded = false
    /// Set while `decode` runs, which brings one frame.
    var sink: SampleSink? {
        didSet { frameStart = decoded }
    }
    private var frameStart = 0
    /// libFLAC asked for more than there is.
    private(set) var isAtEnd = false
    /// What libFLAC was parsing when the stream ended was not whole.
    private(set) var brokeAtEnd = false
    /// The first error found in a callback, which cannot throw.
    private(set) var failure: (any Error)?
    private(set) var info: FLACStreamInfo?
    private(set) var tags = MasterTags()
    private(set) var channelMask: UInt64?
    /// Samples per channel so far.
    private(set) var decoded = 0
    /// The first sample whose frame had another number than the one expected.
    private(set) var gap: Int?

    init(_ file: MasterFile, from start: Int, to end: Int, _ limits: MasterLimits) {
        self.file = file
        self.limits = limits
        self.position = start
        self.end = end
    }

    /// Keeps the first error.
    func fail(_ error: any Error) {
        if failure == nil { failure = error }
    }

    func fail(_ code: MediaError.Code, _ cause: String) { fail(file.failure(code, cause)) }

    /// Keeps what libFLAC found wrong in the stream, unless the reason is that the stream ended.
    func note(_ status: FLAC__StreamDecoderErrorStatus) {
        // What is missing at the end looks like damage to libFLAC; the decoder tells them apart.
        guard !isAtEnd else {
            brokeAtEnd = true
            return
        }
        let what =
            switch status {
            case FLAC__STREAM_DECODER_ERROR_STATUS_LOST_SYNC: "no frame begins where one should"
            case FLAC__STREAM_DECODER_ERROR_STATUS_BAD_HEADER: "a frame header is damaged"
            case FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH: "a frame's CRC does not match"
            case FLAC__STREAM_DECODER_ERROR_STATUS_BAD_METADATA: "its metadata are damaged"
            default: "a frame cannot be parsed"
            }
        fail(.corrupt, "\(what) at sample \(decoded)")
    }

    /// Reads on; nil after an error, 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard failure == nil else { return nil }
        let headerLimit = limits.metadataBytes.addingReportingOverflow(1 << 18)
        if isHeaderBounded, !headerLimit.overflow, position > headerLimit.partialValue {
            fail(.limitExceeded, "its tags and pictures exceed \(limits.metadataBytes) bytes")
            return nil
        }
        do {
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, max(0, end - position))])
            let count = try file.read(into: wanted, at: position)
            position += count
            isAtEnd = count == 0
            return count
        } catch {
            fail(error)
            return nil
        }
    }

    func take(_ block: UnsafePointer<FLAC__StreamMetadata>) {
        switch block.pointee.type {
        case FLAC__METADATA_TYPE_STREAMINFO:
            // A second one is against the format; the first stands at the place where players look for it.
            if info == nil { info = FLACStreamInfo(block.pointee.data.stream_info) }
        case FLAC__METADATA_TYPE_VORBIS_COMMENT: take(block.pointee.data.vorbis_comment)
        default: break
        }
    }

    private func take(_ comments: FLAC__StreamMetadata_VorbisComment) {
        guard let entries = comments.comments else { return }
        for index in 0..<Int(comments.num_comments) {
            guard let text = entries[index].entry else { continue }
            let bytes = UnsafeBufferPointer(start: text, count: Int(entries[index].length))
            guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: bytes[..<min(equals, 64)], as: UTF8.self)
            let value = bytes[(equals + 1)...]
            tags.take(name: name, value: value)
            if name.uppercased() == "WAVEFORMATEXTENSIBLE_CHANNEL_MASK" { takeMask(value) }
        }
    }

    /// `0x003F`, as flac and others write it for layouts that are not the usual ones.
    private func takeMask(_ value: Slice<UnsafeBufferPointer<UInt8>>) {
        let text = String(decoding: value.prefix(20), as: UTF8.self).lowercased()
        guard text.hasPrefix("0x") else { return }
        channelMask = UInt64(text.dropFirst(2), radix: 16)
    }

    /// Converts one frame; false after an error.
    func take(_ header: FLAC__FrameHeader, _ channels: UnsafePointer<UnsafePointer<Int32>?>) -> Bool {
        guard failure == nil, let info, let sink else { return false }
        let count = Int(header.blocksize)
        guard Int(header.sample_rate) == info.sampleRate, Int(header.channels) == info.channelCount,
            Int(header.bits_per_sample) == info.bitsPerSample, count <= SampleSink.longestRun
        else {
            fail(.corrupt, "its format changes at sample \(decoded)")
            return false
        }
        // Where numbers jump, libFLAC puts frames of silence before the real one.
        guard decoded == frameStart else {
            fail(.corrupt, "frames are missing at sample \(frameStart)")
            return false
        }
        if gap == nil, header.number.sample_number != UInt64(decoded) { gap = decoded }
        guard decoded + count <= max(limits.sampleCount(atRate: info.sampleRate), info.sampleCount ?? 0) else {
            fail(.limitExceeded, "it lasts longer than the limit of \(limits.duration) seconds")
            return false
        }
        let scale = Float(sign: .plus, exponent: 1 - info.bitsPerSample, significand: 1)
        sink.write(count) { channel, offset, target, count in
            guard let source = channels[channel].map({ $0 + offset }) else { return }
            for index in 0..<count { target[index] = Float(source[index]) * scale }
        }
        decoded += count
        return true
    }
}
