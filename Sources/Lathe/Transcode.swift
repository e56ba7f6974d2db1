/// A transcode under way.
public final class Transcode: Sendable {
    /// The newest state at most ten times a second, and the last one; ends with the transcode. One consumer.
    public let progress: AsyncStream<TranscodeProgress>

    private let pool: LanePool

    init(pool: LanePool) {
        self.pool = pool
        progress = pool.progress
        pool.start()
    }

    /// The finished package.
    ///
    /// - Throws: `LatheError`, or `CancellationError` after `cancel()` or when the awaiting task is cancelled. Nothing
    ///   of the output is left then, unless the sink is a `ResumableSink` and keeps what is finished.
    public var package: Package {
        get async throws {
            try await withTaskCancellationHandler {
                try await pool.outcome.value
            } onCancel: {
                pool.cancel()
            }
        }
    }

    /// Stops within a fraction of a second; idempotent.
    public func cancel() { pool.cancel() }
}
