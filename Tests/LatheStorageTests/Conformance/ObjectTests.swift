internal import Foundation
internal import LatheCrypto
@testable internal import LatheStorage
internal import TestServers
internal import Testing

/// One suite for every store: objects as they come and go.
@Suite(.timeLimit(.minutes(5)))
struct ObjectTests {
    @Test(
        "What is put is there, with its size, checksum and media type", arguments: StoreKind.all, [0, 1, 300_000])
    func put(kind: StoreKind, size: Int) async throws {
        let tested = try await kind.make()
        let (key, bytes) = (try ObjectKey("aac/96/00001.m4s"), Pattern.bytes(size))
        let put = try await tested.store.put(
            .bytes(bytes), at: key, as: ObjectAttributes(contentType: "audio/mp4", cacheControl: "max-age=1"))
        #expect(put.size == size)
        #expect(put.sha256 == bytes.withUnsafeBytes { SHA256Digest(of: $0) })
        let head = try #require(try await tested.store.head(key))
        #expect(head.size == size)
        #expect(head.etag == put.etag)
        #expect(head.sha256 == put.sha256)
        #expect(head.contentType == "audio/mp4")
        #expect(abs(head.lastModified.timeIntervalSinceNow) < 60)
        #expect(try await tested.bytes(key) == bytes)
    }

    @Test("A put replaces the whole object, and its etag", arguments: StoreKind.all)
    func replace(kind: StoreKind) async throws {
        let tested = try await kind.make()
        try await tested.put("long before", at: "a/b")
        let before = try await tested.store.head(ObjectKey("a/b"))
        try await tested.put("new", at: "a/b")
        #expect(try await tested.text("a/b") == "new")
        #expect(try await tested.store.head(ObjectKey("a/b"))?.etag != before?.etag)
        #expect(try await tested.keys == ["a/b"])
    }

    @Test("What is absent is nil, and may be deleted", arguments: StoreKind.all)
    func absent(kind: StoreKind) async throws {
        let tested = try await kind.make()
        try await tested.put("x", at: "a/b/c")
        for key in ["x", "a", "a/b", "a/b/c/d", "a/b/cc", "á"] {
            #expect(try await tested.text(key) == nil, "\(key)")
            #expect(try await tested.store.head(ObjectKey(key)) == nil, "\(key)")
        }
        try await tested.store.delete([ObjectKey("x")])
        try await tested.store.delete([ObjectKey("x"), ObjectKey("y/z")])
        try await tested.store.delete([])
        #expect(try await tested.keys == ["a/b/c"])
    }

    @Test("What is deleted is gone, and the others stay", arguments: StoreKind.all)
    func delete(kind: StoreKind) async throws {
        let tested = try await kind.make()
        for key in ["a/b/1", "a/b/2", "a/3", "4 & <5>"] { try await tested.put("x", at: key) }
        try await tested.store.delete([ObjectKey("a/b/1")])
        #expect(try await tested.text("a/b/1") == nil)
        try await tested.store.delete([ObjectKey("a/b/2"), ObjectKey("4 & <5>"), ObjectKey("absent")])
        #expect(try await tested.keys == ["a/3"])
        try await tested.put("x", at: "a/b")
        #expect(try await tested.text("a/b") == "x")
    }

    @Test(
        "A range is what it says, clipped at the end", arguments: StoreKind.complete,
        [(0, 1, "0"), (3, 4, "3456"), (8, 9, "89"), (9, nil, "9"), (0, nil, "0123456789"), (0, 10, "0123456789")])
    func range(kind: StoreKind, range: (offset: Int, count: Int?, text: String)) async throws {
        let tested = try await kind.make()
        try await tested.put("0123456789", at: "digits")
        let wanted = try ByteRange(offset: range.offset, count: range.count)
        #expect(try await tested.text("digits", range: wanted) == range.text)
        let object = try await tested.store.get(ObjectKey("digits"), range: wanted, into: .consumer { _ in })
        #expect(object?.size == 10)
    }

    @Test("A range that begins at the end or behind is refused", arguments: StoreKind.all, [10, 11, 1 << 40])
    func rangeBehind(kind: StoreKind, offset: Int) async throws {
        let tested = try await kind.make()
        try await tested.put("0123456789", at: "digits")
        let error = await #expect(throws: StorageError.self) {
            try await tested.text("digits", range: ByteRange(offset: offset, count: 1))
        }
        #expect(error?.code == .invalid)
    }

    @Test("Files go in and come out", arguments: StoreKind.all)
    func files(kind: StoreKind) async throws {
        let (tested, scratch) = (try await kind.make(), try TemporaryFolder())
        try Data(Pattern.bytes(500_000)).write(to: URL(filePath: scratch / "in"))
        let key = try ObjectKey("tracks/1/master.flac")
        try await tested.store.put(.file(scratch / "in"), at: key)
        try Data().write(to: URL(filePath: scratch / "in"))
        let object = try #require(try await tested.store.get(key, into: .file(scratch / "out")))
        #expect(object.size == 500_000)
        let isSame = FileManager.default.contents(atPath: scratch / "out") == Data(Pattern.bytes(500_000))
        #expect(isSame)
        #expect(try await tested.store.get(ObjectKey("absent"), into: .file(scratch / "none")) == nil)
        #expect(try scratch.files == ["in", "out"])
    }
}
