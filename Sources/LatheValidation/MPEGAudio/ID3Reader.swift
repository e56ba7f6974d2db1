/// ID3v2 tags at the head of a file (ID3v2.3 §3, ID3v2.4 §3), and the time of packed audio in them.
struct ID3Reader {
    static let owner = "com.apple.streaming.transportStreamTimestamp"

    /// Where the tags end.
    private(set) var end = 0
    /// 90 kHz, 33 bits (RFC 8216 §3.4).
    private(set) var timestamp: Int?
    private(set) var hasMalformedTimestamp = false
    private(set) var tagCount = 0

    /// Reads all tags at the beginning.
    init(_ bytes: [UInt8], file: String, _ findings: inout Findings) {
        while tagCount < 16, bytes.dropFirst(end).starts(with: Array("ID3".utf8)) {
            let start = end
            guard takeTag(bytes, file, &findings) else {
                findings.add(
                    .id3Malformed, at: .init(file, offset: start), "the ID3 tag is cut off or has a wrong size")
                end = start + 10 <= bytes.count ? start + 10 : bytes.count
                return
            }
        }
    }

    private mutating func takeTag(_ bytes: [UInt8], _ file: String, _ findings: inout Findings) -> Bool {
        var reader = ByteReader(bytes, in: end..<bytes.count)
        guard reader.skip(3), let major = reader.integer(1), reader.skip(1), let flags = reader.integer(1),
            let size = Self.synchsafe(&reader), var body = reader.part(size)
        else { return false }
        if flags & 0x40 != 0 { _ = Self.skipExtendedHeader(&body, major) }
        while body.remaining >= 10, takeFrame(&body, major, file, &findings) {}
        end = reader.offset + (flags & 0x10 != 0 ? 10 : 0)
        tagCount += 1
        return end <= bytes.count
    }

    private static func skipExtendedHeader(_ body: inout ByteReader, _ major: Int) -> Bool {
        guard let size = major == 4 ? synchsafe(&body) : body.count(4) else { return false }
        return body.skip(major == 4 ? max(0, size - 4) : size)
    }

    /// - Returns: false at the padding, or where the frame does not fit.
    private mutating func takeFrame(
        _ body: inout ByteReader, _ major: Int, _ file: String, _ findings: inout Findings
    ) -> Bool {
        let place = Finding.Place(file, offset: body.offset)
        guard body.bytes[body.offset] != 0 else { return false }
        guard let name = body.text(4), let size = major == 4 ? Self.synchsafe(&body) : body.count(4), body.skip(2),
            var contents = body.part(size)
        else {
            findings.add(.id3Malformed, at: place, "a frame of the ID3 tag is longer than the tag")
            return false
        }
        if name == "PRIV" { takePrivate(&contents, place, &findings) }
        return true
    }

    private mutating func takePrivate(
        _ contents: inout ByteReader, _ place: Finding.Place, _ findings: inout Findings
    ) {
        guard let owner = contents.text(Self.owner.utf8.count), owner == Self.owner, contents.integer(1) == 0 else {
            return
        }
        guard contents.remaining == 8, let value = contents.integer(8), value < 1 << 33 else {
            hasMalformedTimestamp = true
            let message = "the timestamp is not 33 bits in 8 bytes"
            return findings.add(.packedTimestampMalformed, at: place, message)
        }
        timestamp = value
    }

    /// Seven bits in each of four bytes.
    private static func synchsafe(_ reader: inout ByteReader) -> Int? {
        guard let bytes = reader.take(4), bytes.allSatisfy({ $0 < 128 }) else { return nil }
        return bytes.reduce(0) { $0 << 7 | Int($1) }
    }
}
