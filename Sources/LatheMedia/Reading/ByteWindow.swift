/// Looks at a file's bytes through a window of 64 KiB, for headers whose parts lie near each other.
struct ByteWindow {
    let file: MasterFile
    private var start = 0
    private var bytes: [UInt8] = []
    private static let size = 65_536

    init(_ file: MasterFile) { self.file = file }

    /// The bytes of a range, which is at most 64 KiB long; fewer where the file ends.
    mutating func read(_ count: Int, at position: Int) throws -> ArraySlice<UInt8> {
        precondition(count <= Self.size, "a header is no longer than the window")
        guard position >= 0, position < file.byteCount else { return [] }
        if position < start || position + count > start + bytes.count { try move(to: position) }
        let first = position - start
        return bytes[first..<min(first + count, bytes.count)]
    }

    private mutating func move(to position: Int) throws {
        let count = min(Self.size, file.byteCount - position)
        if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
        let got = try bytes.withUnsafeMutableBytes { buffer in
            try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: position)
        }
        bytes.removeLast(bytes.count - got)
        start = position
    }
}

extension Collection<UInt8> {
    /// An unsigned number of at most eight bytes, most significant first.
    var bigEndian: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }

    /// An unsigned number of at most eight bytes, least significant first.
    var littleEndian: UInt64 { reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    /// The bytes are those of an ASCII text.
    func spells(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { elementsEqual($0) }
    }

    /// The bytes begin with those of an ASCII text.
    func begins(with text: StaticString) -> Bool {
        text.withUTF8Buffer { starts(with: $0) }
    }

    /// A part, counted from the first byte; shorter where the bytes end.
    func part(_ offset: Int, _ count: Int) -> SubSequence { dropFirst(offset).prefix(count) }
}
