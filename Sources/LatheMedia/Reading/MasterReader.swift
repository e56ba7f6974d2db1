/// Decodes a master to planar 32-bit float samples and proves that they are all of it.
///
/// FLAC (native and in Ogg) is decoded by libFLAC, which checks the CRC of every frame and the MD5 of the whole; WAV, RF64,
/// BW64, W64 and AIFF by FFmpeg, whose sample count is compared with the container's. Synchronous, and used by one
/// thread at a time; `file` may be used by others.
public final class MasterReader {
    /// The open file.
    public let file: MasterFile
    /// What the header says, known before the first sample is decoded.
    public let facts: MasterFacts
    private let decoder: any MasterDecoder
    private let sink: SampleSink
    private var progress = Progress.decoding

    private enum Progress {
        case decoding
        case ended
        case failed(any Error)
    }

    /// Opens a master and reads its header. What the file is follows from its first bytes, never from its name.
    ///
    /// Throws `MediaError`: besides the codes of `MasterFile.init`, `unsupported` for what is not lossless audio that
    /// Lathe knows, `truncated` or `corrupt` for a header that cannot be right, `limitExceeded`.
    public convenience init(path: String, limits: MasterLimits = .standard) throws {
        try self.init(file: MasterFile(path: path, limits: limits), limits: limits)
    }

    /// Reads the header of a master that is open already. Throws as `init(path:limits:)` does.
    public init(file: MasterFile, limits: MasterLimits = .standard) throws {
        do {
            decoder = try Self.makeDecoder(file, limits)
        } catch {
            try file.checkUnchanged()
            throw error
        }
        self.file = file
        facts = decoder.facts
        sink = SampleSink(channelCount: facts.channelCount)
    }

    /// What was repaired or ignored, each a sentence for people; final once `read` returned nil.
    public var warnings: [String] { decoder.warnings }

    /// What proved the samples; meaningful once `read` returned nil.
    public var integrity: MasterIntegrity { decoder.integrity }

    /// The next `sampleCount` samples per channel, fewer only in the last block; nil at the end, after everything that
    /// the file says of itself was verified. Memory for `sampleCount` samples is taken in any case.
    ///
    /// Throws `MediaError`: `truncated` or `corrupt` naming the sample where it broke, `limitExceeded`, `unsupported`,
    /// `io` (also when the file changed meanwhile). After an error every further call throws the same one.
    public func read(_ sampleCount: Int) throws -> PCMBlock? {
        precondition(sampleCount > 0, "a block holds at least one sample")
        switch progress {
        case .failed(let error): throw error
        case .ended where sink.isDrained: return nil
        case .decoding, .ended: break
        }
        do {
            let block = try makeBlock(sampleCount)
            return block.sampleCount > 0 ? block : nil
        } catch {
            progress = .failed(error)
            throw error
        }
    }

    private func makeBlock(_ sampleCount: Int) throws -> PCMBlock {
        try PCMBlock(sampleRate: facts.sampleRate, channelCount: facts.channelCount, capacity: sampleCount) { targets in
            try sink.fill(targets, capacity: sampleCount, more: decodeMore)
        }
    }

    /// Decodes a run into the sink; false at the verified end.
    private func decodeMore() throws -> Bool {
        if case .ended = progress { return false }
        do {
            if try decoder.decode(into: sink) { return true }
        } catch {
            // A file that somebody still writes looks damaged; the real cause helps more.
            try file.checkUnchanged()
            throw error
        }
        try file.checkUnchanged()
        progress = .ended
        return false
    }

    private static func makeDecoder(_ file: MasterFile, _ limits: MasterLimits) throws -> any MasterDecoder {
        switch try MasterKind(sniffing: file, limits) {
        case .flac(let start): try FLACDecoder(native: file, from: start, limits)
        case .oggFLAC: try FLACDecoder(ogg: file, limits)
        case .wave: try FFmpegDecoder(file, WaveHeader(riff: file, limits).summary(), limits)
        case .wave64: try FFmpegDecoder(file, WaveHeader(wave64: file, limits).summary(), limits)
        case .aiff: try FFmpegDecoder(file, AIFFHeader(file, limits).summary(), limits)
        }
    }
}
