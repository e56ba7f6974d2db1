/// Walks the chunks of RIFF, IFF and W64 files, bounded in number and in bytes of metadata.
struct ChunkScanner {
    /// How a family of files writes a chunk's header.
    struct Layout: Sendable {
        /// Bytes of id and size.
        let headerSize: Int
        /// Chunks begin on multiples of it.
        let alignment: Int
        /// The id and the payload's size; nil if the size is impossible.
        let parse: @Sendable (ArraySlice<UInt8>) -> (id: String, size: UInt64)?
    }

    struct Chunk {
        let id: String
        /// Where its payload begins.
        let start: Int
        /// What it declares, before padding; may reach beyond the file.
        let size: UInt64
    }

    static let longestList = 4096
    // What fills space or is the audio itself counts as no metadata.
    private static let uncounted: Set = ["data", "SSND", "JUNK", "junk", "PAD ", "FLLR", "filr", "fact", "ds64"]

    let layout: Layout
    private(set) var window: ByteWindow
    private var position: Int
    private var visited = 0
    private var metadataLeft: Int

    init(_ file: MasterFile, _ layout: Layout, from position: Int, _ limits: MasterLimits) {
        self.layout = layout
        self.position = position
        window = ByteWindow(file)
        metadataLeft = limits.metadataBytes
    }

    /// The next chunk's header; nil where the file has none left. Throws `corrupt`, `limitExceeded`, `io`.
    mutating func next() throws -> Chunk? {
        let header = try window.read(layout.headerSize, at: position)
        guard header.count == layout.headerSize else { return nil }
        guard let (id, size) = layout.parse(header) else {
            throw window.file.failure(.corrupt, "the chunk at byte \(position) declares an impossible size")
        }
        let chunk = Chunk(id: id, start: position + layout.headerSize, size: size)
        try count(chunk)
        position = end(of: chunk)
        return chunk
    }

    /// The first bytes of a chunk's payload.
    mutating func payload(_ chunk: Chunk, atMost count: Int) throws -> [UInt8] {
        Array(try window.read(Int(min(UInt64(count), chunk.size)), at: chunk.start))
    }

    /// What lies where the payload of a chunk begins reads like the header of a chunk that fits into the file.
    mutating func looksLikeChunk(at position: Int) throws -> Bool {
        let header = try window.read(layout.headerSize, at: position)
        guard header.count == layout.headerSize, let (id, size) = layout.parse(header) else { return false }
        let left = UInt64(window.file.byteCount - position - layout.headerSize)
        return size <= left && id.utf8.allSatisfy { (32..<127).contains($0) }
    }

    /// Where the chunk behind one begins; the end of the file if that is beyond it.
    private func end(of chunk: Chunk) -> Int {
        let left = window.file.byteCount - chunk.start
        guard let size = Int(exactly: chunk.size), size < left else { return window.file.byteCount }
        return (chunk.start + size + layout.alignment - 1) / layout.alignment * layout.alignment
    }

    private mutating func count(_ chunk: Chunk) throws {
        visited += 1
        guard visited <= Self.longestList else {
            throw window.file.failure(.corrupt, "it has more than \(Self.longestList) chunks")
        }
        guard !Self.uncounted.contains(chunk.id) else { return }
        metadataLeft -= Int(min(chunk.size, UInt64(max(0, window.file.byteCount - chunk.start))))
        guard metadataLeft >= 0 else {
            throw window.file.failure(.limitExceeded, "its metadata exceed the limit in chunk \"\(chunk.id)\"")
        }
    }
}

extension ChunkScanner.Layout {
    /// Four characters and 32 bits, least significant byte first.
    static let riff = Self(headerSize: 8, alignment: 2) { (name($0), $0.part(4, 4).littleEndian) }

    /// Four characters and 32 bits, most significant byte first.
    static let iff = Self(headerSize: 8, alignment: 2) { (name($0), $0.part(4, 4).bigEndian) }

    /// A GUID and 64 bits that count the header too.
    static let wave64 = Self(headerSize: 24, alignment: 8) { header in
        let size = header.part(16, 8).littleEndian
        guard size >= 24, size <= UInt64(Int.max) else { return nil }
        let isKnown = header.part(4, 12).elementsEqual(WaveHeader.wave64ChunkSuffix)
        return (isKnown ? name(header) : "????", size - 24)
    }

    private static func name(_ header: ArraySlice<UInt8>) -> String {
        String(decoding: header.prefix(4), as: UTF8.self)
    }
}
