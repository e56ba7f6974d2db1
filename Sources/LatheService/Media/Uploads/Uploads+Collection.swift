internal import LatheCatalog
internal import LatheDatabase
internal import LatheStorage

extension Uploads {
    /// Ends uploads that no track was made of in time, and deletes what came of them; also what is left of those that
    /// were given up. To be called again and again, about once a minute.
    ///
    /// - Returns: how many uploads were ended.
    @discardableResult
    func collect() async throws -> Int {
        var count = 0
        while case let ended = try await catalog.expireUploads(), !ended.isEmpty {
            try await store.delete(ended.map { try ObjectKey($0.objectKey) })
            count += ended.count
        }
        if let directory = store as? DirectoryStore { try await sweep(directory) }
        return count
    }

    /// After `expireUploads`: who died between its transaction and the deletion left this behind.
    private func sweep(_ directory: DirectoryStore) async throws {
        for name in try await directory.growingNames() {
            let upload = try await catalog.database.read { [catalog] in try catalog.upload(name.text, in: $0) }
            if upload?.state != .open { try await directory.discardGrowing(name) }
        }
    }
}

extension Service {
    /// Does what time asks for: ends uploads that were abandoned.
    ///
    /// - Returns: how many uploads were ended.
    @discardableResult
    public func collectUploads() async throws -> Int { try await uploads.collect() }
}
