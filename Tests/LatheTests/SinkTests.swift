internal import Foundation
internal import Lathe
internal import LatheMedia
internal import Testing

/// One suite for every place that a package can go to.
struct SinkTests {
    enum Kind: CaseIterable { case memory, directory, resumable }

    private struct Place {
        let sink: any PackageSink
        let read: (String) -> [UInt8]?
    }

    private func place(_ kind: Kind, _ folder: String) throws -> Place {
        switch kind {
        case .memory:
            let sink = MemorySink()
            return Place(sink: sink) { sink.objects[$0] }
        case .directory, .resumable:
            let sink: any PackageSink =
                kind == .directory ? try DirectorySink(folder) : try ResumableDirectorySink(folder)
            return Place(sink: sink) { FileManager.default.contents(atPath: "\(folder)/\($0)").map(Array.init) }
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/lathe-sink-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test("An object is published whole and replaced whole", arguments: Kind.allCases)
    func publish(kind: Kind) throws {
        try withFolder { folder in
            let place = try place(kind, folder)
            try place.sink.publish([1, 2, 3], at: "aac/96/index.m3u8")
            try place.sink.publish([4], at: "aac/96/index.m3u8")
            #expect(place.read("aac/96/index.m3u8") == [4])
        }
    }

    @Test(
        "A growing object is invisible until it is committed with its head, however much room that was given",
        arguments: Kind.allCases, [0, 1, 2, 300_000])
    func growing(kind: Kind, headSize: Int) throws {
        try withFolder { folder in
            let place = try place(kind, folder)
            let object = try place.sink.beginObject(at: "mp3/96.mp3", headSize: headSize)
            try [UInt8]([3]).withUnsafeBytes { try object.append($0) }
            #expect(place.read("mp3/96.mp3") == nil)
            let digest = try object.commit(head: [1, 2])
            #expect(place.read("mp3/96.mp3") == [1, 2, 3])
            #expect(digest.bytes == 3)
            // printf '\1\2\3' | sha256sum
            #expect(
                digest.sha256.hexadecimal == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
        }
    }

    @Test(
        "A large object is moved whole when the room for its head was wrong", arguments: Kind.allCases,
        [0, 100, 600_000, 700_000])
    func moved(kind: Kind, headSize: Int) throws {
        try withFolder { folder in
            let place = try place(kind, folder)
            let object = try place.sink.beginObject(at: "aac/96.mp4", headSize: headSize)
            let body = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) }
            for piece in [body[..<500_000], body[500_000...]] { try piece.withUnsafeBytes { try object.append($0) } }
            let head = [UInt8](repeating: 0xAA, count: 650_000)
            #expect(try object.commit(head: head).bytes == head.count + body.count)
            #expect(place.read("aac/96.mp4") == head + body)
        }
    }

    @Test("Nothing is left of what was abandoned", arguments: Kind.allCases)
    func abandon(kind: Kind) throws {
        try withFolder { folder in
            let place = try place(kind, folder)
            try place.sink.publish([1], at: "a/b")
            place.sink.abandon()
            #expect(place.read("a/b") == nil)
            #expect(!FileManager.default.fileExists(atPath: folder))
        }
    }

    @Test("A path that would leave the folder is refused", arguments: ["../x", "a/../../x", "/x", "a//b", "."])
    func escape(path: String) throws {
        try withFolder { folder in
            let sink = try DirectorySink(folder)
            #expect(throws: LatheError.self) { try sink.publish([1], at: path) }
        }
    }

    @Test("An empty folder that was there stays there when the package is abandoned")
    func emptyFolder() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let sink = try DirectorySink(folder)
            try sink.publish([1], at: "a/b")
            sink.abandon()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test("Two writers never share a folder")
    func lock() throws {
        try withFolder { folder in
            let first = try DirectorySink(folder)
            let error = try #require(throws: LatheError.self) { try DirectorySink(folder, overwrite: true) }
            #expect(error.code == .outputExists)
            first.abandon()
        }
    }
}
