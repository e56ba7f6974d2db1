internal import LatheCrypto
internal import LatheStorage

extension BackupRepository {
    /// What `prune` took away.
    public struct Pruned: Sendable, Equatable {
        /// Backups that were there.
        public var backups = 0
        /// Objects that no backup has any more, and what interrupted ones left.
        public var objects = 0
        /// Of those.
        public var bytes = 0
    }

    /// Keeps the newest backups, and what they are made of. It holds 40 bytes in memory for each object that is kept.
    ///
    /// - Parameters:
    ///   - count: how many that lack nothing; at least one. Others stay as long as they are newer than these.
    ///   - new: one that stays in any case.
    /// - Throws: `BackupError` with code `damaged` where a manifest cannot be read: nothing is deleted then, for nobody
    ///   knows what it needs.
    public func prune(keeping count: Int, and new: StoredBackup? = nil) async throws -> Pruned {
        let backups = try await backups()
        let kept = Set((Self.newest(max(1, count), of: backups) + [new].compactMap(\.self)).map(\.name))
        var needed: Set<SHA256Digest> = []
        for backup in backups where kept.contains(backup.name) {
            needed.formUnion(backup.manifest.parts.map(\.sha256))
            try await forEachObject(of: backup.manifest) { needed.formUnion($0.map(\.sha256)) }
        }
        var pruned = Pruned()
        // Manifests first: whoever is killed in between leaves no backup that lacks something.
        for name in try await names() where !kept.contains(name.text) {
            try await store.delete([name.key])
            pruned.backups += 1
        }
        try await sweep(needed, &pruned)
        return pruned
    }

    /// - Parameter backups: the oldest first.
    private static func newest(_ count: Int, of backups: [StoredBackup]) -> ArraySlice<StoredBackup> {
        let whole = backups.indices.filter { backups[$0].manifest.missing == 0 }
        return whole.count < count ? backups[...] : backups[whole[whole.count - count]...]
    }

    private func sweep(_ needed: Set<SHA256Digest>, _ pruned: inout Pruned) async throws {
        var garbage: [ObjectKey] = []
        for try await object in store.objects(prefix: Blob.root) {
            guard let digest = Blob.digest(in: object.key), !needed.contains(digest) else { continue }
            garbage.append(object.key)
            pruned.objects += 1
            pruned.bytes += object.size
            if garbage.count == 1000 {
                try await store.delete(garbage)
                garbage = []
            }
        }
        try await store.delete(garbage)
    }
}
