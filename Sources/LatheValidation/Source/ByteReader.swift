/// Reads a part of a file from front to back. What is not there is nil, never a trap.
struct ByteReader {
    let bytes: [UInt8]
    /// Where the next byte lies in the file.
    private(set) var offset: Int
    /// Behind the last byte of the part.
    let end: Int

    init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        self.bytes = bytes
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        offset = range.lowerBound
        end = range.upperBound
    }

    var remaining: Int { end - offset }

    /// A big-endian number of one to eight bytes that fits an `Int`.
    mutating func integer(_ byteCount: Int) -> Int? {
        guard byteCount <= remaining else { return nil }
        var value: UInt64 = 0
        for byte in bytes[offset..<offset + byteCount] { value = value << 8 | UInt64(byte) }
        offset += byteCount
        return Int(exactly: value)
    }

    /// A number that is believable as a time or size.
    mutating func count(_ byteCount: Int) -> Int? {
        integer(byteCount).flatMap { $0 <= Limits.number ? $0 : nil }
    }

    mutating func take(_ byteCount: Int) -> ArraySlice<UInt8>? {
        guard byteCount >= 0, byteCount <= remaining else { return nil }
        defer { offset += byteCount }
        return bytes[offset..<offset + byteCount]
    }

    /// ASCII as text; other bytes as `?`.
    mutating func text(_ byteCount: Int) -> String? {
        take(byteCount).map { String(decoding: $0.map { 32..<127 ~= $0 ? $0 : UInt8(ascii: "?") }, as: UTF8.self) }
    }

    mutating func skip(_ byteCount: Int) -> Bool { take(byteCount) != nil }

    /// A reader of the next bytes, which are skipped here.
    mutating func part(_ byteCount: Int) -> ByteReader? {
        let start = offset
        return skip(byteCount) ? ByteReader(bytes, in: start..<offset) : nil
    }
}
