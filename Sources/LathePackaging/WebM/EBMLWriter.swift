/// Bytes of EBML elements under construction (RFC 8794).
struct EBMLWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ byteCount: Int) {
        bytes.reserveCapacity(byteCount)
    }

    /// An unsigned integer element, in as few bytes as it needs.
    mutating func element(_ id: UInt32, _ value: Int) {
        element(id, Self.shortest(value, isSigned: false))
    }

    /// An unsigned integer element of fixed size, so that what is not known yet has a place.
    mutating func element(_ id: UInt32, _ value: Int, byteCount: Int) {
        element(id, Array(Self.bigEndian(value).suffix(byteCount)))
    }

    /// A signed integer element, in as few bytes as it needs.
    mutating func element(_ id: UInt32, signed value: Int) {
        element(id, Self.shortest(value, isSigned: true))
    }

    /// An eight-byte floating-point element.
    mutating func element(_ id: UInt32, _ value: Double) {
        element(id, Self.bigEndian(value.bitPattern))
    }

    /// A string element.
    mutating func element(_ id: UInt32, _ value: String) {
        element(id, Array(value.utf8))
    }

    /// A binary element.
    mutating func element(_ id: UInt32, _ value: [UInt8]) {
        writeHeader(id, size: value.count)
        bytes += value
    }

    /// An element that contains what `body` writes.
    mutating func element(_ id: UInt32, _ body: (inout EBMLWriter) -> Void) {
        var contents = EBMLWriter()
        body(&contents)
        element(id, contents.bytes)
    }

    /// An element's header; its contents follow.
    mutating func writeHeader(_ id: UInt32, size: Int) {
        writeID(id)
        // The number of bytes is told by leading zeros (RFC 8794 §4).
        let width = Self.width(ofSize: size)
        writeBigEndian(UInt64(size | 1 << (7 * width)), width: width)
    }

    /// The header of an element that ends where the stream ends: a size of all ones (RFC 8794 §6.2).
    mutating func writeHeaderOfUnknownSize(_ id: UInt32) {
        writeID(id)
        bytes += [0x01] + Array(repeating: 0xFF, count: 7)
    }

    /// The header of an element whose size takes eight bytes, however small it is.
    mutating func writeHeader(_ id: UInt32, sizeInEightBytes size: Int) {
        writeID(id)
        bytes += Self.bigEndian(UInt64(size) | 1 << 56)
    }

    mutating func write(_ data: some Collection<UInt8>) {
        bytes.append(contentsOf: data)
    }

    private mutating func writeID(_ id: UInt32) {
        writeBigEndian(UInt64(id), width: Self.width(ofID: id))
    }

    private mutating func writeBigEndian(_ value: UInt64, width: Int) {
        for index in stride(from: 8 * (width - 1), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(index)))
        }
    }
}

extension EBMLWriter {
    /// Bytes of an element with so many bytes of contents.
    static func byteCount(ofElement id: UInt32, contents: Int) -> Int {
        width(ofID: id) + width(ofSize: contents) + contents
    }

    /// Identifiers are written without leading zeros.
    private static func width(ofID id: UInt32) -> Int { 4 - id.leadingZeroBitCount / 8 }

    /// A size takes as few bytes as possible; all ones is reserved (RFC 8794 §6).
    private static func width(ofSize size: Int) -> Int {
        var width = 1
        while size >= 1 << (7 * width) - 1 { width += 1 }
        return width
    }

    private static func shortest(_ value: Int, isSigned: Bool) -> [UInt8] {
        var width = 1
        while width < 8, value >> (8 * width - (isSigned ? 1 : 0)) != (isSigned && value < 0 ? -1 : 0) { width += 1 }
        return bigEndian(value).suffix(width)
    }

    private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}
