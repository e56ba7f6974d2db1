internal import Foundation
internal import LatheDatabase

/// A program of PostgreSQL's own, which knows better than anybody how to copy a database. Its calls block.
///
/// The password goes by the environment, which nobody but this user can read; a command line can be read by everybody.
struct PostgreSQLProgram {
    let name: String
    /// The database that it works on; nil where it needs none.
    var url: DatabaseURL?
    /// Of this process.
    let environment: [String: String]
    let spool: Spool

    /// Copies a database to a file.
    /// - Parameter snapshot: the one that the copy is to show, exported by a transaction that lasts as long as this.
    func dump(snapshot: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BackupError.system("create", path) }
        defer { close(descriptor) }
        // It writes into a pipe: what goes wrong with the file is for us to see, not for a message to tell.
        try run(
            [
                "--format=custom", "--snapshot=\(snapshot)", "--no-owner", "--no-privileges", "--no-password",
                "--lock-wait-timeout=60000",
            ]
        ) { try writeAll($0, to: descriptor, path) }
        guard fsync(descriptor) == 0 else { throw BackupError.system("write", path) }
    }

    /// Fills an empty database, whole or not at all.
    func restore(_ path: String) throws {
        guard let name = url?.clientEnvironment?["PGDATABASE"] else {
            throw BackupError(
                .mismatch, "restore to", "the server", because: "its URL names no database",
                remedy: "Write postgres://user@host:port/name.")
        }
        try run(
            [
                "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password",
                "--dbname=\(name)", path,
            ]) { _ in }
    }

    /// Reads a copy from its beginning to its end, without a server.
    func read(_ path: String) throws { try run(["--file=/dev/null", path]) { _ in } }

    private func run(_ arguments: [String], output consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: try executable())
        process.arguments = arguments
        process.environment = environment.merging(url?.clientEnvironment ?? [:]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        let errors = spool.newFile()
        defer { unlink(errors) }
        process.standardError = try emptyFile(errors)
        do { try process.run() } catch {
            throw BackupError(.toolFailed, "run", name, because: error.localizedDescription)
        }
        do {
            while let piece = try output.fileHandleForReading.read(upToCount: 1 << 18), !piece.isEmpty {
                try piece.withUnsafeBytes(consume)
            }
        } catch {
            process.terminate()
            process.waitUntilExit()
            throw error
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else { throw failure(errors) }
    }

    private func emptyFile(_ path: String) throws -> FileHandle {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BackupError.system("create", path) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private func executable() throws -> String {
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        if let found = folders.map({ "\($0)/\(name)" }).first(where: isExecutable) { return found }
        throw BackupError(
            .toolMissing, "run", name, because: "it is not installed",
            remedy: "Install PostgreSQL's client of the server's version: apt-get install postgresql-client.")
    }

    private func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    private func failure(_ errors: String) -> BackupError {
        let lines = ((try? String(contentsOfFile: errors, encoding: .utf8)) ?? "").split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        let text = lines.prefix(3).joined(separator: "; ")
        let said = url?.scrubbed(text) ?? text
        return BackupError(
            .toolFailed, "run", name + (url.map { " on \($0)" } ?? ""),
            because: said.isEmpty ? "it ended without a word" : said)
    }
}
