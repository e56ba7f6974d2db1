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
        let channelCount = min(facts.channelCount, 2)
        if facts.channelCount > 2, preset.downmix == .refuse {
            throw LatheError(
                .masterRejected, "transcode", subject,
                because: "it has \(facts.channelCount) channels and preset \"\(preset.name)\" refuses to fold them",
                remedy: "Set \"downmix\" to \"itu\" in the preset.")
        }
        var inputs: [Resampler.Output] = []
        var notes: [String] = []
        if facts.channelCount > 2 {
            notes.append("\(facts.channelCount) channels folded to stereo (ITU-R BS.775)")
        }
        plans = preset.renditions.map { rendition in
            let rate = rendition.codec.sampleRate(for: facts.sampleRate, maximum: preset.maximumSampleRate)
            let form = Resampler.Output(sampleRate: rate, channelCount: channelCount)
            if !inputs.contains(form) { inputs.append(form) }
            let bitsPerSecond = rendition.codec.clamp(
                rendition.kilobitsPerSecond * 1000, sampleRate: rate, channelCount: channelCount)
            return RenditionPlan(
                rendition: rendition, form: form, input: inputs.firstIndex(of: form) ?? 0,
                bitsPerSecond: bitsPerSecond,
                timeline: Timeline(
                    sampleRate: rate, segmentDuration: preset.segmentDuration,
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
    /// After clamping to what the codec can hold.
    let bitsPerSecond: Int
    let timeline: Timeline

    var id: String { rendition.id }
    var codec: Codec { rendition.codec }
    /// Where its files lie: `aac/96`.
    var directory: String { "\(codec.rawValue)/\(rendition.kilobitsPerSecond)" }

    /// Says that the codec refused the rate that was asked for; nil when it did not.
    func clampingNote(actual: Int) -> String? {
        guard actual != rendition.kilobitsPerSecond * 1000 else { return nil }
        let channels = form.channelCount == 1 ? "mono" : "stereo"
        return "\(id): \((actual + 500) / 1000) kbit/s, what \(codec.rawValue) takes for \(channels) at "
            + "\(form.sampleRate) Hz"
    }
}

extension Codec {
    /// The master's rate where codec and preset allow it, else 44.1 or 48 kHz, whichever divides the master's.
    func sampleRate(for master: Int, maximum: Int) -> Int {
        let allowed = sampleRates.filter { $0 <= maximum }
        if allowed.contains(master) { return master }
        let base = master.isMultiple(of: 11_025) ? 44_100 : 48_000
        return allowed.contains(base) ? base : allowed.last ?? base
    }

    /// The nearest rate in bit/s that the codec can hold. What libvorbis takes only libvorbis knows: it is asked later.
    func clamp(_ bitsPerSecond: Int, sampleRate: Int, channelCount: Int) -> Int {
        switch self {
        case .aac:
            return min(
                bitsPerSecond, AACEncoder.maximumBitsPerSecond(sampleRate: sampleRate, channelCount: channelCount))
        case .mp3:
            let rates = MP3Encoder.bitRates(sampleRate: sampleRate).map { $0 * 1000 }
            return rates.last { $0 <= bitsPerSecond } ?? rates.first ?? bitsPerSecond
        case .vorbis: return bitsPerSecond
        }
    }

    private var sampleRates: [Int] {
        switch self {
        case .aac: AACEncoder.sampleRates
        case .mp3: MP3Encoder.sampleRates
        case .vorbis: AACEncoder.sampleRates + [176_400, 192_000]
        }
    }
}
