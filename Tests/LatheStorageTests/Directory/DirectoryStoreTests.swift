internal import Foundation
internal import LatheCrypto
@testable internal import LatheStorage
internal import TestServers
internal import Testing

/// What only a directory can do or suffer.
struct DirectoryStoreTests {
    private let folder: TemporaryFolder
    private let outside: TemporaryFolder
    private let tested: TestedStore

    init() throws {
        (folder, outside) = (try TemporaryFolder(), try TemporaryFolder())
        try Data("secret".utf8).write(to: URL(filePath: outside / "file"))
        tested = TestedStore(store: try DirectoryStore(folder.path), folder: folder)
    }

    @Test("A symbolic link leads nowhere, whatever combines with the slash behind it", arguments: ["", "\u{301}"])
    func link(combining: String) async throws {
        try FileManager.default.createDirectory(atPath: outside / "\(combining)d", withIntermediateDirectories: true)
        try Data("secret".utf8).write(to: URL(filePath: outside / "\(combining)d/file"))
        #expect(symlink(outside.path, folder / "link") == 0)
        #expect(symlink(outside / "file", folder / "file") == 0)
        #expect(try await tested.text("file") == nil)
        #expect(try await tested.text("link/\(combining)d/file") == nil)
        #expect(try await tested.store.head(ObjectKey("link/file")) == nil)
        #expect(try await tested.keys == [])
        let before = try outside.files
        let error = await #expect(throws: StorageError.self) { try await tested.put("x", at: "link/\(combining)d/new") }
        #expect(error?.code == .invalid)
        try await tested.store.delete([ObjectKey("link/\(combining)d/file"), ObjectKey("link/file")])
        #expect(try outside.files == before)
        // A link in the place of an object is replaced, not followed.
        try await tested.put("mine", at: "file")
        #expect(FileManager.default.contents(atPath: outside / "file") == Data("secret".utf8))
        #expect(try await tested.text("file") == "mine")
    }

    @Test("An object is no folder, and a folder no object")
    func folders() async throws {
        try await tested.put("x", at: "a/b")
        for key in ["a", "a/b/c"] {
            for condition in [PutCondition.always, .ifAbsent] {
                let error = await #expect(throws: StorageError.self) {
                    try await tested.store.put(.bytes([1]), at: ObjectKey(key), as: ObjectAttributes(), if: condition)
                }
                #expect(error?.code == .invalid, "\(key)")
            }
        }
        #expect(try await tested.text("a/b") == "x")
        #expect(try folder.files == ["a/b"])
    }

    @Test("What a dead process left is swept, and what a living one writes is not")
    func sweep() async throws {
        try Data("half".utf8).write(to: URL(filePath: folder / ".incoming/dead"))
        let incoming = try OpenFile(open(folder / ".incoming", O_RDONLY), "open", folder.path)
        let living = try IncomingFile(in: incoming)
        try Data("alive".utf8).withUnsafeBytes { try living.append($0) }
        _ = try DirectoryStore(folder.path)
        let left = try folder.files
        #expect(left.count == 1)
        #expect(left != [".incoming/dead"])
    }

    @Test("A byte that changed on the disk is noticed, and no file appears")
    func corrupt() async throws {
        try await tested.put("hello", at: "k")
        let handle = try FileHandle(forWritingTo: URL(filePath: folder / "k"))
        try handle.write(contentsOf: Data("j".utf8))
        try handle.close()
        let error = await #expect(throws: StorageError.self) {
            try await tested.store.get(ObjectKey("k"), into: .file(outside / "out"))
        }
        #expect(error?.code == .corrupt)
        #expect(try outside.files == ["file"])
    }

    @Test("A file that somebody copied there is an object, too")
    func foreign() async throws {
        try Data("{}".utf8).write(to: URL(filePath: folder / "x.JSON"))
        let object = try #require(try await tested.store.head(ObjectKey("x.JSON")))
        #expect(object.contentType == "application/json")
        #expect(object.sha256 == nil)
        let put = try await tested.store.put(
            .bytes([1]), at: ObjectKey("x.JSON"), as: ObjectAttributes(), if: .ifMatch(object.etag))
        #expect(put.sha256 != nil)
        let error = await #expect(throws: StorageError.self) {
            try await tested.store.put(.bytes([1]), at: object.key, as: ObjectAttributes(), if: .ifMatch(object.etag))
        }
        #expect(error?.code == .conditionFailed)
    }

    @Test("Nobody's change is lost, by two stores of one folder")
    func compareAndSwap() async throws {
        try await tested.put("0", at: "n")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                let other = TestedStore(store: try DirectoryStore(folder.path), folder: folder)
                group.addTask { for _ in 0..<10 { try await increment(other) } }
            }
            try await group.waitForAll()
        }
        #expect(try await tested.text("n") == "80")
        #expect(try folder.files == ["n"])
    }

    private func increment(_ tested: TestedStore) async throws {
        let key = try ObjectKey("n")
        while true {
            let collected = Collected()
            let object = try #require(try await tested.store.get(key, into: .consumer(collected.append)))
            let number = try #require(Int(String(decoding: collected.bytes, as: UTF8.self)))
            do {
                let next = Array(String(number + 1).utf8)
                try await tested.store.put(.bytes(next), at: key, as: ObjectAttributes(), if: .ifMatch(object.etag))
                return
            } catch let error as StorageError where error.code == .conditionFailed {}
        }
    }

    @Test("Folders may come and go while others put into them")
    func emptyFolders() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    for _ in 0..<30 {
                        try await tested.put("x", at: "a/b/\(number)")
                        try await tested.store.delete([ObjectKey("a/b/\(number)")])
                    }
                    try await tested.put("x", at: "a/b/\(number)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await tested.keys == (0..<6).map { "a/b/\($0)" })
    }

    @Test("A list finds all of a folder that is larger than a page, and more in folders that are empty of keys")
    func large() async throws {
        for number in 0..<40 {
            let path = folder / "d\(number / 10)/e\(number)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            if number % 7 == 0 { try await tested.put("x", at: "d\(number / 10)/e\(number)/k") }
        }
        var (found, cursor) = ([String](), ListCursor?.none)
        repeat {
            let page = try await tested.store.list(prefix: "d", after: cursor, limit: 2)
            found += page.objects.map(\.key.text)
            cursor = page.next
        } while cursor != nil
        #expect(found == [0, 7, 14, 21, 28, 35].map { "d\($0 / 10)/e\($0)/k" })
    }

    @Test("There is nothing to presign")
    func presign() throws {
        let store = try DirectoryStore(folder.path)
        #expect(try store.presign(PresignableRequest(.get, ObjectKey("k"), lifetime: .seconds(1))) == nil)
        #expect(store.presignedOrigin == nil)
    }
}
