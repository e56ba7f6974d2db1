internal import Foundation
public import LatheCatalog
internal import LatheDatabase
public import LatheStorage

/// Ends uploads that no track was made of in time.
public struct UploadCollector: Sendable {
    let store: any ObjectStore
    let catalog: Catalog

    /// What the keys of masters begin with.
    private static let prefix = "masters/"
    /// How long a transfer may go on that began before its address expired. A day is longer than anybody sends a master.
    private static let grace: Int64 = 24 * 3600 * 1000

    /// Collects in a store what the catalogue says of its uploads.
    public init(store: any ObjectStore, catalog: Catalog) { (self.store, self.catalog) = (store, catalog) }

    /// Deletes what came of uploads whose time is over, and what is left of those that were given up. To be called again
    /// and again, about once a minute; several at the same time do no harm.
    ///
    /// - Returns: how many uploads were ended.
    @discardableResult
    public func run() async throws -> Int {
        var count = 0
        while case let unwanted = try await catalog.unwantedUploads(), !unwanted.isEmpty {
            try await store.delete(unwanted.map { try ObjectKey($0.objectKey) })
            try await catalog.endUploads(unwanted, grace: Self.grace)
            count += unwanted.count { $0.state != .expired }
        }
        if let directory = store as? DirectoryStore { try await sweep(directory) }
        if let bucket = store as? S3Store { try await sweep(bucket) }
        return count
    }

    /// What is sent in parts of uploads that take no bytes any more, and what was begun in vain a long time ago.
    private func sweep(_ bucket: S3Store) async throws {
        let longAgo = Date(timeIntervalSinceNow: -Double(Self.grace) / 1000)
        for open in try await bucket.openParts(prefix: Self.prefix) {
            let id = String(open.key.text.dropFirst(Self.prefix.count))
            let upload = try await catalog.database.read { [catalog] in try catalog.upload(id, in: $0) }
            let isWanted = upload.map { $0.state == .open && ($0.partsID ?? open.id) == open.id }
            if isWanted == false || open.begunAt < longAgo && isWanted == nil {
                try await bucket.abortParts(of: open.key, in: open.id)
            }
        }
    }

    /// What still grows of uploads that were ended, or of which there is no record.
    private func sweep(_ directory: DirectoryStore) async throws {
        for name in try await directory.growingNames() {
            let upload = try await catalog.database.read { [catalog] in try catalog.upload(name.text, in: $0) }
            if upload?.state != .open { try await directory.discardGrowing(name) }
        }
    }
}
