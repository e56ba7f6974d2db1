internal import Foundation
internal import Lathe
internal import LathePackaging
internal import TestServers
internal import Testing

struct BorderTests {
    @Test("AAC over all segment borders is the unsegmented encode, sample for sample", arguments: [96, 160, 320])
    func aac(kilobits: Int) async throws {
        let made = try await MadePackage.music
        let folder = try TemporaryFolder()
        let whole = try Tool.run(
            "ffmpeg",
            [
                "-v", "error", "-i", made.master, "-vn", "-c:a", "aac", "-aac_pns", "0", "-b:a", "\(kilobits)k",
                folder / "whole.aac",
            ])
        #expect(whole.status == 0, "\(whole.complaints)")
        let rendition = try #require(made.package.renditions.first { $0.id == "aac-\(kilobits)" })
        try Data(made.joined(rendition)).write(to: URL(filePath: folder / "joined.mp4"))
        let ours = try Signal(decoding: folder / "joined.mp4", options: ["-ignore_editlist", "1"])
        let theirs = try Signal(decoding: folder / "whole.aac")
        #expect(ours.samples.count > 44_100)
        // Compared before it is expected: of unequal arrays a test would list all edits, for minutes.
        let isSame = ours.samples == theirs.samples
        #expect(isSame)
    }

    @Test("Each MP3 segment begins with its time and decodes alone", arguments: [96, 160, 320])
    func mp3Segments(kilobits: Int) async throws {
        let made = try await MadePackage.music
        let rendition = try #require(made.package.renditions.first { $0.id == "mp3-\(kilobits)" })
        for segment in rendition.segments {
            let tag = try made.id3Tag(ofSegment: segment.path)
            let time = (segment.start * 90_000 + 22_050) / 44_100
            #expect(tag.suffix(8) == withUnsafeBytes(of: UInt64(time).bigEndian) { Array($0) }[...])
            #expect(tag.firstRange(of: Array("com.apple.streaming.transportStreamTimestamp\0".utf8)) != nil)
            let alone = try Signal(decoding: "\(made.path)/\(segment.path)")
            if segment.samples == 175_104 { #expect(alone.samples.count == 152 * 1152) }
        }
    }
}

extension MadePackage {
    /// What comes before the frames of a packed audio segment.
    fileprivate func id3Tag(ofSegment path: String) throws -> [UInt8] {
        let bytes = try file(path)
        return Array(bytes[..<(10 + bytes[6..<10].reduce(0) { $0 << 7 | Int($1) })])
    }
}
