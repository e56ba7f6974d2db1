import Glibc
import LatheCatalog
import LatheDatabase
import LatheJobs

extension Configuration {
    /// What becomes of a database that is not there.
    enum Absence {
        /// SQLite's file is made, and the folders that it lies in.
        case creates
        /// An error that says what to do.
        case fails
    }

    /// Opens the database and brings its tables to this version.
    ///
    /// Whoever opens it closes it: `Database.close()`.
    /// - Parameter notice: told in one line what is used, where nobody configured that.
    /// - Throws: `CommandError` with code `noDatabase`; `DatabaseError`.
    func openDatabase(
        ifAbsent absence: Absence, options: DatabaseOptions = DatabaseOptions(), notice: (String) -> Void = { _ in }
    ) async throws -> Database {
        if let file = database.value.file { try prepare(file, absence) }
        if absence == .creates, let defaultsNotice { notice("lathe: " + defaultsNotice + "\n") }
        let opened = try Database(database.value, options: options)
        do {
            try await opened.migrate(JobQueue.migrations + Catalog.migrations)
            return opened
        } catch {
            await opened.close()
            throw error
        }
    }

    /// Nil where somebody said where database and storage are.
    var defaultsNotice: String? {
        guard data.origin == .builtIn else { return nil }
        let parts = [
            database.origin == .builtIn ? "SQLite lathe.db" : nil,
            storage.origin == .builtIn ? "files in store/" : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? nil : "using \(data.value): " + parts.joined(separator: ", ")
    }

    private func prepare(_ file: String, _ absence: Absence) throws {
        switch absence {
        case .fails: try requireFile(file)
        case .creates: try makeFolder(of: file)
        }
    }

    func requireFile(_ file: String) throws {
        guard access(file, F_OK) != 0 else { return }
        let remedy =
            database.origin == .builtIn
            ? "`lathe enqueue` makes it; or say with --data or --database where the jobs are."
            : "Its place was said by \(database.origin); `lathe enqueue` makes it."
        throw CommandError(.noDatabase, "open", "the database \(file)", because: "there is none", remedy: remedy)
    }

    /// Makes the folder that a file is to lie in, and those that this lies in.
    func makeFolder(of file: String) throws {
        guard let folder = folder(of: file), let cause = failureToMake(folder) else { return }
        throw CommandError(
            .noFolder, "make", "the folder \(folder)", because: cause,
            remedy: "Choose another one with --data or --database.")
    }

    /// Makes it, and those that it lies in.
    /// - Returns: nil, or why that failed.
    private func failureToMake(_ folder: String) -> String? {
        // What artists deliver is nobody else's business.
        if mkdir(folder, 0o750) == 0 || errno == EEXIST { return nil }
        let failure = errno
        guard failure == ENOENT, let parent = self.folder(of: folder) else { return String(cString: strerror(failure)) }
        if let cause = failureToMake(parent) { return cause }
        return mkdir(folder, 0o750) == 0 || errno == EEXIST ? nil : String(cString: strerror(errno))
    }

    private func folder(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
        return String(path[..<slash])
    }
}
