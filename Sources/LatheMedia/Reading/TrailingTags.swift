/// ID3v1, ID3v2.4 and APE tags that programs append to a file, though FLAC has its own.
enum TrailingTags {
    /// How many bytes at the end of a file they take.
    static func byteCount(_ file: MasterFile) throws -> Int {
        var window = ByteWindow(file)
        var end = file.byteCount
        // One of each kind, in any order.
        for _ in 0..<4 {
            let size = try size(before: end, &window)
            guard size > 0, size <= end else { break }
            end -= size
        }
        return file.byteCount - end
    }

    private static func size(before end: Int, _ window: inout ByteWindow) throws -> Int {
        if end >= 128, try window.read(3, at: end - 128).spells("TAG") { return 128 }
        if end >= 32 {
            let footer = try window.read(32, at: end - 32)
            // The size counts the footer; a flag says whether there is a header of 32 bytes too.
            if footer.begins(with: "APETAGEX") {
                let hasHeader = footer.part(20, 4).littleEndian & 0x8000_0000 != 0
                return Int(footer.part(12, 4).littleEndian) + (hasHeader ? 32 : 0)
            }
        }
        guard end >= 20 else { return 0 }
        let footer = try window.read(10, at: end - 10)
        guard footer.begins(with: "3DI") else { return 0 }
        return footer.part(6, 4).reduce(0) { $0 << 7 | Int($1 & 0x7F) } + 20
    }
}
