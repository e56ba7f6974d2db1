internal import Foundation
internal import Testing

extension PackagingBench {
    /// LAME's file with the tag of Fraunhofer's encoder in place of its own.
    func fraunhofer(extraFrames: Int = 0, rate: Int = 44_100) throws -> (path: String, frames: Int) {
        let path = try encode("music.mp3", "-ar", "\(rate)", "-c:a", "libmp3lame", "-b:a", "128k")
        let frames = try MP3Stream([UInt8](Data(contentsOf: URL(filePath: path)))).frames
        var first = frames[0].bytes
        #expect(frames[0].isInfo)
        let music = frames.dropFirst().flatMap(\.bytes)
        func number(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        // Version, delay, quality, bytes, frames, and an empty table.
        let tag =
            Array("VBRI".utf8) + number(1, 2) + number(0x0DB1, 2) + number(75, 2) + number(music.count, 4)
            + number(frames.count - 1 + extraFrames, 4) + number(0, 8)
        first.replaceSubrange(4..., with: [UInt8](repeating: 0, count: first.count - 4))
        first.replaceSubrange(36..<36 + tag.count, with: tag)
        try Data(first + music).write(to: URL(filePath: path))
        return (path, frames.count - 1)
    }
}
