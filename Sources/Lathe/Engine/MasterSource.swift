internal import LatheMedia

/// A stretch of the master in every form that the lanes want; immutable, shared by all of them.
struct Tick: Sendable {
    /// The stretch as decoded, all channels at the master's rate.
    let master: PCMBlock
    /// By index of `MasterSource.outputs`: the same stretch at another rate or folded down. Two blocks in the last
    /// tick, the second being what the resampler still held.
    let converted: [[PCMBlock]]
    /// Samples of the whole master, as soon as they are known.
    let masterLength: Int?
    let isLast: Bool
}

/// Decodes the master once, resamples once per wanted form. Used by one thread at a time.
final class MasterSource {
    /// Samples in a tick: 45 AAC and 40 MP3 frames, so that encoders at the master's rate never copy.
    static let tickLength = 46_080

    let outputs: [Resampler.Output]
    private let reader: MasterReader
    /// Nil where the master already has that form.
    private let resamplers: [Resampler?]
    /// One tick is decoded ahead, so that the last but one knows what follows.
    private var ahead: PCMBlock?
    private var handedOut = 0
    private var length: Int?

    init(reader: MasterReader, outputs: [Resampler.Output]) throws {
        self.reader = reader
        self.outputs = outputs
        length = reader.facts.sampleCount
        let facts = reader.facts
        resamplers = try outputs.map { output in
            guard output != Resampler.Output(sampleRate: facts.sampleRate, channelCount: facts.channelCount) else {
                return nil
            }
            return try Resampler(
                sampleRate: facts.sampleRate, channelCount: facts.channelCount, channelMask: facts.channelMask,
                to: output)
        }
    }

    /// The next tick; not called again after the last one.
    /// - Throws: `MediaError`; also when the master turns out to hold no sample at all.
    func next() throws -> Tick {
        guard let block = try ahead ?? reader.read(Self.tickLength) else {
            throw MediaError(.truncated, "transcode", "the master", because: "it holds no audio")
        }
        ahead = try reader.read(Self.tickLength)
        handedOut += block.sampleCount
        if ahead == nil { length = handedOut }
        if let ahead, ahead.sampleCount < Self.tickLength { length = handedOut + ahead.sampleCount }
        return Tick(
            master: block, converted: try convert(block, isLast: ahead == nil), masterLength: length,
            isLast: ahead == nil)
    }

    private func convert(_ block: PCMBlock, isLast: Bool) throws -> [[PCMBlock]] {
        try resamplers.map { resampler in
            guard let resampler else { return [block] }
            let converted = try resampler.convert(block)
            return isLast ? [converted, try resampler.finish()] : [converted]
        }
    }
}
