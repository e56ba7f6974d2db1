/// What the frame says that encoders put before the music: Xing's tag with LAME's extension, or VBRI.
struct MP3Tag: Equatable {
    /// Frames of music; nil where it does not say.
    private(set) var frameCount: Int?
    /// Samples that the encoder put before and behind the programme, a decoder's own delay not counted; nil where it
    /// does not say.
    private(set) var gaps: (delay: Int, padding: Int)?

    /// Nil for a frame of music.
    init?(_ frame: UnsafeRawBufferPointer, _ header: MP3Header) {
        if Self.spells("VBRI", frame, 36) {
            frameCount = Self.number(frame, 36 + 14, 4)
            return
        }
        var position = header.tagOffset
        guard Self.spells("Xing", frame, position) || Self.spells("Info", frame, position) else { return nil }
        let flags = Self.number(frame, position + 4, 4) ?? 0
        position += 8
        if flags & 1 != 0 { frameCount = Self.number(frame, position, 4) }
        // Frame count, byte count, seek table and quality, as far as they are there.
        for (bit, size) in [(1, 4), (2, 4), (4, 100), (8, 4)] where flags & bit != 0 { position += size }
        let names = ["LAME", "Lavf", "Lavc", "L3.9"]
        guard names.contains(where: { Self.spells($0, frame, position) }),
            let packed = Self.number(frame, position + 21, 3)
        else { return }
        gaps = (packed >> 12, packed & 0xFFF)
    }

    private static func number(_ frame: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> Int? {
        guard offset + count <= frame.count else { return nil }
        return frame[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func spells(_ text: String, _ frame: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
        offset + 4 <= frame.count && frame[offset..<offset + 4].elementsEqual(text.utf8)
    }

    static func == (left: Self, right: Self) -> Bool {
        left.frameCount == right.frameCount && left.gaps?.delay == right.gaps?.delay
            && left.gaps?.padding == right.gaps?.padding
    }
}
