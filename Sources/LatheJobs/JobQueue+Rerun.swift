public import LatheDatabase

extension JobQueue {
    /// Lets a job that is at its end, in whatever way, run again with all its attempts, in a caller's transaction.
    ///
    /// - Parameter payload: what it is to do.
    /// - Returns: the job as it waits; nil where it is not at its end, and does what it was to do before.
    public func rerun(_ id: Job.ID, payload: String, in connection: Connection) throws -> Job? {
        let ends = Job.State.allCases.filter(\.isFinal).map(\.rawValue)
        guard try retry("id = \(id) AND state IN (\(list: ends))", payload, in: connection) > 0 else { return nil }
        return try jobs([id], in: connection)[id]
    }
}
