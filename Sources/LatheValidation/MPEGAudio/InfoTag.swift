/// What encoders say of a progressive MP3 in its first frame.
struct InfoTag: Equatable {
    /// Frames of sound; nil where it does not say.
    let frameCount: Int?
    /// Bytes of the stream, this frame included.
    let byteCount: Int?
    /// Samples to drop at both ends, as LAME counts them (without the decoder's 529); nil in tags of others.
    let delay: Int?
    let padding: Int?

    private static let encoders = ["LAME", "Lavc", "Lavf", "L3.9"]

    /// `Xing` or `Info` where the main data would be, with LAME's part or without.
    init?(_ bytes: [UInt8], in range: Range<Int>) {
        var reader = ByteReader(bytes, in: range)
        guard let name = reader.text(4), ["Xing", "Info"].contains(name), let flags = reader.integer(4) else {
            return nil
        }
        frameCount = flags & 1 != 0 ? reader.count(4) : nil
        byteCount = flags & 2 != 0 ? reader.count(4) : nil
        if flags & 4 != 0 { _ = reader.skip(100) }
        if flags & 8 != 0 { _ = reader.skip(4) }
        // LAME's own part: its name, and 21 bytes in delay and padding, 12 bits each.
        guard let encoder = reader.text(9), Self.encoders.contains(where: encoder.hasPrefix), reader.skip(12),
            let both = reader.integer(3)
        else {
            (delay, padding) = (nil, nil)
            return
        }
        (delay, padding) = (both >> 12, both & 0xFFF)
    }

    /// `VBRI`, which lies 36 bytes into a frame of any kind. Of its bytes nobody says whether the frame is among them.
    init?(fraunhofer bytes: [UInt8], in range: Range<Int>) {
        var reader = ByteReader(bytes, in: range)
        guard reader.text(4) == "VBRI", reader.skip(10), let count = reader.count(4) else { return nil }
        (frameCount, byteCount, delay, padding) = (count, nil, nil, nil)
    }
}
