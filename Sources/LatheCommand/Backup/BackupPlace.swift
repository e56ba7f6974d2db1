import FoundationEssentials
import Glibc
import LatheBackup
import LatheDatabase
import LatheStorage

/// The folder or bucket of backups that a command names.
enum BackupPlace {
    static let operand = CommandSyntax.Operand(
        placeholder: "DIR|URL", help: "where backups are: a folder, file:///folder or s3://bucket/prefix?…")

    /// Checks as options are checked: credentials have no place in it.
    private static let option = ValueOption<String>.storage(OptionSyntax(name: "DIR|URL", help: operand.help))

    static let name = ValueOption.text(
        OptionSyntax(name: "backup", placeholder: "NAME", help: "which one (the newest)"))

    /// - Throws: `UsageError`, `StorageError`.
    static func url(_ text: String, command: String, _ console: Console) throws -> StorageURL {
        try StorageURL(
            option.value(of: text, named: operand.placeholder, command: command), environment: console.environment)
    }
}

extension Configuration {
    /// What is there, with its tables as they are. Whoever opens it closes it.
    /// - Throws: `CommandError` with code `noDatabase`; `DatabaseError`.
    func existingDatabase() throws -> Database {
        if let file = database.value.file { try requireFile(file) }
        return try Database(database.value, options: .patient)
    }

    /// - Throws: `CommandError` with code `noStore` for a folder that is not there and not to be made; `StorageError`.
    func store(_ console: Console, ifAbsent absence: Absence) throws -> any ObjectStore {
        let url = try StorageURL(storage.value, environment: console.environment)
        if absence == .fails, case .directory(let path) = url, access(path, F_OK) != 0 {
            throw CommandError(
                .noStore, "open", "the store \(path)", because: String(cString: strerror(errno)),
                remedy: "Say with --data or --storage where masters and packages are.")
        }
        return try url.open(environment: console.environment)
    }

    /// A place for copies on their way: in the scratch folder, or the system's where nobody said anything.
    func spool(_ console: Console) throws -> Spool {
        let isSaid = scratch.origin != .builtIn || data.origin != .builtIn
        return try Spool(in: isSaid ? scratch.value : console.environment["TMPDIR"] ?? "/tmp")
    }
}

/// Lets a file that grows beyond the process's limit be an error, as a full disk is, instead of the end.
func outliveFileSizeLimit() { signal(SIGXFSZ, SIG_IGN) }

extension Database {
    /// Lends itself to a body, and is closed.
    func whileOpen<Value>(_ body: () async throws -> Value) async throws -> Value {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await close()
        return try result.get()
    }
}
