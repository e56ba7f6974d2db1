internal import LatheDatabase

// Which of a track's revisions is the newest: the one that was delivered last. Ids do not say so, for each is made by the
// clock of the machine that accepts the delivery, and a revision may be delivered again.
extension Catalog {
    /// The next number of a track's deliveries. The track is locked until the transaction ends: the numbers' order is
    /// that of the transactions.
    func nextDelivery(of track: Track.ID, in connection: Connection) throws -> Int64 {
        let number = try countDelivery(of: track, in: connection)
        // What a process of the version before has accepted has no number, and was there earlier.
        let adopted = try connection.execute(
            "UPDATE revisions SET delivery = \(number) WHERE track_id = \(track) AND delivery = 0")
        return adopted == 0 ? number : try countDelivery(of: track, in: connection)
    }

    private func countDelivery(of track: Track.ID, in connection: Connection) throws -> Int64 {
        let row = try connection.first(
            "UPDATE tracks SET deliveries = deliveries + 1 WHERE id = \(track) RETURNING deliveries")
        return try Self.written(row)["deliveries"]
    }

    /// The newest revision of a track, whether published or not; nil where none was ever delivered.
    func newestRevision(of track: Track.ID, in connection: Connection) throws -> Revision? {
        try connection.first(
            """
            SELECT \(sql: Revision.columns) FROM revisions
            WHERE id = (\(sql: Self.newestRevision(of: "\(track)")))
            """
        ).map(Revision.init)
    }

    /// Selects its id.
    /// - Parameter track: an expression.
    static func newestRevision(of track: SQL) -> SQL {
        """
        SELECT latest.id FROM revisions AS latest WHERE latest.track_id = \(sql: track)
        ORDER BY latest.delivery DESC, latest.id DESC LIMIT 1
        """
    }
}

extension Revision {
    /// Whether it was delivered before another of its track.
    func isOlder(than other: Revision) -> Bool { (delivery, id) < (other.delivery, other.id) }
}
