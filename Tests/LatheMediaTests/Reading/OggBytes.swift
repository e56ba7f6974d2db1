/// Takes Ogg files apart into pages and mends their checksums (RFC 3533 §6).
enum OggBytes {
    static func pages(_ bytes: [UInt8]) -> [[UInt8]] {
        var (pages, position): ([[UInt8]], Int) = ([], 0)
        while position < bytes.count {
            let segments = Int(bytes[position + 26])
            let payload = bytes[(position + 27)..<(position + 27 + segments)].reduce(0) { $0 + Int($1) }
            pages.append(Array(bytes[position..<position + 27 + segments + payload]))
            position += 27 + segments + payload
        }
        return pages
    }

    /// A page with its checksum computed anew.
    static func sealed(_ page: [UInt8]) -> [UInt8] {
        let blank = page.patched(22, [0, 0, 0, 0])
        let sum = blank.reduce(UInt32(0)) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte) << 24) { part, _ in
                part & 0x8000_0000 == 0 ? part << 1 : part << 1 ^ 0x04C1_1DB7
            }
        }
        return blank.patched(22, little: sum)
    }

    /// FLAC in Ogg without the total and the MD5 in its first page: 28 bytes of page, 9 of mapping header, `fLaC`.
    static func withoutTotal(_ pages: [[UInt8]]) -> [[UInt8]] {
        let shift = 28 + 9
        let first = pages[0]
        let anonymous = first.patched(shift + FLACBytes.total, [first[shift + FLACBytes.total] & 0xF0, 0, 0, 0, 0])
            .patched(shift + FLACBytes.md5, [UInt8](repeating: 0, count: 16))
        return [sealed(anonymous)] + pages.dropFirst()
    }
}
