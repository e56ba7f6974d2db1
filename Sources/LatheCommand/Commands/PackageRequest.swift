import Lathe

/// What a `lathe package` line asks for.
struct PackageRequest: Sendable, Equatable {
    let inputs: [String]
    let output: String
    let layout: Layout
    let segmentDuration: Double
    let overwrite: Bool
    let json: Bool

    static let segmentDuration = ValueOption<Double>.number(
        OptionSyntax(name: "segment-duration", placeholder: "S", help: "target length of a segment, 2 to 10 s (4)"),
        in: Preset.segmentDurations)
    static let json = OptionSyntax(
        name: "json", help: "print the closing line of JSON that transcode --progress json prints")

    static let syntax = CommandSyntax(
        name: "package",
        summary: "make a streaming package of coded audio, as it is",
        operands: [
            .init(
                placeholder: "INPUT", isRepeatable: true,
                help: "AAC (M4A, ADTS), MP3, Ogg Vorbis or FLAC, all of one programme")
        ],
        options: [
            TranscodeRequest.output.syntax, segmentDuration.syntax, TranscodeRequest.layout.syntax, json,
            TranscodeRequest.overwrite,
        ],
        notes: """
            Nothing is coded anew. Inputs of one codec become a ladder; those that differ from the first in length,
            rate, channels or content are refused with the reason.

            examples:
              lathe package music.m4a --output package
              lathe package music-96.m4a music-320.m4a music.mp3 music.ogg music.flac -o package
            """)

    init(_ arguments: ParsedArguments) throws {
        inputs = arguments.operands
        output = try arguments.value(TranscodeRequest.output) ?? ""
        layout = try arguments.value(TranscodeRequest.layout) ?? .segments
        segmentDuration = try arguments.value(Self.segmentDuration) ?? 4
        overwrite = arguments.has(TranscodeRequest.overwrite)
        json = arguments.has(Self.json)
    }
}
