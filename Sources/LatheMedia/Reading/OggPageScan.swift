/// Walks the pages of an Ogg file (RFC 3533 §6), because libFLAC does not tell a cut stream from one that ended.
struct OggPageScan {
    /// The last page of the stream says that it is the last.
    private(set) var isEnded = false
    /// Another stream begins behind the end of the first.
    private(set) var isChained = false
    /// Bytes at the end that are no whole page.
    private(set) var rest = 0

    private static let headerSize = 27
    private static let beginFlag: UInt8 = 2
    private static let endFlag: UInt8 = 4

    /// Walks the whole file. Throws `io`.
    init(_ file: MasterFile) throws {
        var window = ByteWindow(file)
        var position = 0
        var serial: UInt64?
        while let page = try Self.page(at: position, &window) {
            serial = serial ?? page.serial
            if isEnded && page.flags & Self.beginFlag != 0 { isChained = true }
            if page.serial == serial { isEnded = isEnded || page.flags & Self.endFlag != 0 }
            position += page.size
        }
        rest = file.byteCount - position
    }

    private static func page(
        at position: Int, _ window: inout ByteWindow
    ) throws -> (flags: UInt8, serial: UInt64, size: Int)? {
        let header = try window.read(headerSize + 255, at: position)
        guard header.count >= headerSize, header.begins(with: "OggS") else { return nil }
        let segments = Int(header.part(26, 1).bigEndian)
        let table = header.part(headerSize, segments)
        let size = headerSize + segments + table.reduce(0) { $0 + Int($1) }
        guard table.count == segments, position + size <= window.file.byteCount else { return nil }
        return (UInt8(header.part(5, 1).bigEndian), header.part(14, 4).littleEndian, size)
    }
}
