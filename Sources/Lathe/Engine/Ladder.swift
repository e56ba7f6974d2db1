internal import LatheMedia
internal import LathePackaging

/// A preset applied to a master: what exactly each rendition will be.
struct Ladder {
    let plans: [RenditionPlan]
    /// The forms of the master that the plans need, each once.
    let inputs: [Resampler.Output]
    /// What a listener should know of it.
    let notes: [String]

    /// - Throws: `LatheError` with code `masterRejected` when the preset refuses the master.
    init(preset: Preset, facts: MasterFacts, subject: String) throws {
        let isFolded = facts.channelCount > 2 && preset.renditions.contains { $0.codec != .flac }
        if isFolded, preset.downmix == .refuse {
            throw LatheError(
                .masterRejected, "transcode", subject,
                because: "it has \(facts.channelCount) channels and preset \"\(preset.name)\" refuses to fold them",
                remedy: "Set \"downmix\" to \"itu\" in the preset.")
        }
        var inputs: [Resampler.Output] = []
        var notes: [String] = []
        if isFolded {
            notes.append("\(facts.channelCount) channels folded to stereo (ITU-R BS.775)")
        }
        plans = preset.renditions.map { rendition in
            let form = rendition.codec.form(of: facts, maximumSampleRate: preset.maximumSampleRate)
            if !inputs.contains(form) { inputs.append(form) }
            return RenditionPlan(
                rendition: rendition, form: form, input: inputs.firstIndex(of: form) ?? 0,
                bitsPerSecond: rendition.bitsPerSecond(as: form, bitsPerSample: facts.bitsPerSample),
                segmentDuration: preset.segmentDuration,
                timeline: Timeline(
                    sampleRate: form.sampleRate, segmentDuration: preset.segmentDuration,
                    length: facts.sampleCount.map { form.sampleCount(for: $0, at: facts.sampleRate) }))
        }
        for plan in plans { if let note = plan.clampingNote(actual: plan.bitsPerSecond) { notes.append(note) } }
        let rates = Set(inputs.map(\.sampleRate)).subtracting([facts.sampleRate]).sorted()
        if !rates.isEmpty {
            notes.append(
                "resampled from \(facts.sampleRate) Hz to \(rates.map(String.init).joined(separator: " and ")) Hz")
        }
        self.inputs = inputs
        self.notes = notes
    }
}

/// What one rendition will be.
struct RenditionPlan: Sendable {
    let rendition: Preset.Rendition
    /// Rate and channels that the encoder takes.
    let form: Resampler.Output
    /// Index of that form in the ladder's inputs.
    let input: Int
    /// After clamping to what the codec can hold; for FLAC what PCM takes, which is never exceeded for long.
    let bitsPerSecond: Int
    /// Target in seconds.
    let segmentDuration: Double
    var timeline: Timeline

    var id: String { rendition.id }
    var codec: Codec { rendition.codec }
    /// Where its files lie: `aac/96`, `flac`.
    var directory: String { codec.rawValue + (rendition.kilobitsPerSecond.map { "/\($0)" } ?? "") }

    /// Says that the codec refused the rate that was asked for; nil when it did not.
    func clampingNote(actual: Int) -> String? {
        guard let asked = rendition.kilobitsPerSecond, actual != asked * 1000 else { return nil }
        let channels = form.channelCount == 1 ? "mono" : "stereo"
        return "\(id): \((actual + 500) / 1000) kbit/s, what \(codec.rawValue) takes for \(channels) at "
            + "\(form.sampleRate) Hz"
    }
}

extension Codec {
    /// What the encoder takes of a master. FLAC keeps its rate and channels; the others have at most two channels, and
    /// the master's rate where codec and preset allow it, else 44.1 or 48 kHz, whichever divides the master's.
    fileprivate func form(of facts: MasterFacts, maximumSampleRate: Int) -> Resampler.Output {
        guard self != .flac else {
            return Resampler.Output(sampleRate: facts.sampleRate, channelCount: facts.channelCount)
        }
        return Resampler.Output(
            sampleRate: sampleRate(for: facts.sampleRate, maximum: maximumSampleRate),
            channelCount: min(2, facts.channelCount))
    }

    private func sampleRate(for master: Int, maximum: Int) -> Int {
        let allowed = sampleRates.filter { $0 <= maximum }
        if allowed.contains(master) { return master }
        let base = master.isMultiple(of: 11_025) ? 44_100 : 48_000
        return allowed.contains(base) ? base : allowed.last ?? sampleRates[0]
    }

    private var sampleRates: [Int] {
        switch self {
        case .aac: AACEncoder.sampleRates
        case .mp3: MP3Encoder.sampleRates
        case .vorbis: AACEncoder.sampleRates + [176_400, 192_000]
        case .opus: [OpusEncoder.sampleRate]
        case .flac: []
        }
    }
}

extension Preset.Rendition {
    /// The nearest rate in bit/s that the codec can hold. What libvorbis takes only libvorbis knows: it is asked later.
    fileprivate func bitsPerSecond(as form: Resampler.Output, bitsPerSample: Int) -> Int {
        let wanted = (kilobitsPerSecond ?? 0) * 1000
        switch codec {
        case .aac:
            return min(
                wanted,
                AACEncoder.maximumBitsPerSecond(sampleRate: form.sampleRate, channelCount: form.channelCount))
        case .mp3:
            let rates = MP3Encoder.bitRates(sampleRate: form.sampleRate).map { $0 * 1000 }
            return rates.last { $0 <= wanted } ?? rates.first ?? wanted
        case .opus:
            let rates = OpusEncoder.bitRates(channelCount: form.channelCount)
            return min(max(wanted, rates.lowerBound), rates.upperBound)
        case .vorbis: return wanted
        case .flac: return form.sampleRate * form.channelCount * bitsPerSample
        }
    }
}
