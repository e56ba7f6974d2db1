internal import Foundation
public import LatheCatalog
internal import LatheDatabase
public import LatheStorage

/// Holds a service's store against its catalogue: whether every master and every file of every package that listeners
/// are sent to is there, and is what was put there.
///
/// It may run beside the service: what a listener can no longer be sent to when it is missed counts as well off.
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
        let path = spool.newFile()
        defer { unlink(path) }
        var report = VerificationReport()
        let flaws = try await catalog.database.read { [catalog] connection in
            try DatabaseSnapshot.list(path, catalog, connection)
            return try connection.flaws()
        }
        for flaw in flaws { report.add(.database, "the database", flaw) }
        let reader = try LineReader<StoredThing>(path)
        while case let things = try await reader.next(upTo: 64), !things.isEmpty {
            try await concurrently(things) { try await checks(of: $0) }.joined().forEach { report.add($0) }
        }
        return try await report.withoutReplaced(in: catalog)
    }

    private func checks(of thing: StoredThing) async throws -> [ObjectCheck] {
        switch thing {
        case .upload(let key):
            return [try await store.check(ObjectKey(key), against: nil, reading: sample.includesNext())]
        case .delivery(let key):
            // Where workers see the disk that it came from, it was never put here.
            guard try await store.head(ObjectKey(key)) != nil else { return [] }
            return [try await store.check(ObjectKey(key), against: nil, reading: sample.includesNext())]
        case .package(let prefix, let sha256): return try await checks(ofPackage: prefix, sha256)
        }
    }

    private func checks(ofPackage prefix: String, _ sha256: String) async throws -> [ObjectCheck] {
        let key = try PackageContents.documentKey(prefix)
        switch try await store.contents(ofPackage: prefix, sha256) {
        case .failure(let finding): return [ObjectCheck(isRead: true, finding: finding)]
        case .success(let contents):
            let document = ObjectCheck(isRead: true, bytes: try await store.head(key)?.size ?? 0)
            return [document]
                + (try await concurrently(contents.files) { file in
                    try await store.check(file.key, against: file.blob, reading: sample.includesNext())
                })
        }
    }
}

extension VerificationReport {
    /// Leaves out what was replaced or given up while it was looked for: it need not be there any more.
    func withoutReplaced(in catalog: Catalog) async throws -> VerificationReport {
        if isClean { return self }
        let named = try await catalog.namedKeys(among: findings.map(\.subject))
        return filtered { $0.code == .database || named.contains($0.subject) }
    }

    private func filtered(_ isKept: (Finding) -> Bool) -> VerificationReport {
        var report = VerificationReport()
        (report.objects, report.read, report.bytes) = (objects, read, bytes)
        findings.filter(isKept).forEach { report.add($0) }
        report.suppressed = suppressed
        return report
    }
}

extension Catalog {
    /// Which of some keys the catalogue names now, itself or by their package.
    func namedKeys(among keys: [String]) async throws -> Set<String> {
        try await database.read { connection in
            var named: Set<String> = []
            try forEachStored(in: connection) { thing in
                switch thing {
                case .upload(let key), .delivery(let key): if keys.contains(key) { named.insert(key) }
                case .package(let prefix, _): named.formUnion(keys.filter { $0.hasPrefix(prefix) })
                }
            }
            return named
        }
    }
}
