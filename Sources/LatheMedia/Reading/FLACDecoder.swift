internal import CFLAC

/// FLAC through libFLAC, native or in Ogg; the CRC of every frame and the MD5 of all samples are checked.
final class FLACDecoder: MasterDecoder {
    let facts: MasterFacts
    private(set) var warnings: [String] = []
    let integrity: MasterIntegrity

    private let library: Library
    private let session: FLACSession
    private let info: FLACStreamInfo
    private let isOgg: Bool
    /// Where the last whole frame of a native file ended.
    private(set) var frameEnd = 0
    /// Samples per channel so far.
    var decodedCount: Int { session.decoded }

    /// Owns libFLAC's decoder.
    private final class Library {
        let pointer: UnsafeMutablePointer<FLAC__StreamDecoder>

        init(_ file: MasterFile) throws {
            guard let pointer = FLAC__stream_decoder_new() else { throw file.failure(.io, "no memory for the decoder") }
            self.pointer = pointer
        }

        deinit { FLAC__stream_decoder_delete(pointer) }

        var state: FLAC__StreamDecoderState { FLAC__stream_decoder_get_state(pointer) }
    }

    /// Opens native FLAC whose `fLaC` stands at an offset.
    convenience init(native file: MasterFile, from start: Int, _ limits: MasterLimits) throws {
        let scan = try FLACMetadataScan(file, from: start, limits)
        // Where the length is known, libFLAC stops by itself and never takes a tag for a damaged frame.
        let end = scan.declaresLength ? file.byteCount : file.byteCount - (try TrailingTags.byteCount(file))
        try self.init(FLACSession(file, from: start, to: end, limits), isOgg: false)
    }

    /// Opens FLAC in Ogg.
    convenience init(ogg file: MasterFile, _ limits: MasterLimits) throws {
        try self.init(FLACSession(file, from: 0, to: file.byteCount, limits), isOgg: true)
    }

    private init(_ session: FLACSession, isOgg: Bool) throws {
        let library = try Library(session.file)
        session.isHeaderBounded = isOgg
        try Self.start(library, session, isOgg: isOgg)
        session.isHeaderBounded = false
        guard let info = session.info else { throw session.file.failure(.corrupt, "it has no STREAMINFO block") }
        try info.check(session.file, session.limits)
        self.library = library
        self.session = session
        self.info = info
        self.isOgg = isOgg
        integrity = info.hasMD5 ? .md5 : .crc
        facts = Self.facts(session, info, container: isOgg ? "ogg" : "flac")
        try noteFrameEnd()
    }

    func decode(into sink: SampleSink) throws -> Bool {
        // libFLAC would go on into what stands behind the last frame.
        if let total = info.sampleCount, session.decoded >= total {
            try verifyEnd()
            return false
        }
        session.sink = sink
        defer { session.sink = nil }
        let succeeded = FLAC__stream_decoder_process_single(library.pointer) != 0
        if let failure = session.failure { throw failure }
        if library.state == FLAC__STREAM_DECODER_END_OF_STREAM || session.isAtEnd && !succeeded {
            try verifyEnd()
            return false
        }
        guard succeeded else { throw Self.failure(library, session) }
        try noteFrameEnd()
        return true
    }

    private func noteFrameEnd() throws {
        guard !isOgg else { return }
        var position: UInt64 = 0
        guard FLAC__stream_decoder_get_decode_position(library.pointer, &position) != 0 else {
            throw Self.failure(library, session)
        }
        frameEnd = Int(clamping: position)
    }

    /// Compares what came out with what the file says of itself.
    private func verifyEnd() throws {
        let file = session.file
        if session.brokeAtEnd || session.decoded < info.sampleCount ?? 1 { throw try brokenOff() }
        if let total = info.sampleCount, session.decoded > total {
            throw file.failure(.corrupt, "it goes on after sample \(total), the last that it declares")
        }
        try isOgg ? verifyPages(file) : verifyRest(file)
        // Says whether the MD5 matched, where there is one.
        guard FLAC__stream_decoder_finish(library.pointer) != 0 else {
            let place = session.gap.map { "; the damage begins at sample \($0) or before" } ?? ""
            throw file.failure(.corrupt, "the MD5 of its \(session.decoded) samples does not match" + place)
        }
        if !info.hasMD5, let gap = session.gap {
            throw file.failure(.corrupt, "frames are missing at sample \(gap)")
        }
    }

