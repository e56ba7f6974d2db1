internal import LatheMedia
internal import LathePackaging

/// The files of one programme as renditions: what each is called and where it is cut.
struct CodedLadder {
    /// In the order of the files.
    let plans: [RenditionPlan]
    /// What a listener should know of it.
    let notes: [String]
    /// What would make such a ladder.
    let preset: Preset

    /// - Throws: `LatheError` with code `masterRejected` when the files do not belong together, `presetInvalid` for a
    ///   duration that no segment has.
    init(_ inputs: [any CodedInput], segmentDuration: Double) throws {
        guard !inputs.isEmpty else {
            throw LatheError(.masterNotFound, "package", "nothing", because: "no file is given")
        }
        guard Preset.segmentDurations.contains(segmentDuration) else {
            throw LatheError(
                .presetInvalid, "package", inputs[0].file.path,
                because: "a segment lasts 2 to 10 seconds, not \(segmentDuration)")
        }
        let plans = inputs.enumerated().map { index, input in
            RenditionPlan(of: input.facts, input: index, segmentDuration: segmentDuration)
        }
        preset = Preset(
            name: "package", summary: "coded audio, packaged as it is", segmentDuration: segmentDuration,
            maximumSampleRate: inputs.map(\.facts.sampleRate).max() ?? 48_000, renditions: plans.map(\.rendition))
        try Self.refuseTwins(plans, inputs)
        self.plans = plans
        notes =
            zip(plans, inputs).flatMap { plan, input in input.facts.notes.map { "\(plan.id): \($0)" } }
            + Self.primingNotes(plans, inputs) + (try ProgrammeCheck.run(inputs))
    }

    /// Refuses two files that would have one name.
    private static func refuseTwins(_ plans: [RenditionPlan], _ inputs: [any CodedInput]) throws {
        for (index, plan) in plans.enumerated() {
            guard let twin = plans[..<index].firstIndex(where: { $0.id == plan.id }) else { continue }
            throw LatheError(
                .masterRejected, "package", inputs[index].file.path,
                because: "it and \"\(inputs[twin].file.path)\" are both \(plan.id)", remedy: "Leave one of them out.")
        }
    }

    /// Priming that is no whole number of frames moves all boundaries of an AAC file.
    private static func primingNotes(_ plans: [RenditionPlan], _ inputs: [any CodedInput]) -> [String] {
        let ladder = plans.filter { $0.codec == .aac }
        let offsets = ladder.map { plan in
            let facts = inputs[plan.input].facts
            return facts.primingSamples.isMultiple(of: facts.frameLength) ? 0 : facts.primingSamples
        }
        guard Set(offsets).count > 1 else { return [] }
        let names = ladder.map { "\($0.id) \(inputs[$0.input].facts.primingSamples)" }.joined(separator: ", ")
        return ["segments of AAC begin at different samples, as the priming differs: \(names)"]
    }
}

extension RenditionPlan {
    fileprivate init(of facts: CodedFacts, input: Int, segmentDuration: Double) {
        let seconds = Double(facts.sampleCount) / Double(facts.sampleRate)
        let rate = max(1, Int((Double(facts.codedBytes) * 8 / seconds / 1000).rounded()))
        let codec = Codec(facts.coding)
        self.init(
            rendition: Preset.Rendition(codec: codec, kilobitsPerSecond: codec == .flac ? nil : rate),
            form: Resampler.Output(sampleRate: facts.sampleRate, channelCount: facts.channelCount), input: input,
            bitsPerSecond: rate * 1000, segmentDuration: segmentDuration,
            timeline: Timeline(
                sampleRate: facts.sampleRate, segmentDuration: segmentDuration, length: facts.sampleCount))
    }
}

extension Codec {
    init(_ coding: CodedFacts.Coding) {
        switch coding {
        case .aac: self = .aac
        case .mp3: self = .mp3
        case .vorbis: self = .vorbis
        case .flac: self = .flac
        }
    }
}
