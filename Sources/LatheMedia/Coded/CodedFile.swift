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
        let head = try window.read(4096, at: 0)
        if head.part(4, 4).spells("ftyp") { return try M4AReader(file, limits) }
        throw file.refusal(
            .unsupported, "it looks like \(LossyOrForeignFormat.describe(head))",
            remedy: "Lathe packages AAC (M4A, ADTS), MP3, Ogg Vorbis and FLAC.")
    }
}
