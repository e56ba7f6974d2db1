internal import Foundation
internal import LatheDatabase
internal import Testing

/// A real disk of one megabyte, judged by SQLite's own shell.
struct DiskFullTests {
    /// In a mount namespace of its own: nothing outside sees the disk.
    private static func run(_ script: String, _ arguments: [String] = []) async throws -> (
        status: Int32, output: String
    ) {
        try await withCheckedThrowingContinuation { continuation in
            Thread {
                continuation.resume(
                    with: Result {
                        let process = Process()
                        process.executableURL = URL(filePath: "/usr/bin/unshare")
                        process.arguments =
                            ["--user", "--map-root-user", "--mount", "/bin/bash", "-c", script, "full"] + arguments
                        let output = Pipe()
                        process.standardOutput = output
                        process.standardError = output
                        try process.run()
                        let data = try output.fileHandleForReading.readToEnd() ?? Data()
                        process.waitUntilExit()
                        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
                    })
            }.start()
        }
    }

    private static let script = """
        cd "$1" && mount -t tmpfs -o size=1m none "$1" && cd "$1" && head -c 300000 /dev/zero >ballast || exit 2
        "$2" "sqlite://$1/x.db" 0 1000000 8 >acknowledged 2>"$1.error" && exit 3
        rm ballast
        sqlite3 x.db 'PRAGMA integrity_check'
        sort -n acknowledged | sqlite3 x.db 'CREATE TEMP TABLE a (n)' '.import /dev/stdin a' \\
            'SELECT count(*) > 0 FROM a' 'SELECT count(*) FROM a WHERE CAST(n AS integer) NOT IN (SELECT n FROM numbers)'
        "$2" "sqlite://$1/x.db" 2000000 10 4 | wc -l
        cat "$1.error"
        """

    private static func isPossible() async -> Bool { (try? await run("mount -t tmpfs none /mnt").status) == 0 }

    @Test(
        "A full disk is told as such, what was acknowledged is there, and with more room it goes on",
        .timeLimit(.minutes(2)), .enabled("mount namespaces are allowed") { await isPossible() })
    func full() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-full-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            try? FileManager.default.removeItem(atPath: folder)
            try? FileManager.default.removeItem(atPath: folder + ".error")
        }
        let (status, output) = try await Self.run(Self.script, [folder, WriterProcess.path])
        #expect(status == 0)
        #expect(output.hasPrefix("ok\n1\n0\n10\nfull: cannot "), "\(output)")
    }
}
