/// Native FLAC: libFLAC decodes every frame, which finds its end for certain and proves CRC and MD5 on the way.
final class FLACReader: CodedInput {
    let file: MasterFile
    let facts: CodedFacts
    private let start: Int
    private let limits: MasterLimits

    /// Reads the metadata of a file whose `fLaC` stands at an offset. Throws `MediaError`: `unsupported`, `truncated`,
    /// `corrupt`, `limitExceeded`, `io`.
    init(_ file: MasterFile, from start: Int, _ limits: MasterLimits) throws {
        let decoder = try FLACDecoder(native: file, from: start, limits)
        guard let samples = decoder.facts.sampleCount else {
            throw file.refusal(.unsupported, "its header does not say how many samples it has")
        }
        var window = ByteWindow(file)
        let block = Array(try window.read(FLACStreamInfo.size, at: start + 8))
        let frameLength = Int(block.part(2, 2).bigEndian)
        guard frameLength > 0 else { throw file.refusal(.corrupt, "its header says frames of 0 samples") }
        self.file = file
        self.start = start
        self.limits = limits
        let bits = FLACStreamInfo(block: block).bitsPerSample
        facts = CodedFacts(
            container: "flac", coding: .flac(streamInfo: block, bitsPerSample: bits),
            sampleRate: decoder.facts.sampleRate, channelCount: decoder.facts.channelCount, frameLength: frameLength,
            primingSamples: 0, sampleCount: samples, codedBytes: file.byteCount - decoder.frameEnd,
            integrity: decoder.integrity, tags: decoder.facts.tags, notes: [])
    }

    func forEachFrame(_ body: (CodedFrame) throws -> Void) throws {
        let decoder = try FLACDecoder(native: file, from: start, limits)
        let window = FrameWindow(file)
        let sink = SampleSink(channelCount: facts.channelCount)
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: facts.channelCount * SampleSink.longestRun)
        defer { scratch.deallocate() }
        let targets = (0..<facts.channelCount).map { scratch + $0 * SampleSink.longestRun }
        while true {
            let (begin, before) = (decoder.frameEnd, decoder.decodedCount)
            var goesOn = false
            _ = try sink.fill(targets, capacity: SampleSink.longestRun) {
                goesOn = try decoder.decode(into: sink)
                return false
            }
            guard goesOn else { break }
            let size = decoder.frameEnd - begin
            guard size > 0, decoder.decodedCount > before else { continue }
            let bytes = try window.bytes(size, at: begin)
            try body(CodedFrame(bytes: bytes, sampleCount: decoder.decodedCount - before))
        }
        try file.checkUnchanged()
    }
}
