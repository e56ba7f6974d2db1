/// AAC in ADTS, the transport of bare `.aac` files (ISO/IEC 13818-7 §6.2, 14496-3 §1.A.3.2).
///
/// It has no place to say how much priming there is: none is assumed, and a note says so.
final class ADTSReader: CodedInput {
    let file: MasterFile
    let facts: CodedFacts
    private let window: FrameWindow
    private let audio: Range<Int>

    /// Walks over the headers of all frames. Throws `MediaError`: `unsupported`, `truncated`, `corrupt`,
    /// `limitExceeded`, `io`.
    init(_ file: MasterFile, from start: Int, _ limits: MasterLimits) throws {
        let window = FrameWindow(file)
        let audio = start..<max(start, file.byteCount - (try TrailingTags.byteCount(file)))
        guard let first = ADTSHeader(try window.bytes(ADTSHeader.size, at: start)) else {
            throw file.refusal(.truncated, "it ends within its first frame")
        }
        guard let config = AudioSpecificConfig(first.audioSpecificConfig) else {
            throw file.refusal(.corrupt, "its sampling rate is reserved")
        }
        try config.check(file, limits)
        var (frames, bytes) = (0, 0)
        try Self.walk(window, audio) { frame in
            frames += 1
            bytes += frame.count
        }
        guard frames * config.frameLength <= limits.sampleCount(atRate: config.sampleRate) else {
            throw file.refusal(.limitExceeded, "it lasts longer than the limit of \(limits.duration) seconds")
        }
        self.file = file
        self.window = window
        self.audio = audio
        facts = CodedFacts(
            container: "adts", coding: .aac(audioSpecificConfig: first.audioSpecificConfig),
            sampleRate: config.sampleRate, channelCount: config.channelCount, frameLength: config.frameLength,
            primingSamples: 0, sampleCount: frames * config.frameLength, codedBytes: bytes, integrity: .none,
            tags: MasterTags(),
            notes: ["ADTS does not say how many samples are priming and padding: all are taken for the programme"])
    }

    func forEachFrame(_ body: (CodedFrame) throws -> Void) throws {
        try Self.walk(window, audio) { try body(CodedFrame(bytes: $0, sampleCount: facts.frameLength)) }
        try file.checkUnchanged()
    }

    /// Lends each frame without its header.
    private static func walk(
        _ window: FrameWindow, _ audio: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var position = audio.lowerBound
        var form: UInt32?
        while position < audio.upperBound {
            let file = window.file
            let bytes = try window.bytes(min(ADTSHeader.size, audio.upperBound - position), at: position)
            guard let header = ADTSHeader(bytes) else {
                let isCut = bytes.count < ADTSHeader.size
                throw file.refusal(
                    isCut ? .truncated : .corrupt,
                    isCut ? "it ends within a frame at byte \(position)" : "no frame begins at byte \(position)")
            }
            guard header.form == form ?? header.form else {
                throw file.refusal(.corrupt, "its format changes at byte \(position)")
            }
            guard header.blockCount == 1 else {
                throw file.refusal(
                    .unsupported, "its frame at byte \(position) holds \(header.blockCount) access units")
            }
            guard header.frameSize <= audio.upperBound - position else {
                throw file.refusal(.truncated, "it ends within a frame at byte \(position)")
            }
            let frame = try window.bytes(header.frameSize, at: position)
            try body(UnsafeRawBufferPointer(rebasing: frame[header.headerSize...]))
            form = header.form
            position += header.frameSize
        }
    }
}

/// The header of an ADTS frame.
struct ADTSHeader {
    /// Without the checksum that may follow.
    static let size = 7

    /// What no frame of a stream may change: version, object type, rate, channels.
    let form: UInt32
    /// Bytes before the access unit.
    let headerSize: Int
    /// Header and access unit in bytes.
    let frameSize: Int
    /// Access units in the frame.
    let blockCount: Int

    /// Nil where no frame begins.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.size, bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF0 else { return nil }
        form = UInt32(bytes[1] & 0x08) << 16 | UInt32(bytes[2] & 0xFD) << 8 | UInt32(bytes[3] & 0xC0)
        headerSize = bytes[1] & 1 == 1 ? 7 : 9
        frameSize = Int(bytes[3] & 3) << 11 | Int(bytes[4]) << 3 | Int(bytes[5]) >> 5
        blockCount = Int(bytes[6] & 3) + 1
        guard frameSize > headerSize else { return nil }
    }

    /// The same in the form that MP4 has: object type, index of the rate, channels.
    var audioSpecificConfig: [UInt8] {
        let (type, rate) = (form >> 14 & 3 + 1, form >> 10 & 15)
        let channels = (form >> 8 & 1) << 2 | form >> 6 & 3
        let config = type << 11 | rate << 7 | channels << 3
        return [UInt8(config >> 8), UInt8(config & 0xFF)]
    }
}
