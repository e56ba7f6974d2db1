import Foundation
import LatheDatabase
import LatheJobs
import TestServers
import Testing

@testable import LatheCommand

@Suite("The database of the commands")
struct JobsDatabaseTests {
    @Test("A data folder that is not there is an error that says what to do, and stays away")
    func noFolder() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-none-\(UUID().uuidString)").path
        let answer = await runAside(["jobs", "list"], environment: ["LATHE_DATA": folder])
        #expect(answer.status == .noInput)
        #expect(
            answer.errors == """
                lathe: cannot open the database \(folder)/lathe.db: there is none. `lathe enqueue` makes it; or say with \
                --data or --database where the jobs are.

                """)
        #expect(!FileManager.default.fileExists(atPath: folder))
        let named = await runAside(["jobs", "list", "--database", "\(folder)/a.db"])
        #expect(named.status == .noInput)
        #expect(named.errors.hasSuffix("Its place was said by --database; `lathe enqueue` makes it.\n"))
    }

    @Test("A server that does not answer is unavailable, and its password stays secret")
    func unreachable() async {
        let answer = await runAside(["jobs", "list", "--database", "postgres://lathe:hush@127.0.0.1:1/lathe"])
        #expect(answer.status == .unavailable)
        #expect(answer.errors.hasPrefix("lathe: cannot "))
        #expect(!answer.errors.contains("hush"))
    }

    @Test("A file that is no database")
    func noDatabase() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "lathe.db")
        try Data(repeating: 0x61, count: 8192).write(to: file)
        let answer = await runAside(["jobs", "list", "--data", folder.path])
        #expect(answer.status == .internalFault)
        #expect(try Data(contentsOf: file) == Data(repeating: 0x61, count: 8192))
    }

    @Test(
        "What looks after an installation makes none where there is none",
        arguments: ["gc", "gc --dry-run", "backup BACKUPS", "verify", "jobs list"])
    func noInstallation(line: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-command-\(UUID().uuidString)")
        let words = line.replacing("BACKUPS", with: folder.path + "-backups").split(separator: " ").map(String.init)
        let answer = await runAside(words + ["--data", folder.path])
        #expect(answer.status.code == 66, "\(answer.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "-backups"))
    }

    @Test("A command that writes makes the folder, closed to strangers, and says so where nobody chose it")
    func creates() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-command-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = folder.path + "/a/b"
        let configuration = try Configuration.resolve(flags: ["data": data])
        let database = try await configuration.openDatabase(ifAbsent: .creates)
        #expect(try await JobQueue(database: database).counts() == [:])
        await database.close()
        let attributes = try FileManager.default.attributesOfItem(atPath: data)
        #expect(attributes[.posixPermissions] as? Int == 0o750)
        #expect(try Configuration.resolve().defaultsNotice == "using ./lathe-data: SQLite lathe.db, files in store/")
        let partly = try Configuration.resolve(flags: ["storage": "s"])
        #expect(partly.defaultsNotice == "using ./lathe-data: SQLite lathe.db")
        #expect(try Configuration.resolve(flags: ["storage": "s", "database": "d"]).defaultsNotice == nil)
        #expect(configuration.defaultsNotice == nil)
    }

    @Test("A folder that cannot be made")
    func noPermission() async throws {
        let configuration = try Configuration.resolve(flags: ["data": "/proc/nothing/here"])
        let error = await #expect(throws: CommandError.self) {
            try await configuration.openDatabase(ifAbsent: .creates)
        }
        #expect(error?.code == .noFolder)
        #expect(error.map { ExitStatus($0) } == .noOutput)
    }

    @Test("The same commands work on PostgreSQL")
    func postgreSQL() async throws {
        let server = try await PostgreSQLServer.shared
        let place = server.url(of: try await server.createDatabase())
        try await JobsFixture.with(place: place) { fixture, queue in
            let dead = try await queue.addDead("a")
            let waiting = try await queue.add("b", tenant: "b")
            #expect(await fixture.run("jobs list").output.split(separator: "\n").count == 3)
            #expect(await fixture.run("jobs explain \(dead.shortID)").status == .success)
            #expect(await fixture.run("jobs retry \(dead.shortID)").output == "\(dead.shortID) available again\n")
            #expect(await fixture.run("jobs cancel \(waiting.shortID)").output == "\(waiting.shortID) cancelled\n")
            #expect(await fixture.run("jobs show ffffffff").status == .noInput)
            #expect(try await queue.counts() == [.available: 1, .cancelled: 1])
        }
    }
}
