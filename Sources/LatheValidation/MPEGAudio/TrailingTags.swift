/// ID3v1 and APE tags that programs append to a progressive MP3: no frames, and every player steps over them.
enum TrailingTags {
    private static let id3Size = 128
    private static let apeFooterSize = 32

    /// Where the audio ends that begins at an offset: before them, whatever size they claim.
    static func start(in bytes: [UInt8], after offset: Int) -> Int {
        var end = max(offset, bytes.count)
        // One of each, in either order.
        for _ in 0..<2 { end = max(offset, end - size(before: end, bytes)) }
        return end
    }

    private static func size(before end: Int, _ bytes: [UInt8]) -> Int {
        var id3 = ByteReader(bytes, in: max(0, end - id3Size)..<end)
        if id3.remaining == id3Size, id3.text(3) == "TAG" { return id3Size }
        var ape = ByteReader(bytes, in: max(0, end - apeFooterSize)..<end)
        guard ape.text(8) == "APETAGEX", ape.skip(4), let size = ape.take(4), ape.skip(4), let flags = ape.take(4)
        else {
            return 0
        }
        // Least significant byte first. The size counts the footer; a flag says whether there is a header too.
        let hasHeader = (flags.last ?? 0) & 0x80 != 0
        return size.reversed().reduce(0) { $0 << 8 | Int($1) } + (hasHeader ? apeFooterSize : 0)
    }
}
