/// Tells when leases cannot be judged, for those of the living look expired: the database's clock was put forward, or
/// the database was away, or this process stood still, and its machine perhaps with it.
///
/// Two clocks are compared between two looks at both; decisions only.
struct JumpGuard {
    private let tolerance: Int64
    private let leaseDuration: Int64
    private var last: (database: Int64, own: Int64)?
    private var blindUntil: Int64?

    /// All in milliseconds.
    init(leaseDuration: Int64, tolerance: Int64 = 2000) {
        self.leaseDuration = leaseDuration
        self.tolerance = tolerance
    }

    /// - Parameters:
    ///   - database: its time now. Milliseconds since 1970.
    ///   - own: a clock that nobody can put. Milliseconds since anything.
    /// - Returns: whether leases may be judged. After a jump, and after a look that comes more than a lease's length
    ///   after the one before, not for such a length, in which every living worker has renewed its own.
    mutating func mayJudge(database: Int64, own: Int64) -> Bool {
        defer { last = (database, own) }
        if let last {
            let passed = own - last.own
            let hasJumped = (database - last.database) - passed > tolerance
            if hasJumped || passed > leaseDuration { blindUntil = own + leaseDuration }
        }
        guard let blindUntil, own < blindUntil else { return true }
        return false
    }
}
