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

    /// Collects in a store what the catalogue says of its uploads.
    public init(store: any ObjectStore, catalog: Catalog) { (self.store, self.catalog) = (store, catalog) }

    /// Deletes what came of uploads whose time is over, and what is left of those that were given up. To be called again
    /// and again, about once a minute; several at the same time do no harm.
    ///
    /// - Returns: how many uploads were ended.
    @discardableResult
    public func run() async throws -> Int {
        var count = 0
        while case let ended = try await catalog.expireUploads(), !ended.isEmpty {
            try await store.delete(ended.map { try ObjectKey($0.objectKey) })
            count += ended.count
        }
        if let directory = store as? DirectoryStore { try await sweep(directory) }
        if let bucket = store as? S3Store { try await sweep(bucket) }
        return count
    }

    /// What is sent in parts of uploads that take no bytes any more, and what was begun in vain a long time ago. A day is
    /// longer than anybody sends a master by other ways.
    private func sweep(_ bucket: S3Store) async throws {
        let longAgo = Date(timeIntervalSinceNow: -24 * 3600)
        for open in try await bucket.openParts(prefix: Self.prefix) {
            let id = String(open.key.text.dropFirst(Self.prefix.count))
            let upload = try await catalog.database.read { [catalog] in try catalog.upload(id, in: $0) }
            let isWanted = upload.map { $0.state == .open && ($0.partsID ?? open.id) == open.id }
            if isWanted == false || open.begunAt < longAgo && isWanted == nil {
                try await bucket.abortParts(of: open.key, in: open.id)
            }
        }
    }

    /// After `expireUploads`: who died between its transaction and the deletion left this behind.
    private func sweep(_ directory: DirectoryStore) async throws {
        for name in try await directory.growingNames() {
            let upload = try await catalog.database.read { [catalog] in try catalog.upload(name.text, in: $0) }
            if upload?.state != .open { try await directory.discardGrowing(name) }
        }
    }
}
