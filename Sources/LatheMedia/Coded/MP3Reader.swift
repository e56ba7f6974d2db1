/// MP3, as a bare stream of frames between tags.
final class MP3Reader: CodedInput {
    let file: MasterFile
    let facts: CodedFacts
    private let window: FrameWindow
    /// Where the frames of music lie, the tag's frame not among them.
    private let audio: Range<Int>

    /// Walks over the headers of all frames. Throws `MediaError`: `unsupported`, `truncated`, `corrupt`,
    /// `limitExceeded`, `io`.
    init(_ file: MasterFile, from start: Int, _ limits: MasterLimits) throws {
        let window = FrameWindow(file)
        let end = max(start, file.byteCount - (try TrailingTags.byteCount(file)))
        guard let first = MP3Header(try window.bytes(MP3Header.size, at: start)) else {
            throw file.refusal(.unsupported, "its frames do not say how long they are")
        }
        let tag = MP3Tag(try window.bytes(min(first.frameSize, end - start), at: start), first)
        let audio = min(end, tag == nil ? start : start + first.frameSize)..<end
        var frames = 0
        try Self.walk(window, audio, first) { _ in frames += 1 }
        // Encoders other than LAME may count the tag's own frame.
        if let tag, let stated = tag.frameCount, stated != frames, tag.gaps != nil || stated != frames + 1 {
            throw file.refusal(
                frames < stated ? .truncated : .corrupt, "it has \(frames) frames, and its tag says \(stated)")
        }
        guard frames * first.samplesPerFrame <= limits.sampleCount(atRate: first.sampleRate) else {
            throw file.refusal(.limitExceeded, "it lasts longer than the limit of \(limits.duration) seconds")
        }
        let gaps = Gaps(tag?.gaps)
        let samples = frames * first.samplesPerFrame - gaps.priming - gaps.padding
        guard samples > 0 else { throw file.refusal(.truncated, "it holds no audio") }
        self.file = file
        self.window = window
        self.audio = audio
        facts = CodedFacts(
            container: "mp3", coding: .mp3, sampleRate: first.sampleRate, channelCount: first.channelCount,
            frameLength: first.samplesPerFrame, primingSamples: gaps.priming, sampleCount: samples,
            codedBytes: audio.count, integrity: tag?.frameCount == nil ? .none : .length, tags: MasterTags(),
            notes: gaps.isKnown ? [] : ["the file has no LAME tag: all samples are taken for the programme"])
    }

    func forEachFrame(_ body: (CodedFrame) throws -> Void) throws {
        guard let first = MP3Header(try window.bytes(MP3Header.size, at: audio.lowerBound)) else { return }
        try Self.walk(window, audio, first) { try body(CodedFrame(bytes: $0, sampleCount: facts.frameLength)) }
        try file.checkUnchanged()
    }

    /// Samples around the programme as a decoder yields them.
    private struct Gaps {
        private(set) var priming = 0
        private(set) var padding = 0
        let isKnown: Bool

        init(_ stated: (delay: Int, padding: Int)?) {
            isKnown = stated != nil
            guard let stated else { return }
            priming = stated.delay + MP3Encoder.decoderDelay
            padding = max(0, stated.padding - MP3Encoder.decoderDelay)
        }
    }

    private static func walk(
        _ window: FrameWindow, _ audio: Range<Int>, _ first: MP3Header, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let file = window.file
        var position = audio.lowerBound
        while position < audio.upperBound {
            let bytes = try window.bytes(min(MP3Header.size, audio.upperBound - position), at: position)
            guard let header = MP3Header(bytes) else {
                let isCut = bytes.count < MP3Header.size
                throw file.refusal(
                    isCut ? .truncated : .corrupt,
                    isCut ? "it ends within a frame at byte \(position)" : "no frame begins at byte \(position)")
            }
            guard header.isOfOneStream(with: first) else {
                throw file.refusal(.corrupt, "its format changes at byte \(position)")
            }
            guard header.frameSize <= audio.upperBound - position else {
                throw file.refusal(.truncated, "it ends within a frame at byte \(position)")
            }
            try body(try window.bytes(header.frameSize, at: position))
            position += header.frameSize
        }
    }
}

extension CodedFrame {
    /// Bytes of an MP3 frame's main data that lie in frames before it; 0: it decodes alone.
    public var mp3ReservoirBytes: Int { MP3Header(bytes).map { $0.mainDataBegin(bytes) } ?? 0 }
}
