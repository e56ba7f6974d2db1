internal import Foundation
internal import Lathe
internal import LathePackaging
internal import Testing

struct BorderTests {
    @Test("AAC over all segment borders is the unsegmented encode, sample for sample", arguments: [96, 160, 320])
    func aac(kilobits: Int) async throws {
        let made = try await MadePackage.music
        let folder = try TemporaryFolder()
        let whole = try Tool.run(
            "ffmpeg",
            ["-v", "error", "-i", made.master, "-vn", "-c:a", "aac", "-b:a", "\(kilobits)k", folder / "whole.aac"])
        #expect(whole.status == 0, "\(whole.complaints)")
        let rendition = try #require(made.package.renditions.first { $0.id == "aac-\(kilobits)" })
        try Data(made.joined(rendition)).write(to: URL(filePath: folder / "joined.mp4"))
        let ours = try Signal(decoding: folder / "joined.mp4", options: ["-ignore_editlist", "1"])
        let theirs = try Signal(decoding: folder / "whole.aac")
        #expect(ours.samples.count > 44_100)
        #expect(ours.samples == theirs.samples)
    }

    @Test("Each MP3 segment begins with its time and decodes alone, with all its frames", arguments: [96, 160, 320])
    func mp3Segments(kilobits: Int) async throws {
        let made = try await MadePackage.music
        let rendition = try #require(made.package.renditions.first { $0.id == "mp3-\(kilobits)" })
        for segment in rendition.segments {
            let (tag, frames) = try made.packedSegment(segment.path)
            let time = (segment.start * 90_000 + 22_050) / 44_100
            #expect(tag.suffix(8) == withUnsafeBytes(of: UInt64(time).bigEndian) { Array($0) }[...])
            #expect(tag.firstRange(of: Array("com.apple.streaming.transportStreamTimestamp\0".utf8)) != nil)
            // Header, then main_data_begin in nine bits (ISO/IEC 11172-3 §2.4.1.7).
            #expect(frames.integer(at: 4, bytes: 2) >> 7 == 0, "\(segment.path) borrows from the segment before")
            #expect(frames.firstRange(of: Array("Info".utf8)) == nil)
            let alone = try Signal(decoding: "\(made.path)/\(segment.path)")
            if segment.samples == 175_104 { #expect(alone.samples.count == 152 * 1152) }
        }
    }

    @Test("A progressive MP3 is the segments' frames behind tags", arguments: [96, 160, 320])
    func progressiveMP3(kilobits: Int) async throws {
        let made = try await MadePackage.music
        let rendition = try #require(made.package.renditions.first { $0.id == "mp3-\(kilobits)" })
        let frames = try rendition.segments.flatMap { try made.packedSegment($0.path).frames }
        let file = try made.file("mp3/\(kilobits).mp3")
        #expect(Array(file.suffix(frames.count)) == frames)
        let head = Array(file.dropLast(frames.count))
        #expect(head.firstRange(of: Array("Info".utf8)) != nil)
        #expect(head.starts(with: Array("ID3".utf8)))
    }
}

extension MadePackage {
    /// A packed audio segment's ID3 tag and its frames.
    func packedSegment(_ path: String) throws -> (tag: [UInt8], frames: [UInt8]) {
        let bytes = try file(path)
        let size = 10 + bytes[6..<10].reduce(0) { $0 << 7 | Int($1) }
        return (Array(bytes[..<size]), Array(bytes[size...]))
    }
}
