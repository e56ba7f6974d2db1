/// What a file is, by its first bytes.
enum MasterKind: Equatable {
    /// Native FLAC whose `fLaC` stands at an offset, behind an ID3v2 tag if that is not 0.
    case flac(Int)
    case oggFLAC
    /// RIFF, RF64 or BW64.
    case wave
    case wave64
    /// AIFF or AIFF-C.
    case aiff

    /// Throws `unsupported` naming what the file looks like, `truncated` if it ends within the signature.
    init(sniffing file: MasterFile, _ limits: MasterLimits) throws {
        var window = ByteWindow(file)
        let head = try window.read(4096, at: 0)
        if head.begins(with: "ID3") {
            self = .flac(try Self.flacBehindID3(&window, limits))
        } else if let kind = Self.lossless(head) {
            self = kind
        } else if Self.isSignatureCut(head) {
            throw file.failure(.truncated, "it ends within its first \(head.count) bytes")
        } else {
            throw Self.unsupported(file, LossyOrForeignFormat.describe(head))
        }
    }

    private static func lossless(_ head: ArraySlice<UInt8>) -> MasterKind? {
        let form = head.part(8, 4)
        switch head.prefix(4) {
        case let id where id.spells("fLaC"): return .flac(0)
        case let id where id.spells("OggS") && oggPayload(head).begins(with: "\u{7F}FLAC"): return .oggFLAC
        case let id where ["RIFF", "RF64", "BW64"].contains { id.spells($0) } && form.spells("WAVE"): return .wave
        case let id where id.spells("riff") && head.part(4, 12).elementsEqual(WaveHeader.wave64Suffix): return .wave64
        case let id where id.spells("FORM") && (form.spells("AIFF") || form.spells("AIFC")): return .aiff
        default: return nil
        }
    }

    /// The first packet of an Ogg page: behind 27 bytes and a table that the 27th counts (RFC 3533 §6).
    static func oggPayload(_ page: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        page.dropFirst(27 + Int(page.part(26, 1).first ?? 0))
    }

    /// Where `fLaC` stands behind ID3v2 tags.
    private static func flacBehindID3(_ window: inout ByteWindow, _ limits: MasterLimits) throws -> Int {
        let position = try endOfID3(&window, limits)
        let head = try window.read(4096, at: position)
        if head.begins(with: "fLaC") { return position }
        guard head.count >= 10 else { throw window.file.failure(.truncated, "it ends within its ID3v2 tag") }
        throw unsupported(window.file, LossyOrForeignFormat.describeBehindID3(head))
    }

    /// How long the ID3v2 tags are with which a file begins; their size is 28 bits in four bytes.
    static func endOfID3(_ window: inout ByteWindow, _ limits: MasterLimits) throws -> Int {
        var position = 0
        var head = try window.read(10, at: 0)
        while head.begins(with: "ID3"), head.count >= 10 {
            let size = head.part(6, 4).reduce(0) { $0 << 7 | Int($1 & 0x7F) }
            let footer = (head.part(5, 1).first ?? 0) & 0x10 != 0 ? 10 : 0
            position += 10 + size + footer
            guard position <= limits.metadataBytes else {
                throw window.file.failure(.limitExceeded, "its ID3v2 tag is longer than \(limits.metadataBytes) bytes")
            }
            head = try window.read(10, at: position)
        }
        return position
    }

    /// A file too short to say more, as far as it goes like a known one.
    private static func isSignatureCut(_ head: ArraySlice<UInt8>) -> Bool {
        let signatures: [StaticString] = ["fLaC", "OggS", "RIFF", "RF64", "BW64", "riff", "FORM"]
        guard head.count < 64 else { return false }
        return signatures.contains { signature in
            signature.withUTF8Buffer { $0.starts(with: head.prefix(4)) }
        } && !LossyOrForeignFormat.isForeignForm(head)
    }

    private static func unsupported(_ file: MasterFile, _ what: String) -> MediaError {
        let remedy = "Lathe takes a lossless master: FLAC, WAV, RF64, BW64, W64 or AIFF."
        return file.failure(.unsupported, "it looks like \(what)", remedy: remedy)
    }
}
