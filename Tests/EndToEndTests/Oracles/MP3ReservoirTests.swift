internal import Foundation
internal import Lathe
internal import Testing

struct MP3ReservoirTests {
    private static let ids = ["mp3-96", "mp3-160", "mp3-320"]

    @Test("Each segment holds its number of frames, and only the first may not look back", arguments: ids)
    func frames(id: String) async throws {
        let segments = try await Self.segments(id)
        #expect(segments.dropLast().map(\.frames.count) == [152, 152])
        for segment in segments {
            #expect(segment.frames.first?.mainDataBegin == 0)
            #expect(segment.frames.allSatisfy { !$0.isInfo })
        }
    }

    @Test("Inside a segment the bit reservoir is in use", arguments: ids)
    func reservoir(id: String) async throws {
        for segment in try await Self.segments(id) {
            #expect(segment.frames.contains { $0.mainDataBegin > 0 })
        }
    }

    @Test("The file to download is one frame that describes it, then the segments' frames", arguments: ids)
    func progressive(id: String) async throws {
        let file = try await Self.progressive(id)
        #expect(file.frames.first?.isInfo == true)
        let frames = try await Self.segments(id).flatMap { $0.frames.flatMap(\.bytes) }
        let isSame = file.frames.dropFirst().flatMap(\.bytes) == frames
        #expect(isSame)
    }

    @Test("LAME's tag counts frames, bytes, delay and padding, and its checksums hold", arguments: ids)
    func tag(id: String) async throws {
        let rendition = try await MadePackage.music.rendition(id)
        let file = try await Self.progressive(id)
        let first = try #require(file.frames.first)
        let music = file.frames.dropFirst().flatMap(\.bytes)
        let decoderDelay = 529
        #expect(first.info.frames == file.frames.count - 1)
        #expect(first.info.bytes == first.bytes.count + music.count)
        #expect(first.info.delay == rendition.primingSamples - decoderDelay)
        #expect(first.info.padding == rendition.paddingSamples + decoderDelay)
        #expect(first.info.musicCRC == crc16(music))
        #expect(first.info.tagCRC == crc16(first.bytesUnderTagCRC))
    }

    private static func segments(_ id: String) async throws -> [MP3Stream] {
        let made = try await MadePackage.music
        return try made.rendition(id).segments.map { try MP3Stream(made.file($0.path)) }
    }

    private static func progressive(_ id: String) async throws -> MP3Stream {
        let made = try await MadePackage.music
        return try MP3Stream(made.file(#require(try made.rendition(id).progressive)))
    }
}
