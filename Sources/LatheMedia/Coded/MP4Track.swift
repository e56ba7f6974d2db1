/// The only audio track of an MP4 file, and what it is coded with.
struct MP4Track {
    let id: Int
    /// The contents of `trak`.
    let contents: Range<Int>
    /// Ticks per second of durations.
    let timeScale: Int
    /// The contents of `stbl`.
    let sampleTable: Range<Int>
    let coding: CodedFacts.Coding
    let sampleRate: Int
    let channelCount: Int

    /// Refuses files with anything but one track of audio that can be packaged; tracks of text, such as chapters, do
    /// not count.
    init(_ movie: MP4Movie, _ boxes: inout MP4Boxes, _ limits: MasterLimits) throws {
        let file = boxes.file
        var audio: [Range<Int>] = []
        for track in try boxes.boxes(in: movie.header) where track.type == "trak" {
            switch try Self.handler(track.contents, &boxes) {
            case "soun": audio.append(track.contents)
            case "vide":
                throw file.refusal(
                    .unsupported, "it has a video track",
                    remedy: "Take the audio out: ffmpeg -i … -vn -c:a copy out.m4a")
            default: break
            }
        }
        guard audio.count == 1, let contents = audio.first else {
            throw file.refusal(.unsupported, "it has \(audio.count) audio tracks, not one")
        }
        guard let header = try boxes.box("tkhd", in: contents), let media = try boxes.box("mdia", "mdhd", in: contents),
            let table = try boxes.box("mdia", "minf", "stbl", in: contents),
            let entry = try boxes.box("stsd", in: table)
        else { throw file.refusal(.corrupt, "its audio track is not described") }
        self.contents = contents
        sampleTable = table
        id = try boxes.number(4, at: try boxes.number(1, at: 0, in: header) == 1 ? 20 : 12, in: header)
        timeScale = try boxes.number(4, at: try boxes.number(1, at: 0, in: media) == 1 ? 20 : 12, in: media)
        guard timeScale > 0, movie.timeScale > 0 else { throw file.refusal(.corrupt, "its time scale is 0") }
        let description = try MP4SampleEntry(entry, &boxes, limits)
        coding = description.coding
        sampleRate = description.sampleRate
        channelCount = description.channelCount
    }

    private static func handler(_ track: Range<Int>, _ boxes: inout MP4Boxes) throws -> String {
        guard let box = try boxes.box("mdia", "hdlr", in: track) else { return "" }
        return String(decoding: try boxes.bytes(box, atMost: 12).dropFirst(8), as: UTF8.self)
    }
}

/// The entry of `stsd`, AudioSampleEntry of ISO/IEC 14496-12 §12.2.3.
struct MP4SampleEntry {
    let coding: CodedFacts.Coding
    let sampleRate: Int
    let channelCount: Int

    init(_ descriptions: Range<Int>, _ boxes: inout MP4Boxes, _ limits: MasterLimits) throws {
        let file = boxes.file
        let entries = try boxes.boxes(in: descriptions.dropFirst(8))
        guard entries.count == 1, let entry = entries.first else {
            throw file.refusal(.unsupported, "its audio is described in \(entries.count) ways, not one")
        }
        // QuickTime's versions 1 and 2 have more fields before the codec's own box.
        let version = try boxes.number(2, at: 8, in: entry.contents)
        let inner = entry.contents.dropFirst(28 + (version == 1 ? 16 : version == 2 ? 36 : 0))
        switch entry.type {
        case "mp4a":
            guard let box = try boxes.box("esds", in: inner) ?? boxes.box("wave", "esds", in: inner),
                let stream = ElementaryStream(try boxes.bytes(box)[...].dropFirst(4))
            else { throw file.refusal(.corrupt, "its codec is not described") }
            let config = try Self.config(stream, file, limits)
            coding = .aac(audioSpecificConfig: stream.audioSpecificConfig)
            (sampleRate, channelCount) = (config.sampleRate, config.channelCount)
        case "fLaC":
            guard let box = try boxes.box("dfLa", in: inner), box.count >= 42 else {
                throw file.refusal(.corrupt, "its codec is not described")
            }
            let block = Array(try boxes.bytes(box, atMost: 42).dropFirst(8))
            let info = FLACStreamInfo(block: block)
            try info.check(file, limits)
            coding = .flac(streamInfo: block, bitsPerSample: info.bitsPerSample)
            (sampleRate, channelCount) = (info.sampleRate, info.channelCount)
        case "enca", "drms": throw file.refusal(.unsupported, "it is encrypted")
        default:
            throw file.refusal(
                .unsupported, "it holds \"\(entry.type)\"", remedy: "Lathe packages AAC-LC, MP3, Vorbis and FLAC.")
        }
    }

    private static func config(
        _ stream: ElementaryStream, _ file: MasterFile, _ limits: MasterLimits
    ) throws -> AudioSpecificConfig {
        guard ElementaryStream.aac.contains(stream.objectType) else {
            throw file.refusal(.unsupported, "it holds no AAC but object type \(stream.objectType) of MPEG-4")
        }
        guard let config = AudioSpecificConfig(stream.audioSpecificConfig) else {
            throw file.refusal(.corrupt, "its AAC is not described")
        }
        try config.check(file, limits)
        return config
    }
}
