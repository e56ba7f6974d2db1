import Lathe
import LatheMedia

/// `lathe probe`.
enum ProbeCommand {
    static let json = OptionSyntax(name: "json", help: "print one line of JSON, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "probe",
        summary: "say what a master holds, without decoding it",
        operands: [.init(placeholder: "MASTER", help: "a FLAC, WAV, RF64, W64 or AIFF file")],
        options: [json])

    static func run(_ arguments: ParsedArguments, _ console: Console) throws {
        let master = arguments.operands[0]
        let facts = try Transcoder.probe(master)
        try console.write(
            arguments.has(json) ? jsonLine(ProbeDocument(facts, file: master)) : table(of: facts, file: master))
    }

    /// For people.
    static func table(of facts: MasterFacts, file: String) -> String {
        var table = Table(alignments: [.left, .left])
        table.rows = [
            ["file", file],
            ["container", facts.container],
            ["codec", facts.codec],
            ["sample rate", grouped(facts.sampleRate) + " Hz"],
            ["channels", channels(facts)],
            ["samples", "\(facts.bitsPerSample)-bit " + (facts.isFloat ? "float" : "integer")],
            ["duration", duration(facts)],
            ["size", "\(size(facts.byteCount)) (\(grouped(facts.byteCount)) bytes)"],
        ]
        for (name, value) in namedTags(facts.tags) { table.rows.append([name, value]) }
        return table.rendered()
    }

    private static func channels(_ facts: MasterFacts) -> String {
        switch facts.channelCount {
        case 1: "1, mono"
        case 2: "2, stereo"
        default: "\(facts.channelCount), mask 0x" + String(facts.channelMask, radix: 16)
        }
    }

    private static func duration(_ facts: MasterFacts) -> String {
        guard let samples = facts.sampleCount, facts.sampleRate > 0 else { return "unknown" }
        return "\(clock(Double(samples) / Double(facts.sampleRate))) (\(grouped(samples)) samples)"
    }

    private static func namedTags(_ tags: MasterTags) -> [(String, String)] {
        let all = [
            ("title", tags.title), ("artist", tags.artist), ("album", tags.album), ("date", tags.date),
            ("track", tags.track), ("ISRC", tags.isrc),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}

/// What `lathe probe --json` prints.
struct ProbeDocument: Codable, Equatable {
    let file: String
    let container: String
    let codec: String
    /// Hz.
    let sampleRate: Int
    let channels: Int
    /// WAVE's speaker bits.
    let channelMask: UInt64
    let bitsPerSample: Int
    let isFloat: Bool
    /// Per channel; absent while nobody knows without decoding.
    let samples: Int?
    /// Seconds.
    let duration: Double?
    let bytes: Int
    let tags: MasterTags

    init(_ facts: MasterFacts, file: String) {
        self.file = file
        container = facts.container
        codec = facts.codec
        sampleRate = facts.sampleRate
        channels = facts.channelCount
        channelMask = UInt64(facts.channelMask)
        bitsPerSample = facts.bitsPerSample
        isFloat = facts.isFloat
        samples = facts.sampleCount
        let rate = Double(facts.sampleRate)
        duration = facts.sampleCount.flatMap { rate > 0 ? rounded(Double($0) / rate, 6) : nil }
        bytes = facts.byteCount
        tags = facts.tags
    }
}
