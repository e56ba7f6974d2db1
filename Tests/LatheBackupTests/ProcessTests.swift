internal import Foundation
@testable internal import LatheBackup
internal import LatheDatabase
internal import TestDatabases
internal import TestServers
internal import Testing

extension SmallService {
    /// Runs a command on it.
    func lathe(_ words: String..., shell: String = "exec \"$@\"", path: String = "/usr/bin:/bin") async throws
        -> LatheProcess.Outcome
    {
        try await LatheProcess.run(words + ["--data", folder], shell: shell, path: path, in: folder)
    }

    fileprivate var poolCount: Int { objectNames(in: folder + "/backups/objects").count }
}

/// What the commands do when the world ends in their middle.
struct ProcessTests {
    @Test("Killed in its middle, a backup leaves those before it, and nothing that could be taken for one")
    func killed() async throws {
        let service = try await SmallService()
        try await service.addTrack("first")
        let first = try await service.backUp().backup
        for index in 0..<10 { try await service.addTrack("track \(index)", files: 30) }
        let endless = try await service.addEndlessUpload()
        for step in 1...3 {
            let count = service.poolCount
            let folder = service.folder
            // Killed as soon as it has copied something.
            try await onThread {
                let backup = try LatheProcess(["backup", folder + "/backups", "--data", folder], in: folder)
                while backup.isRunning, service.poolCount < count + 10 * step { usleep(1000) }
                backup.kill()
                #expect(try backup.wait().status == 137)
            }
            #expect(service.poolCount > count)
            #expect(try await service.repository(.read).backups() == [first])
            #expect(try await service.lathe("verify", service.folder + "/backups").status == 0)
        }
        let restored = try await RestoredService()
        try await restored.restore(first, of: service)
        try await service.expire(endless)
        // The next one goes on where they were.
        let next = try await service.backUp()
        #expect(next.added.objects < 10 * 31)
        #expect(try await service.verify(next.backup).isClean)
        #expect(next.backup.manifest.objectCount == 4 + 10 * 31)
        let left = try FileManager.default.contentsOfDirectory(atPath: service.folder + "/backups/.incoming")
        #expect(left == [])
    }

    /// In a mount namespace of its own: nothing outside sees the disk, which has a megabyte.
    private static func onSmallDisk(_ mountPoint: String) -> String {
        """
        exec unshare --user --map-root-user --mount /bin/bash -c '
            mount -t tmpfs -o size=1m none "\(mountPoint)" && cp -r "\(mountPoint).before/." "\(mountPoint)" || exit 2
            "$@"; status=$?
            mkdir -p "\(mountPoint).after" && cp -r "\(mountPoint)/." "\(mountPoint).after"; exit $status' shell "$@"
        """
    }

    private static var mayMount: Bool {
        get async {
            let shell = "exec unshare --user --map-root-user --mount mount -t tmpfs none /mnt"
            return (try? await LatheProcess.run([], shell: shell, in: "/tmp").status) == 0
        }
    }

    @Test(
        "On a full disk a backup says so, and the one before is whole",
        .enabled("mount namespaces are allowed") { await mayMount })
    func fullDisk() async throws {
        let service = try await SmallService()
        try await service.addTrack("first")
        let disk = service.folder + "/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let repository = "disk.before"
        let first = try await service.backUp(to: service.repository(name: repository)).backup
        try await service.addUpload(String(repeating: "a large master", count: 100_000))
        let full = try await service.lathe("backup", disk, shell: Self.onSmallDisk(disk))
        #expect(full.status == 74, "\(full.output)")
        #expect(full.output.contains("space"))
        let after = try service.repository(.read, name: "disk.after")
        #expect(try await after.backups() == [first])
        let verification = BackupVerification(of: first, in: after, environment: [:])
        #expect(try await verification.run().isClean)
    }

    @Test("A limit on the size of files is a full disk, too", arguments: [64, 1024])
    func limit(_ kilobytes: Int) async throws {
        let service = try await SmallService()
        try await service.addTrack("first")
        try await service.backUp()
        try await service.addUpload(String(repeating: "a large master", count: 100_000))
        let full = try await service.lathe(
            "backup", service.folder + "/backups", shell: "ulimit -f \(kilobytes); exec \"$@\"")
        #expect(full.status == 74, "\(full.output)")
        #expect(try await service.repository(.read).names().count == 1)
        #expect(try await service.lathe("verify", service.folder + "/backups").status == 0)
    }

    @Test("A restoration that is killed goes on where it was, and until then there is no service")
    func killedRestoration() async throws {
        let service = try await SmallService()
        for index in 0..<10 { try await service.addTrack("track \(index)", files: 30) }
        let backup = try await service.backUp().backup
        let target = service.folder + "/target"
        let words = ["restore", service.folder + "/backups", "--data", target]
        let folder = service.folder
        let killed = try await Self.disturbed(words, in: folder, target) { $0.kill() }
        #expect(killed.status == 137, "\(killed.output)")
        let names = try FileManager.default.contentsOfDirectory(atPath: target)
        #expect(!names.contains("lathe.db") && !names.contains("store"))
        let again = try await LatheProcess.run(words, in: folder)
        #expect(again.status == 0, "\(again.output)")
        #expect(again.output.contains(backup.name))
        let isSame = objects(in: target + "/store") == objects(in: folder + "/store")
        #expect(isSame)
        #expect(try await LatheProcess.run(["verify", "--data", target], in: folder).status == 0)
        let sound = try await LatheProcess.run(
            [], shell: "sqlite3 '\(target)/lathe.db' 'PRAGMA integrity_check'", in: folder)
        #expect(sound.output == "ok\n")
    }

