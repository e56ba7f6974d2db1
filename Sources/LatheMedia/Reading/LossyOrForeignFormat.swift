/// Names what is not a master, so that the error says what somebody renamed.
enum LossyOrForeignFormat {
    private struct Signature {
        let offset: Int
        let text: StaticString
        let name: String

        init(_ text: StaticString, _ name: String, at offset: Int = 0) {
            (self.offset, self.text, self.name) = (offset, text, name)
        }
    }

    private static let signatures = [
        Signature("ftyp", "an MP4 or M4A file", at: 4), Signature("moov", "a QuickTime file", at: 4),
        Signature("#EXTM3U", "an HLS or M3U playlist"), Signature("<MPD", "a DASH manifest"),
        Signature("PK\u{03}\u{04}", "a ZIP archive"), Signature("Rar!", "a RAR archive"),
        Signature("7z", "a 7-Zip archive"), Signature("MThd", "a MIDI file"),
        Signature("MAC ", "a Monkey's Audio file"), Signature("wvpk", "a WavPack file"),
        Signature("TTA1", "a True Audio file"), Signature("DSD ", "a DSD file"), Signature("FRM8", "a DSDIFF file"),
        Signature("caff", "a CAF file"), Signature(".snd", "a Sun audio file"), Signature("ajkg", "a Shorten file"),
        Signature("RIFX", "a big-endian RIFX file"), Signature("ADIF", "an AAC (ADIF) file"),
        Signature("#!AMR", "an AMR file"), Signature("%PDF", "a PDF document"), Signature("\u{7F}ELF", "a program"),
        Signature("GIF8", "a GIF picture"), Signature("PNG\r\n", "a PNG picture", at: 1),
        Signature("<?xml", "an XML document"), Signature("<!DOCTYPE", "an HTML document"),
        Signature("<html", "an HTML document"),
    ]

    private static let binarySignatures: [([UInt8], String)] = [
        ([0x1A, 0x45, 0xDF, 0xA3], "a Matroska or WebM file"), ([0x30, 0x26, 0xB2, 0x75], "a Windows Media file"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"), ([0x1F, 0x8B], "a gzip archive"), ([0x0B, 0x77], "an AC-3 file"),
        ([0x7F, 0xFE, 0x80, 0x01], "a DTS file"), ([0x42, 0x5A, 0x68], "a bzip2 archive"),
    ]

    private static let oggSignatures = [
        Signature("\u{01}vorbis", "an Ogg Vorbis file"), Signature("OpusHead", "an Ogg Opus file"),
        Signature("Speex   ", "an Ogg Speex file"),
    ]

    /// What a file with this beginning looks like: `an MP3 file`.
    static func describe(_ head: ArraySlice<UInt8>) -> String {
        if head.begins(with: "OggS") {
            return match(MasterKind.oggPayload(head), oggSignatures) ?? "an Ogg file without FLAC"
        }
        if isForeignForm(head) {
            let form = String(decoding: head.part(8, 4).map { (32..<127).contains($0) ? $0 : 63 }, as: UTF8.self)
            return "a RIFF or IFF file of the kind \"\(form)\""
        }
        if let name = match(head, signatures) { return name }
        if let name = binarySignatures.first(where: { head.starts(with: $0.0) })?.1 { return name }
        if let name = mpegAudio(head) { return name }
        return isText(head) ? "a text" : "no audio file that Lathe knows"
    }

    /// What stands behind an ID3v2 tag; where nothing is recognised, ID3v2 itself speaks for MP3.
    static func describeBehindID3(_ head: ArraySlice<UInt8>) -> String {
        mpegAudio(head) ?? match(head, signatures) ?? "an MP3 file"
    }

    /// RIFF or IFF, with room for the kind, and not a kind of audio that Lathe takes.
    static func isForeignForm(_ head: ArraySlice<UInt8>) -> Bool {
        guard head.begins(with: "RIFF") || head.begins(with: "FORM"), head.count >= 12 else { return false }
        let kinds: [StaticString] = ["WAVE", "AIFF", "AIFC"]
        return !kinds.contains { head.part(8, 4).spells($0) }
    }

    private static func match(_ head: ArraySlice<UInt8>, _ signatures: [Signature]) -> String? {
        signatures.first { head.dropFirst($0.offset).begins(with: $0.text) }?.name
    }

    /// Eleven or more set bits, then a layer that is 0 in AAC's ADTS and 1 to 3 in MPEG audio; 188 bytes apart `G` in
    /// a transport stream.
    private static func mpegAudio(_ head: ArraySlice<UInt8>) -> String? {
        let bytes = Array(head.prefix(189))
        if bytes.count == 189, bytes[0] == 0x47, bytes[188] == 0x47 { return "an MPEG transport stream" }
        guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0 else { return nil }
        switch (bytes[1] >> 1) & 3 {
        case 0: return bytes[1] & 0xF6 == 0xF0 ? "an AAC (ADTS) file" : nil
        case 1: return "an MP3 file"
        case 2: return "an MP2 file"
        default: return "an MP1 file"
        }
    }

    private static func isText(_ head: ArraySlice<UInt8>) -> Bool {
        head.allSatisfy { $0 >= 32 && $0 != 127 || (9...13).contains($0) }
    }
}
