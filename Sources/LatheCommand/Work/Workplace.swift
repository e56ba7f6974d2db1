import LatheCatalog
import LatheDatabase
import LatheJobs
import LatheStorage
import LatheWorker

/// What the commands around jobs work with.
struct Workplace: Sendable {
    let configuration: Configuration
    let database: Database
    let store: any ObjectStore
    let queue: JobQueue
    let catalog: Catalog

    /// Opens database and store.
    ///
    /// - Parameter absence: what is done where there is no database yet: the first job makes one, and what only looks
    ///   after an installation must not take an empty folder, such as one whose disk is not mounted, for it.
    static func open(
        _ configuration: Configuration, _ console: Console, ifAbsent absence: Configuration.Absence = .creates
    ) async throws -> Workplace {
        var options = DatabaseOptions()
        // A process that is stopped inside a transaction lets go of its rows before its leases are judged.
        options.idleInTransactionTimeout = configuration.lease.value / 2
        options.clock = Faults.clock(console.environment)
        let database = try await configuration.openDatabase(
            ifAbsent: absence, options: options, notice: console.warn)
        let store = try configuration.store(console, ifAbsent: absence)
        let catalog = Catalog(database: database)
        return Workplace(
            configuration: configuration, database: database, store: store,
            queue: JobQueue(makingTracksOf: catalog, settings: configuration.queueSettings), catalog: catalog)
    }

    /// Runs a command with it, and closes it.
    static func with<Value: Sendable>(
        _ configuration: Configuration, _ console: Console, ifAbsent absence: Configuration.Absence = .creates,
        _ body: @escaping @Sendable (Workplace) async throws -> Value
    ) throws -> Value {
        try waitFor {
            let workplace = try await open(configuration, console, ifAbsent: absence)
            let result: Result<Value, any Error>
            do { result = .success(try await body(workplace)) } catch { result = .failure(error) }
            await workplace.database.close()
            return try result.get()
        }
    }
}

extension Configuration {
    var queueSettings: QueueSettings {
        var settings = QueueSettings()
        settings.leaseDuration = Int64(lease.value.seconds * 1000)
        return settings
    }

    /// Whether all workers see this machine's files: as they do where the store is a folder.
    var sharesFiles: Bool { !storage.value.hasPrefix("s3://") }
}
