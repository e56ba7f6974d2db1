internal import Foundation
public import LatheCatalog
internal import LatheDatabase
public import LatheStorage

/// Holds a service's store against its catalogue: whether every master and every file of every package that listeners
/// are sent to is there, and is what was put there.
///
/// It may run beside the service: what that has given up when it is missed need not be there.
public struct StoreVerification: Sendable {
    let catalog: Catalog
    let store: any ObjectStore
    let spool: Spool
    let sample: Sample

    /// - Parameter catalog: of a database with `DatabaseOptions.patient`.
    public init(catalog: Catalog, store: any ObjectStore, spool: Spool, sample: Sample = .everything) {
        (self.catalog, self.store, self.spool, self.sample) = (catalog, store, spool, sample)
    }

    /// - Throws: `DatabaseError`, `StorageError`, `BackupError` where nothing can be said.
    public func run() async throws -> VerificationReport {
        let names = CatalogueNames(in: spool)
        defer { names.remove() }
        var report = VerificationReport()
        let flaws = try await catalog.database.read { [catalog] connection in
            try names.write(catalog, connection)
            return try connection.flaws()
        }
        for flaw in flaws { report.add(.database, "the database", flaw) }
        var reader = try NameReader(names)
        while case let things = try await reader.next(upTo: 64), !things.isEmpty {
            let checked = Array(zip(things.map(\.thing), try await concurrently(things) { try await checks(of: $0) }))
            let flawed = checked.filter { $1.contains { $0.finding != nil } }.map(\.0)
            let givenUp = try await catalog.givenUp(of: flawed)
            for check in checked.filter({ !givenUp.contains($0.0) }).flatMap(\.1) { report.add(check) }
        }
        return report
    }

    private func checks(of named: NamedThing) async throws -> [ObjectCheck] {
        switch named.thing {
        case .upload(let key):
            return [try await store.check(ObjectKey(key), against: nil, reading: sample.includesNext())]
        case .delivery(let key):
            if !named.isOwed, try await store.head(ObjectKey(key)) == nil { return [] }
            return [try await store.check(ObjectKey(key), against: nil, reading: sample.includesNext())]
        case .package(let prefix, let sha256): return try await checks(ofPackage: prefix, sha256)
        }
    }

    private func checks(ofPackage prefix: String, _ sha256: String) async throws -> [ObjectCheck] {
        let key = try PackageContents.documentKey(prefix)
        switch try await store.readPackage(prefix, sha256) {
        case .flaw(let finding): return [ObjectCheck(isRead: true, finding: finding)]
        case .contents(let contents):
            let document = ObjectCheck(isRead: true, bytes: try await store.head(key)?.size ?? 0)
            return [document]
                + (try await concurrently(contents.files) { file in
                    try await store.check(file.key, against: file.blob, reading: sample.includesNext())
                })
        }
    }
}
