internal import Foundation
@testable internal import LatheAccess
internal import Synchronization
internal import TestServers
internal import Testing

struct KeyStoreTests {
    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Runs on threads of their own, as the calls block.
    private static func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) async {
        await withCheckedContinuation { continuation in
            let left = Mutex(count)
            for index in 0..<count {
                Thread {
                    body(index)
                    let isLast = left.withLock { left in
                        left -= 1
                        return left == 0
                    }
                    if isLast { continuation.resume() }
                }.start()
            }
        }
    }

    @Test("A new file is its owner's alone, and nothing but its lock is left beside it")
    func create() throws {
        let folder = try TemporaryFolder()
        let store = KeyStore(path: folder / "keys.json")
        #expect(try store.createIfAbsent())
        #expect(try Self.mode(store.path) == 0o600)
        let text = try folder.text("keys.json")
        #expect(try !store.createIfAbsent())
        #expect(try folder.text("keys.json") == text)
        try store.rotate(grace: 60, at: Forge.now)
        #expect(try Self.mode(store.path) == 0o600)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "keys.json", "keys.json.lock",
            ])
    }

    @Test(
        "A file that others may read or write is refused", arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777])
    func exposed(mode: Int) throws {
        let folder = try TemporaryFolder()
        let store = KeyStore(path: folder / "keys.json")
        _ = try store.createIfAbsent()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: store.path)
        let error = #expect(throws: AccessError.self) { try KeyRing(store) }
        #expect(error?.code == .keyFileExposed)
        #expect(throws: AccessError.self) { try store.rotate(grace: 0, at: Forge.now) }
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: store.path)
        #expect(throws: Never.self) { try KeyRing(store) }
    }

    @Test("No file, a folder, a pipe or a huge file is an error, not a wait")
    func unusual() throws {
        let folder = try TemporaryFolder()
        #expect(
            #expect(throws: AccessError.self) { try KeyRing(KeyStore(path: folder / "none")) }?.code == .keyFileMissing)
        #expect(throws: AccessError.self) { try KeyStore(path: folder / "none").rotate(grace: 0, at: Forge.now) }
        #expect(throws: AccessError.self) { try KeyStore(path: folder / "no/where").createIfAbsent() }
        #expect(throws: AccessError.self) { try KeyRing(KeyStore(path: folder.path)) }
        mkfifo(folder / "pipe", 0o600)
        #expect(throws: AccessError.self) { try KeyRing(KeyStore(path: folder / "pipe")) }
        try folder.write(String(repeating: " ", count: 300_000), to: "huge")
        #expect(
            #expect(throws: AccessError.self) { try KeyRing(KeyStore(path: folder / "huge")) }?.code == .keysInvalid)
    }

    @Test("What a killed rotation left is swept by the next, and the file was whole all the time")
    func killed() throws {
        let folder = try TemporaryFolder()
        let store = KeyStore(path: folder / "keys.json")
        _ = try store.createIfAbsent()
        try folder.write("half", to: "keys.json.new")
        #expect(throws: Never.self) { try KeyRing(store) }
        try store.rotate(grace: 60, at: Forge.now)
        #expect(!FileManager.default.fileExists(atPath: folder / "keys.json.new"))
        #expect(try store.read().set.keys.count == 2)
    }

    @Test("When the file cannot be replaced, it is as before")
    func failure() throws {
        let folder = try TemporaryFolder()
        let store = KeyStore(path: folder / "keys.json")
        _ = try store.createIfAbsent()
        let text = try folder.text("keys.json")
        try FileManager.default.createDirectory(atPath: folder / "keys.json.new/x", withIntermediateDirectories: true)
        #expect(#expect(throws: AccessError.self) { try store.rotate(grace: 60, at: Forge.now) }?.code == .inputOutput)
        #expect(try folder.text("keys.json") == text)
    }

    @Test("Of rotations at the same time none is lost")
    func rotations() async throws {
        let folder = try TemporaryFolder()
        let store = KeyStore(path: folder / "keys.json")
        _ = try store.createIfAbsent()
        let kids = Mutex<[String]>([])
        await Self.concurrently(8) { _ in
            guard let kid = try? store.rotate(grace: 600, at: Forge.now) else { return }
            kids.withLock { $0.append(kid) }
        }
        let set = try store.read().set
        #expect(kids.withLock(\.count) == 8)
        #expect(set.keys.count == 9 && Set(set.keys.map(\.kid)).isSuperset(of: kids.withLock(\.self)))
    }

    @Test("Of first runs at the same time one makes the file, and all have its keys")
    func firstRuns() async throws {
        let folder = try TemporaryFolder()
        let store = KeyStore(path: folder / "keys.json")
        let found = Mutex<[(kid: String, token: String?)]>([])
        await Self.concurrently(8) { _ in
            guard let run = try? Bootstrap(store, policy: Forge.policy, at: Forge.now) else { return }
            found.withLock { $0.append((run.ring.activeKey(at: Forge.now).kid, run.adminToken)) }
        }
        let all = found.withLock(\.self)
        #expect(all.count == 8 && Set(all.map(\.kid)).count == 1)
        #expect(all.compactMap(\.token).count == 1)
    }
}
