import Foundation
import Synchronization
import TestServers
import Testing

@testable import LatheCommand

/// What an operator should do once in a while, with all that can be lost.
@Suite("lathe backup, restore and verify, as processes", .serialized)
struct RestoreDrillTests {
    enum Kind: Sendable, CaseIterable { case sqlite, postgreSQL }

    /// The options that say where the database is; none for SQLite in the data folder.
    private static func newDatabase(_ kind: Kind) async throws -> [String] {
        guard kind == .postgreSQL else { return [] }
        let server = try await PostgreSQLServer.shared
        return ["--database", server.url(of: try await server.createDatabase())]
    }

    private static let music = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/stereo-16bit.wav")

    @Test("A service that is lost comes back from its backup, and plays", arguments: Kind.allCases)
    func drill(_ kind: Kind) async throws {
        let (database, another) = (try await Self.newDatabase(kind), try await Self.newDatabase(kind))
        try await onThread {
            // So many are written that a limit could end it.
            let served = try Served(options: database + ["--rate-limits", "off"])
            defer { served.remove() }
            let backups = served.folder + "-backups"
            defer { try? FileManager.default.removeItem(atPath: backups) }
            let token = String(try #require(served.greeting.firstMatch(of: /#token=(\S+)/)).1)
            let listener = Listener(served: served, token: token)
            let track = try listener.deliver(Self.music)
            let heard = try listener.play(track)
            #expect(heard.allSatisfy { !$0.contains("failed") })

            let data = ["--data", served.folder] + database
            try Self.whileWriting(to: listener) {
                let backup = try Served.run(["backup", backups] + data)
                #expect(backup.status == 0, "\(backup.output)")
            }
            #expect(try Served.run(["verify"] + data).status == 0)
            #expect(served.end(SIGKILL) == 137)
            try FileManager.default.removeItem(atPath: served.folder)

            let verified = try Served.run(["verify", backups])
            #expect(verified.status == 0 && verified.output.contains("is whole"), "\(verified.output)")
            let restored = try Served.run(["restore", backups, "--data", served.folder] + another)
            #expect(restored.status == 0, "\(restored.output)")
            #expect(try Served.run(["verify", "--data", served.folder] + another).status == 0)

            let again = try Served(in: served.folder, port: served.port, options: another)
            // The token of then is as good as it was, for the keys are.
            #expect(try Listener(served: again, token: token).play(track) == heard)
            #expect(again.end(SIGTERM) == 0)
            try Self.damage(backups)
            let damaged = try Served.run(["verify", backups])
            #expect(damaged.status == 65 && damaged.output.contains("damaged: tracks/"), "\(damaged.output)")
            let elsewhere = served.folder + "-elsewhere"
            #expect(try Served.run(["restore", backups, "--data", elsewhere]).status != 0)
            #expect(!FileManager.default.fileExists(atPath: elsewhere + "/lathe.db"))
            try? FileManager.default.removeItem(atPath: elsewhere)
        }
    }

    /// Runs something while artists are added, at least one before and one meanwhile.
    private static func whileWriting(to listener: Listener, _ body: () throws -> Void) throws {
        let state = Mutex((isOver: false, failure: (any Error)?.none))
        let (begun, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Thread {
            var count = 0
            while !state.withLock(\.isOver) || count < 2 {
                do { try listener.addArtist("Artist \(count)") } catch { state.withLock { $0.failure = error } }
                count += 1
                if count == 1 { begun.signal() }
            }
            ended.signal()
        }.start()
        begun.wait()
        let result = Result { try body() }
        state.withLock { $0.isOver = true }
        ended.wait()
        if let failure = state.withLock(\.failure) { throw failure }
        try result.get()
    }

    /// Flips one bit of an object of the package: of a file of MP4.
    private static func damage(_ backups: String) throws {
        let pool = backups + "/objects/"
        let paths = try FileManager.default.subpathsOfDirectory(atPath: pool).map { pool + $0 }
        let isPackaged = { (path: String) in
            guard let bytes = FileManager.default.contents(atPath: path)?.prefix(8) else { return false }
            return bytes.count == 8
                && ["ftyp", "styp", "moof"].contains(String(decoding: bytes.suffix(4), as: UTF8.self))
        }
        let path = try #require(paths.first(where: isPackaged))
        var bytes = try #require(FileManager.default.contents(atPath: path))
        bytes[bytes.count / 2] ^= 1
        // In place, so that the file stays the same one.
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.write(contentsOf: bytes)
        try file.close()
    }

    /// `DIR` stands for a folder that is not there.
    @Test(
        "What cannot be is refused by its name",
        arguments: [
            ("backup --data DIR", 64), ("backup DIR-b --data DIR", 66), ("verify --data DIR", 66),
            ("verify DIR-b --data DIR", 66), ("restore DIR-b --data DIR", 66), ("backup DIR/store/b --data DIR", 64),
            ("verify --sample 101 --data DIR", 64), ("verify --backup x --data DIR", 64),
            ("backup s3://key:secret@bucket --data DIR", 64), ("backup DIR --keep 0", 64),
        ])
    func refusals(_ line: String, _ status: Int32) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-refusals-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let words = line.replacing("DIR", with: folder).split(separator: " ").map(String.init)
        let outcome = await runAside(words)
        #expect(outcome.status.code == status)
        #expect(!outcome.errors.contains("secret"))
    }
}