    /// Restores, and does something when the first objects are there. Where this process was kept waiting so long that
    /// the restoration ended first, it is done again.
    private static func disturbed(
        _ words: [String], in folder: String, _ target: String,
        by body: @escaping @Sendable (LatheProcess) throws -> Void
    ) async throws -> LatheProcess.Outcome {
        try await onThread {
            for _ in 0..<20 {
                try? FileManager.default.removeItem(atPath: target)
                let restoration = try LatheProcess(words, in: folder)
                while restoration.isRunning, objectNames(in: target).count < 30 { usleep(1000) }
                try body(restoration)
                let outcome = try restoration.wait()
                if outcome.status != 0 { return outcome }
            }
            return LatheProcess.Outcome(status: 0, output: "it is faster every time")
        }
    }

    @Test(
        "What comes into its place while a restoration copies stays, and the restoration says so",
        arguments: ["lathe.db", "lathe.db-wal", "lathe.db-journal", "keys.json"])
    func newcomer(_ name: String) async throws {
        let service = try await SmallService()
        for index in 0..<10 { try await service.addTrack("track \(index)", files: 30) }
        try await service.backUp()
        let (folder, target) = (service.folder, service.folder + "/target")
        let words = ["restore", folder + "/backups", "--data", target]
        let refused = try await Self.disturbed(words, in: folder, target) { restoration in
            restoration.signal(SIGSTOP)
            let written = Result { try Data("precious".utf8).write(to: URL(filePath: "\(target)/\(name)")) }
            restoration.signal(SIGCONT)
            try written.get()
        }
        #expect(refused.status == 73, "\(refused.output)")
        #expect(refused.output.contains("\(name): it is there already"))
        let isLeft = try Data(contentsOf: URL(filePath: "\(target)/\(name)")) == Data("precious".utf8)
        #expect(isLeft)
        #expect(!FileManager.default.fileExists(atPath: target + "/store"))
        try FileManager.default.removeItem(atPath: "\(target)/\(name)")
        let again = try await LatheProcess.run(words, in: folder)
        #expect(again.status == 0, "\(again.output)")
        let names = try FileManager.default.contentsOfDirectory(atPath: target).sorted()
        #expect(names.filter { $0 != "scratch" } == ["keys.json", "lathe.db", "store"])
    }

    @Test(
        "What lathe enqueue put into the store is missed; what it left where it was is not", arguments: [true, false])
    func enqueued(_ isPut: Bool) async throws {
        let service = try await SmallService()
        let master = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/stereo-16bit.wav").standardized.path
        let words = ["enqueue", master, "--data", service.folder] + (isPut ? ["--upload"] : [])
        #expect(try await LatheProcess.run(words, in: service.folder).status == 0)
        let backups = service.folder + "/backups"
        #expect(try await service.lathe("backup", backups).status == 0)
        #expect(try await service.lathe("verify").status == 0)
        try? FileManager.default.removeItem(atPath: service.folder + "/store/masters")
        let status: Int32 = isPut ? 65 : 0
        #expect(try await service.lathe("verify").status == status)
        #expect(try await service.lathe("backup", backups).status == status)
        #expect(try await service.lathe("verify", backups).status == status)
    }

    @Test("PostgreSQL's password is on no command line")
    func password() async throws {
        let service = try await SmallService(.postgreSQL)
        try await service.addTrack("a")
        let tools = service.folder + "/tools"
        try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
        for tool in ["pg_dump", "pg_restore"] {
            let script = "#!/bin/sh\necho \"$0 $@\" >>'\(service.folder)/lines'\nexec /usr/bin/\(tool) \"$@\"\n"
            try Data(script.utf8).write(to: URL(filePath: "\(tools)/\(tool)"))
            chmod("\(tools)/\(tool)", 0o755)
        }
        let environment = ["PATH": tools + ":/usr/bin:/bin"]
        let source = Backup.Source(service.url, database: service.database, store: service.store, keys: nil)
        let backup = try await Backup(
            of: source, to: service.repository(), version: "1", environment: environment
        ).run(at: 0).backup
        let restored = try await RestoredService(.postgreSQL)
        let target = RestoreTarget(
            database: restored.url, storage: restored.storage, keys: restored.keys, environment: environment)
        _ = try await Restore(backup, from: service.repository(.read), to: target).run()
        let lines = try String(contentsOfFile: service.folder + "/lines", encoding: .utf8)
        #expect(lines.contains("pg_dump --format=custom") && lines.contains("pg_restore --single-transaction"))
        #expect(!lines.contains(PostgreSQLServer.password))
    }

    @Test("Without PostgreSQL's client it is said what to install; a server that is gone is unavailable")
    func noTool() async throws {
        let service = try await SmallService(.postgreSQL)
        let source = Backup.Source(service.url, database: service.database, store: service.store, keys: nil)
        let repository = try service.repository()
        let error = await #expect(throws: BackupError.self) {
            try await Backup(of: source, to: repository, version: "1", environment: ["PATH": "/nowhere"]).run(at: 0)
        }
        #expect(error?.code == .toolMissing)
        #expect(error?.remedy?.contains("postgresql-client") == true)
        #expect(try await repository.names() == [])
    }
}
