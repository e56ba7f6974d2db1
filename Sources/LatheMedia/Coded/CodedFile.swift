/// Opens coded audio: AAC in MP4 or ADTS, MP3, Ogg Vorbis, FLAC.
public enum CodedFile {
    /// Opens a file and reads what it says of itself. What it is follows from its first bytes, never from its name.
    ///
    /// Throws `MediaError`: besides the codes of `MasterFile.init`, `unsupported` for what cannot be packaged as it is,
    /// `truncated`, `corrupt`, `limitExceeded`.
    public static func open(_ path: String, limits: MasterLimits = .standard) throws -> any CodedInput {
        let file = try MasterFile(path: path, limits: limits)
        do {
            return try open(file, limits)
        } catch {
            // A file that somebody still writes looks damaged; the real cause helps more.
            try file.checkUnchanged()
            throw error
        }
    }

    private static func open(_ file: MasterFile, _ limits: MasterLimits) throws -> any CodedInput {
        var window = ByteWindow(file)
        // Some put ID3v2 before anything.
        let start = try MasterKind.endOfID3(&window, limits)
        let head = try window.read(4096, at: start)
        if head.part(4, 4).spells("ftyp"), start == 0 { return try M4AReader(file, limits) }
        if head.begins(with: "fLaC") { return try FLACReader(file, from: start, limits) }
        if head.begins(with: "OggS"), start == 0, MasterKind.oggPayload(head).begins(with: "\u{01}vorbis") {
            return try OggVorbisReader(file, limits)
        }
        if let second = head.dropFirst().first, head.first == 0xFF {
            // Layer 0 is AAC's, 1 is layer III.
            if second & 0xF6 == 0xF0 { return try ADTSReader(file, from: start, limits) }
            if second & 0xE6 == 0xE2 { return try MP3Reader(file, from: start, limits) }
        }
        if start > 0, head.isEmpty { throw file.refusal(.truncated, "it ends within its ID3v2 tag") }
        if (try? MasterKind(sniffing: file, limits)) != nil {
            throw file.refusal(
                .unsupported, "it is a lossless master that no player streams", remedy: "Use `lathe transcode`.")
        }
        throw file.refusal(
            .unsupported, "it looks like \(LossyOrForeignFormat.describe(head))",
            remedy: "Lathe packages AAC (M4A, ADTS), MP3, Ogg Vorbis and FLAC.")
    }
}
