import Lathe

/// What a `lathe transcode` line asks for.
struct TranscodeRequest: Sendable, Equatable {
    let master: String
    let output: String
    let preset: Preset
    let layout: Layout
    /// Nil: one per core.
    let threadCount: Int?
    let progress: ProgressStyle
    let overwrite: Bool
    let resume: Bool

    static let output = ValueOption.text(
        OptionSyntax(
            name: "output", short: "o", placeholder: "DIR", isRequired: true,
            help: "the folder that becomes the package"))
    static let preset = ValueOption.text(
        OptionSyntax(
            name: "preset", placeholder: "NAME|FILE", help: "a preset by name, or a JSON5 file of your own (music)"))
    static let segmentDuration = ValueOption<Double>.number(
        OptionSyntax(
            name: "segment-duration", placeholder: "S", help: "target length of a segment, 2 to 10 s (the preset's)"),
        in: Preset.segmentDurations)
    static let rendition = ValueOption.text(
        OptionSyntax(
            name: "rendition", placeholder: "ID", isRepeatable: true,
            help: "make only this rendition of the preset, such as aac-96"))
    static let layout = ValueOption<Layout>.choice(
        OptionSyntax(
            name: "layout", placeholder: "LAYOUT",
            help: "segments, each a file, or single-file, one for each rendition (segments)"))
    static let threads = ValueOption<Int>.integer(
        OptionSyntax(name: "threads", placeholder: "N", help: "encoding threads (one per core)"), in: 1...256)
    static let progress = ValueOption<ProgressStyle>.choice(
        OptionSyntax(
            name: "progress", placeholder: "STYLE",
            help: "auto, bar, json (lines on standard output) or none (auto: a bar on a terminal)"))
    static let overwrite = OptionSyntax(
        name: "overwrite", help: "replace a package in DIR, which stays whole until the new one is")
    static let resume = OptionSyntax(
        name: "resume", help: "keep finished renditions whatever happens, and go on from those that are there")

    static let syntax = CommandSyntax(
        name: "transcode",
        summary: "make a streaming package of a lossless master",
        operands: [.init(placeholder: "MASTER", help: "a FLAC, WAV, RF64, W64 or AIFF file")],
        options: [
            output.syntax, preset.syntax, segmentDuration.syntax, rendition.syntax, layout.syntax, threads.syntax,
            progress.syntax, overwrite, resume,
        ],
        notes: """
            examples:
              lathe transcode master.flac --output package
              lathe transcode master.wav -o package --rendition aac-96 --rendition aac-160
              lathe transcode master.flac -o package --preset ./ladder.json5 --progress json
              lathe transcode master.flac -o package --resume

            With --resume renditions are finished one after the other. After a kill, a power cut or a full disk the same
            line encodes only those that are missing, if master, preset, layout, lathe and its libraries are the same.
            """)

    init(_ arguments: ParsedArguments) throws {
        master = arguments.operands[0]
        output = try arguments.value(Self.output) ?? ""
        threadCount = try arguments.value(Self.threads)
        layout = try arguments.value(Self.layout) ?? .segments
        progress = try arguments.value(Self.progress) ?? .auto
        overwrite = arguments.has(Self.overwrite)
        resume = arguments.has(Self.resume)
        guard !overwrite || !resume else {
            throw UsageError(
                "--overwrite starts anew and --resume goes on: only one of them can be had", command: arguments.command)
        }
        let segmentDuration = try arguments.value(Self.segmentDuration)
        let ids = try arguments.values(Self.rendition)
        var preset = try Self.preset(at: try arguments.value(Self.preset) ?? "music")
        if let segmentDuration { preset.segmentDuration = segmentDuration }
        if !ids.isEmpty { preset = try preset.selecting(ids) }
        self.preset = preset
    }

    /// A file where it looks like one, else a built-in preset.
    static func preset(at place: String) throws -> Preset {
        let isFile = place.contains("/") || place.hasSuffix(".json5") || place.hasSuffix(".json")
        return isFile ? try Preset(contentsOf: place) : try Preset.named(place)
    }
}
