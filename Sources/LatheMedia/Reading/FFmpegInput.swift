internal import CFFmpeg

/// libavformat's demuxer over a `MasterFile`: no protocol, no probing, one format and the PCM codecs only.
final class FFmpegInput {
    let context: UnsafeMutablePointer<AVFormatContext>
    private let source: Source
    private let library: lathe_avformat

    /// What a demuxer may find; everything else is refused.
    static let codecs = [
        "pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le",
        "pcm_f32be", "pcm_f64le", "pcm_f64be",
    ]

    /// Opens with the named demuxer. Throws `corrupt` if it refuses the header, `io`.
    init(_ file: MasterFile, demuxer name: String) throws {
        _ = FFmpeg.silence
        library = try AVFormat.functions(for: file)
        source = try Source(file, library)
        guard let demuxer = library.find_input_format(name) else {
            throw file.failure(.unsupported, "FFmpeg has no \(name)")
        }
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        var pairs = ["format_whitelist": name, "codec_whitelist": Self.codecs.joined(separator: ",")]
        pairs["protocol_whitelist"] = "none"
        if name != "aiff" { pairs["max_size"] = String(SampleSink.longestRun / 2) }
        for (key, value) in pairs {
            _ = try FFmpegError.check(av_dict_set(&options, key, value, 0), file, source.failure)
        }

        guard let made = library.alloc_context() else { throw file.failure(.io, "no memory for the demuxer") }
        made.pointee.pb = source.context
        var opened: UnsafeMutablePointer<AVFormatContext>? = made
        // Frees the context when it fails.
        let status = library.open_input(&opened, nil, demuxer, &options)
        _ = try FFmpegError.check(status, file, source.failure)
        guard let opened else { throw file.failure(.corrupt, "FFmpeg opened nothing") }
        context = opened
        guard av_dict_count(options) == 0 else { throw file.failure(.unsupported, "FFmpeg lacks an option of \(name)") }
    }

    deinit {
        var closing: UnsafeMutablePointer<AVFormatContext>? = context
        library.close_input(&closing)
    }

    /// The only stream. Throws `corrupt` if there is another number of them.
    func stream(_ file: MasterFile) throws -> UnsafeMutablePointer<AVStream> {
        guard context.pointee.nb_streams == 1, let stream = context.pointee.streams[0] else {
            throw file.failure(.corrupt, "it holds \(context.pointee.nb_streams) streams")
        }
        return stream
    }

    /// Reads the next packet; false at the end.
    func read(_ packet: UnsafeMutablePointer<AVPacket>, _ file: MasterFile) throws -> Bool {
        let status = library.read_frame(context, packet)
        if let failure = source.failure { throw failure }
        if status == LATHE_AVERROR_EOF { return false }
        _ = try FFmpegError.check(status, file, nil)
        return true
    }
}

extension FFmpegInput {
    /// Owns the AVIOContext and answers its callbacks.
    private final class Source {
        let context: UnsafeMutablePointer<AVIOContext>
        private let state: State

        private static let bufferSize = 65_536

        private let library: lathe_avformat

        init(_ file: MasterFile, _ library: lathe_avformat) throws {
            self.library = library
            state = State(file)
            guard let buffer = av_malloc(Self.bufferSize) else { throw file.failure(.io, "no memory for a buffer") }
            let made = library.io_alloc_context(
                buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferSize), 0,
                Unmanaged.passUnretained(state).toOpaque(),
                { opaque, buffer, count in State.of(opaque).read(buffer, count) }, nil,
                { opaque, offset, whence in State.of(opaque).seek(offset, whence) })
            guard let made else {
                av_free(buffer)
                throw file.failure(.io, "no memory for the demuxer")
            }
            context = made
        }

        deinit {
            // libavformat may have replaced the buffer.
            av_freep(&context.pointee.buffer)
            var closing: UnsafeMutablePointer<AVIOContext>? = context
            library.io_context_free(&closing)
        }

        var failure: (any Error)? { state.failure }
    }

    /// Where libavformat reads in the file.
    private final class State {
        private let file: MasterFile
        private var position = 0
        private(set) var failure: (any Error)?

        init(_ file: MasterFile) { self.file = file }

        static func of(_ opaque: UnsafeMutableRawPointer?) -> State {
            // libavformat gives back what `avio_alloc_context` was given; no input leads here.
            guard let opaque else { preconditionFailure("libavformat gives back the pointer that it was given") }
            return Unmanaged<State>.fromOpaque(opaque).takeUnretainedValue()
        }

        func read(_ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int32) -> Int32 {
            do {
                let room = UnsafeMutableRawBufferPointer(start: buffer, count: max(0, Int(count)))
                let got = try file.read(into: room, at: position)
                position += got
                return got == 0 ? LATHE_AVERROR_EOF : Int32(got)
            } catch {
                if failure == nil { failure = error }
                return LATHE_AVERROR_EIO
            }
        }

        func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
            let base: Int
            switch whence & ~AVSEEK_FORCE {
            case AVSEEK_SIZE: return Int64(file.byteCount)
            case SEEK_SET: base = 0
            case SEEK_CUR: base = position
            case SEEK_END: base = file.byteCount
            default: return Int64(LATHE_AVERROR_EIO)
            }
            let (target, overflow) = base.addingReportingOverflow(Int(offset))
            guard !overflow, target >= 0 else { return Int64(LATHE_AVERROR_EIO) }
            position = target
            return Int64(target)
        }
    }
}

/// FFmpeg's way to say what went wrong.
enum FFmpegError {
    /// Passes on what is not negative; throws what a callback kept, otherwise `corrupt` with FFmpeg's own words.
    static func check(_ status: Int32, _ file: MasterFile, _ kept: (any Error)?) throws -> Int32 {
        if let kept { throw kept }
        guard status < 0 else { return status }
        throw file.failure(.corrupt, "FFmpeg refuses it: \(FFmpeg.message(of: status))")
    }
}
