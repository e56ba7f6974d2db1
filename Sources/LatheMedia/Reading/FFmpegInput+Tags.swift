internal import CFFmpeg

extension FFmpegInput {
    /// The tags that the demuxer found: INFO lists, ID3v2 and AIFF's text chunks.
    func tags() -> MasterTags {
        var tags = MasterTags()
        var entry: UnsafeMutablePointer<AVDictionaryEntry>?
        // The empty key with this flag matches every entry in turn.
        while let next = av_dict_get(context.pointee.metadata, "", entry, AV_DICT_IGNORE_SUFFIX) {
            entry = next
            guard let key = next.pointee.key, let text = next.pointee.value else { continue }
            let name = String(cString: key)
            let value = Self.bytes(text)
            // In an INFO list, ISRC names the source of the material: a person or an archive.
            if name.lowercased() == "isrc" && !Self.isRecordingCode(value) { continue }
            tags.take(name: name, value: value)
        }
        return tags
    }

    private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count <= MasterTags.longestText, text[bytes.count] != 0 {
            bytes.append(UInt8(bitPattern: text[bytes.count]))
        }
        return bytes
    }

    /// Two letters of a country, three letters or digits, seven digits; hyphens between them (ISO 3901).
    private static func isRecordingCode(_ text: [UInt8]) -> Bool {
        let code = String(decoding: text, as: UTF8.self).filter { $0 != "-" }
        return code.wholeMatch(of: /[A-Za-z]{2}[A-Za-z0-9]{3}[0-9]{7}/) != nil
    }
}
