/// Hands out what an `UploadPlan` lets go, to several uploaders.
actor UploadQueue {
    private var plan = UploadPlan()
    private var idle: [CheckedContinuation<Void, Never>] = []

    /// - Returns: an older version that is left out and can be thrown away.
    func add(_ object: SpooledObject) -> SpooledObject? {
        defer { wake() }
        return plan.add(object)
    }

    /// Nothing comes any more.
    func close() {
        plan.close()
        wake()
    }

    /// Waits until something may go.
    /// - Returns: nil when everything has gone.
    /// - Throws: `CancellationError`.
    func next() async throws -> UploadPlan.Upload? {
        while true {
            try Task.checkCancellation()
            if let upload = plan.next() { return upload }
            if plan.isFinished { return nil }
            await withTaskCancellationHandler {
                await withCheckedContinuation { idle.append($0) }
            } onCancel: {
                Task { await wake() }
            }
        }
    }

    func finish(_ upload: UploadPlan.Upload) {
        plan.finish(upload)
        wake()
    }

    private func wake() {
        for continuation in idle { continuation.resume() }
        idle = []
    }
}
