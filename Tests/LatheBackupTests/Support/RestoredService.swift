internal import Foundation
internal import LatheBackup
internal import LatheCatalog
internal import LatheDatabase
internal import LatheJobs
internal import LatheStorage
internal import TestDatabases

/// What came of a backup, in a folder of its own.
final class RestoredService: Sendable {
    let folder: String
    let url: DatabaseURL

    var keys: String { folder + "/keys.json" }
    var storage: StorageURL { .directory(folder + "/store") }

    init(_ kind: DatabaseKind = .sqlite) async throws {
        folder = FileManager.default.temporaryDirectory.path + "/lathe-restored-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        url = try DatabaseURL(await kind.newAddress(in: folder))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func restore(
        _ backup: StoredBackup, of service: SmallService, allowsLoss: Bool = false
    ) async throws -> Restore.Report {
        let target = RestoreTarget(
            database: url, storage: storage, keys: keys, environment: ProcessInfo.processInfo.environment)
        return try await Restore(
            backup, from: service.repository(.read), to: target, allowsLoss: allowsLoss
        ).run()
    }

    /// Lends what was restored.
    func open<Value>(_ body: (Catalog, JobQueue, DirectoryStore) async throws -> Value) async throws -> Value {
        let database = try Database(url)
        let store = try DirectoryStore(folder + "/store")
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(Catalog(database: database), JobQueue(database: database), store))
        } catch { result = .failure(error) }
        await database.close()
        return try result.get()
    }

    func rename(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: "\(folder)/\(name)", toPath: "\(folder)/\(other)")
    }

    /// What lies there, without what lies in it.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }
}

/// Every file below a folder that holds an object, with its content.
func objects(in folder: String) -> [String: Data] {
    objectNames(in: folder).reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: "\(folder)/\($1)") }
}

func objectNames(in folder: String) -> [String] {
    var found: [String] = []
    for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
        if isThere, !isFolder.boolValue, !path.hasPrefix(".incoming") { found.append(path) }
    }
    return found
}

/// Changes one bit in the middle of a file, and nothing that a file system knows of it but the time.
func flipBit(in path: String) throws {
    let file = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? file.close() }
    let middle = try file.seekToEnd() / 2
    try file.seek(toOffset: middle)
    let byte = try file.read(upToCount: 1)?.first ?? 0
    try file.seek(toOffset: middle)
    try file.write(contentsOf: Data([byte ^ 1]))
}
