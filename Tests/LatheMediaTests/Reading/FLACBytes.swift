/// Changes FLAC files byte by byte. All that flac writes begins with `fLaC` and a STREAMINFO block of 38 bytes.
enum FLACBytes {
    /// Offsets in a native file: the byte with the rate's last bits, the total's 36 bits from the middle of 21, the MD5.
    static let rate = 18, total = 21, md5 = 26, streamInfoEnd = 42

    /// The file without the number of its samples, and if wanted without its MD5.
    static func withoutTotal(_ bytes: [UInt8], keepsMD5: Bool = false) -> [UInt8] {
        let anonymous = bytes.patched(total, [bytes[total] & 0xF0, 0, 0, 0, 0])
        return keepsMD5 ? anonymous : anonymous.patched(md5, [UInt8](repeating: 0, count: 16))
    }

    /// The file with another number of samples.
    static func declaring(_ samples: Int, _ bytes: [UInt8]) -> [UInt8] {
        let low = UInt32(truncatingIfNeeded: samples)
        let high = bytes[total] & 0xF0 | UInt8(truncatingIfNeeded: samples >> 32) & 0x0F
        return bytes.patched(total, [high] + [UInt8](little: low).reversed())
    }

    /// The frames of a file, from the first one on.
    static func frames(_ bytes: [UInt8]) -> [UInt8] {
        var position = 4
        while true {
            let size = bytes[(position + 1)...(position + 3)].reduce(0) { $0 << 8 | Int($1) }
            let isLast = bytes[position] & 0x80 != 0
            position += 4 + size
            if isLast { return Array(bytes[position...]) }
        }
    }

    /// One metadata block.
    static func block(_ type: UInt8, _ payload: [UInt8], isLast: Bool) -> [UInt8] {
        [type | (isLast ? 0x80 : 0)] + [UInt8](little: UInt32(payload.count)).prefix(3).reversed() + payload
    }

    /// The fixture of 47 samples with other metadata blocks behind STREAMINFO.
    static func rebuilt(_ blocks: [(type: UInt8, payload: [UInt8])]) throws -> [UInt8] {
        let original = try Masters.bytes("47-samples.flac")
        let info = Array("fLaC".utf8) + block(0, Array(original[8..<streamInfoEnd]), isLast: blocks.isEmpty)
        let rest = blocks.indices.flatMap {
            block(blocks[$0].type, blocks[$0].payload, isLast: $0 == blocks.count - 1)
        }
        return info + rest + frames(original)
    }

    /// The fixture of 47 samples with these Vorbis comments.
    static func tagged(_ comments: [[UInt8]]) throws -> [UInt8] {
        let list = comments.flatMap { [UInt8](little: UInt32($0.count)) + $0 }
        return try rebuilt([(4, [0, 0, 0, 0] + [UInt8](little: UInt32(comments.count)) + list)])
    }
}
