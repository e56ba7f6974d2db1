internal import LatheMedia

/// A stretch of the master in every form that the lanes want; immutable, shared by all of them.
struct Tick: Sendable {
    /// The stretch as decoded, all channels at the master's rate.
    let master: PCMBlock
    /// By index of the ladder's inputs: the same stretch at another rate or folded down, no block where no lane of the
    /// pass wants that form. Two blocks in the last tick, the second being what the resampler still held.
    let converted: [[PCMBlock]]
    /// Samples of the whole master, as soon as they are known.
    let masterLength: Int?
    let isLast: Bool
}

/// Decodes the master once, resamples once per wanted form. Used by one thread at a time.
final class MasterSource {
    /// Samples in a tick: 45 AAC and 40 MP3 frames, so that encoders at the master's rate never copy.
    static let tickLength = 46_080

    private let reader: MasterReader
    private let conversions: [Conversion]
    /// One tick is decoded ahead, so that the last but one knows what follows.
    private var ahead: PCMBlock?
    private var handedOut = 0
    private var length: Int?

    /// How a tick gets one of the ladder's forms.
    private enum Conversion {
        /// No lane wants it.
        case none
        /// The master has it.
        case identity
        case resampling(Resampler)
    }

    /// - Parameters:
    ///   - outputs: the ladder's inputs.
    ///   - wanted: those by index that the lanes will look at.
    init(reader: MasterReader, outputs: [Resampler.Output], wanted: Set<Int>) throws {
        self.reader = reader
        length = reader.facts.sampleCount
        let facts = reader.facts
        let identity = Resampler.Output(sampleRate: facts.sampleRate, channelCount: facts.channelCount)
        conversions = try outputs.enumerated().map { index, output in
            guard wanted.contains(index) else { return .none }
            guard output != identity else { return .identity }
            return .resampling(
                try Resampler(
                    sampleRate: facts.sampleRate, channelCount: facts.channelCount, channelMask: facts.channelMask,
                    to: output))
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
        try conversions.map { conversion in
            switch conversion {
            case .none: return []
            case .identity: return [block]
            case .resampling(let resampler):
                let converted = try resampler.convert(block)
                return isLast ? [converted, try resampler.finish()] : [converted]
            }
        }
    }
}