    /// Why the stream ended too early: more frames behind the place mean damage, none mean that it was cut.
    private func brokenOff() throws -> MediaError {
        let file = session.file
        let isDamaged: Bool
        if isOgg {
            let pages = try OggPageScan(file)
            isDamaged = pages.isEnded && pages.rest == 0
        } else {
            isDamaged = try FLACFrameSearch.finds(file, from: frameEnd + 1)
        }
        if isDamaged { return file.failure(.corrupt, "a frame is damaged at sample \(session.decoded)") }
        let total = info.sampleCount.map { " of \($0)" } ?? ""
        return file.failure(.truncated, "it ends at sample \(session.decoded)" + total)
    }

    /// Looks at what stands behind the last frame of a native file.
    private func verifyRest(_ file: MasterFile) throws {
        let rest = file.byteCount - frameEnd - (try TrailingTags.byteCount(file))
        guard rest > 0 else { return }
        guard info.sampleCount != nil else { throw try brokenOff() }
        var window = ByteWindow(file)
        if FLACFrameSearch.isHeader(try window.read(32, at: frameEnd)) {
            throw file.failure(.corrupt, "it goes on after sample \(session.decoded), the last that it declares")
        }
        warnings.append("\(rest) bytes behind the last frame were ignored.")
    }

    private func verifyPages(_ file: MasterFile) throws {
        let pages = try OggPageScan(file)
        if pages.isChained { throw file.failure(.unsupported, "several streams are chained in it") }
        guard pages.rest > 0 || !pages.isEnded else { return }
        guard info.sampleCount != nil else {
            throw file.failure(.truncated, "it ends at sample \(session.decoded) without a last page")
        }
        warnings.append(
            pages.rest > 0 ? "\(pages.rest) bytes behind the last page were ignored." : "The last page is not marked.")
    }
}

extension FLACDecoder {
    /// Connects the callbacks and reads everything before the first frame.
    private static func start(_ library: Library, _ session: FLACSession, isOgg: Bool) throws {
        let client = Unmanaged.passUnretained(session).toOpaque()
        let decoder = library.pointer
        let isConfigured =
            FLAC__stream_decoder_set_md5_checking(decoder, 1) != 0
            && FLAC__stream_decoder_set_metadata_respond(decoder, FLAC__METADATA_TYPE_VORBIS_COMMENT) != 0
        guard isConfigured else { throw failure(library, session) }
        let open = isOgg ? FLAC__stream_decoder_init_ogg_stream : FLAC__stream_decoder_init_stream
        let status = open(
            decoder, FLACCallbacks.read, nil, FLACCallbacks.tell, nil, nil, FLACCallbacks.write, FLACCallbacks.metadata,
            FLACCallbacks.error, client)
        guard status == FLAC__STREAM_DECODER_INIT_STATUS_OK else { throw failure(library, session) }

        let succeeded = FLAC__stream_decoder_process_until_end_of_metadata(decoder) != 0
        if let failure = session.failure { throw failure }
        if library.state == FLAC__STREAM_DECODER_END_OF_STREAM {
            throw session.file.failure(.truncated, "it ends before its audio begins")
        }
        guard succeeded else { throw failure(library, session) }
    }

    /// What libFLAC says of its own state; used where no callback named a reason.
    private static func failure(_ library: Library, _ session: FLACSession) -> MediaError {
        let state =
            FLAC__stream_decoder_get_resolved_state_string(library.pointer).map { String(cString: $0) } ?? "unknown"
        return session.file.failure(.corrupt, "libFLAC stopped at sample \(session.decoded) in the state \(state)")
    }

    private static func facts(_ session: FLACSession, _ info: FLACStreamInfo, container: String) -> MasterFacts {
        let usual = AudioForm.usualMask(info.channelCount)
        let mask = session.channelMask.flatMap { $0.nonzeroBitCount == info.channelCount ? $0 : nil }
        return MasterFacts(
            container: container, codec: "flac", sampleRate: info.sampleRate, channelCount: info.channelCount,
            channelMask: mask ?? usual, bitsPerSample: info.bitsPerSample, isFloat: false,
            sampleCount: info.sampleCount,
            byteCount: session.file.byteCount, tags: session.tags)
    }
}
