internal import LatheMedia

/// Proves that files hold one programme: the same music, beginning at the same sample, as long, in the same form.
struct ProgrammeCheck {
    private let first: any CodedInput

    /// Samples that are compared, a second and a half.
    private static let excerptLength = CrossCorrelation.longestSignal
    private static let leastProminence: Float = 15
    // Resampling moves by less than a sample, coding by none.
    private static let slack = 2

    /// - Throws: `LatheError` with code `masterRejected` and both files' figures, `MediaError`.
    /// - Returns: what could not be proved.
    static func run(_ inputs: [any CodedInput]) throws -> [String] {
        guard let first = inputs.first, inputs.count > 1 else { return [] }
        let check = Self(first: first)
        for (index, input) in inputs.enumerated().dropFirst() { try refuseForm(input, in: inputs[..<index]) }
        let reference = try check.loudExcerpt()
        for input in inputs.dropFirst() {
            if let reference { try check.compareSound(input, reference) }
            try check.compareLength(input)
        }
        return reference == nil ? ["the inputs are silent where they were compared"] : []
    }

    /// Within a ladder players switch from one file to the other.
    private static func refuseForm(_ input: any CodedInput, in earlier: ArraySlice<any CodedInput>) throws {
        let facts = input.facts
        guard let other = earlier.first(where: { Codec($0.facts.coding) == Codec(facts.coding) }) else { return }
        if facts.sampleRate != other.facts.sampleRate {
            throw refusal(input, "it has \(facts.sampleRate) Hz, and \"\(other.file.path)\" \(other.facts.sampleRate)")
        }
        if facts.channelCount != other.facts.channelCount {
            throw refusal(
                input, "it has \(facts.channelCount) channels, and \"\(other.file.path)\" \(other.facts.channelCount)")
        }
    }

    /// A stretch of the first file that is not silent: from the middle, or else from elsewhere.
    private func loudExcerpt() throws -> (start: Int, samples: [Float])? {
        let rest = max(0, first.facts.sampleCount - Self.excerptLength)
        for start in [rest / 2, rest / 4, rest * 3 / 4, 0] {
            let range = start..<min(start + Self.excerptLength, first.facts.sampleCount)
            let excerpt = try CodedExcerpt(of: first, range).samples
            if excerpt.contains(where: { abs($0) > 0.001 }) { return (start, excerpt) }
        }
        return nil
    }

    private func compareSound(_ input: any CodedInput, _ reference: (start: Int, samples: [Float])) throws {
        let (from, to) = (input.facts.sampleRate, first.facts.sampleRate)
        let start = reference.start * from / to
        let excerpt = try CodedExcerpt(of: input, start..<start + reference.samples.count * from / to).samples
        let resampled = try Self.resampled(excerpt, from: from, to: to).prefix(reference.samples.count)
        let comparison = try CrossCorrelation(reference.samples, Array(resampled))
        let lag = comparison.lag
        guard abs(lag) > Self.slack else { return }
        guard comparison.prominence >= Self.leastProminence else {
            throw Self.refusal(input, "its sound is not that of \"\(first.file.path)\"")
        }
        throw Self.refusal(
            input, "it starts \(abs(lag)) samples \(lag > 0 ? "later" : "earlier") than \"\(first.file.path)\"",
            remedy: remedyForUnknownPriming(of: input))
    }

    /// What helps where one of two files cannot be placed, as it does not say what of it is the programme.
    private func remedyForUnknownPriming(of input: any CodedInput) -> String? {
        [input, first].first { !$0.facts.notes.isEmpty }.map {
            "\"\($0.file.path)\" does not say how many of its samples are priming: encode that rendition again, into a "
                + "file that does (M4A, MP3 with a LAME tag, Ogg Vorbis or FLAC)."
        }
    }

    private static func resampled(_ samples: [Float], from: Int, to: Int) throws -> [Float] {
        guard from != to else { return samples }
        let resampler = try Resampler(
            sampleRate: from, channelCount: 1, channelMask: 0, to: .init(sampleRate: to, channelCount: 1))
        let block = PCMBlock(sampleRate: from, channelCount: 1, capacity: samples.count) { targets in
            targets[0].update(from: samples, count: samples.count)
            return samples.count
        }
        return try [resampler.convert(block), resampler.finish()].flatMap { $0.withChannel(0) { Array($0) } }
    }

    /// A difference of up to a frame is what encoders make of one master.
    private func compareLength(_ input: any CodedInput) throws {
        let (ours, theirs) = (input.facts, first.facts)
        let difference =
            Double(ours.sampleCount) / Double(ours.sampleRate)
            - Double(theirs.sampleCount) / Double(theirs.sampleRate)
        let frame = max(
            Double(ours.frameLength) / Double(ours.sampleRate), Double(theirs.frameLength) / Double(theirs.sampleRate))
        guard abs(difference) > frame else { return }
        func length(_ facts: CodedFacts) -> String { "\(facts.sampleCount) samples at \(facts.sampleRate) Hz" }
        throw Self.refusal(
            input, "it lasts \(length(ours)), and \"\(first.file.path)\" \(length(theirs))",
            remedy: remedyForUnknownPriming(of: input))
    }

    private static func refusal(_ input: any CodedInput, _ cause: String, remedy: String? = nil) -> LatheError {
        LatheError(
            .masterRejected, "package", input.file.path, because: cause,
            remedy: remedy ?? "Encode all inputs from one master, with gapless information.")
    }
}
