/// Tells when leases cannot be judged: the database's clock was put forward, so that those of the living look expired.
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
    /// - Returns: whether leases may be judged. After a jump not for a lease's length, in which every living worker has
    ///   renewed its own.
    mutating func mayJudge(database: Int64, own: Int64) -> Bool {
        defer { last = (database, own) }
        if let last, (database - last.database) - (own - last.own) > tolerance { blindUntil = own + leaseDuration }
        guard let blindUntil, own < blindUntil else { return true }
        return false
    }
}
