internal import LatheWorker

extension Service {
    /// Does what time asks for, about once a minute: ends uploads that were abandoned.
    ///
    /// - Returns: how many uploads were ended.
    @discardableResult
    public func collectUploads() async throws -> Int {
        try await UploadCollector(store: parts.store, catalog: parts.catalog).run()
    }
}
