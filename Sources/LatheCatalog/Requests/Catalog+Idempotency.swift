public import LatheDatabase

extension Catalog {
    /// Carries a request out unless it was before: the key is in the same transaction as what the request does.
    ///
    /// Of two that come at once the second waits at the key's row for the end of the first (at most the lock timeout of
    /// the database's options), and then has its answer; if the first fails, the second is carried out.
    /// - Parameter body: what the request does, in this transaction. A refusal that it returns must leave nothing behind.
    public func once(
        _ request: IdempotentRequest, in connection: Connection, _ body: (Connection) throws -> StoredAnswer
    ) throws -> IdempotentOutcome {
        guard try reserve(request, in: connection) else { return try earlierAnswer(to: request, in: connection) }
        let answer = try body(connection)
        let isTheRow: SQL = "subject = \(request.subject) AND key = \(request.key)"
        if answer.isSuccess {
            try connection.execute(
                """
                UPDATE idempotency_keys
                SET status = \(answer.status), headers = \(answer.headers), body = \(answer.body)
                WHERE \(sql: isTheRow)
                """)
        } else {
            try connection.execute("DELETE FROM idempotency_keys WHERE \(sql: isTheRow)")
        }
        return .answered(answer)
    }

    /// True where the key is new, or was kept for long enough.
    private func reserve(_ request: IdempotentRequest, in connection: Connection) throws -> Bool {
        let now = connection.dialect.now
        return try connection.first(
            """
            INSERT INTO idempotency_keys (subject, key, request_hash, expires_at, created_at)
            VALUES (
                \(request.subject), \(request.key), \(request.hash), \(sql: now) + \(request.lifetime), \(sql: now))
            ON CONFLICT (subject, key) DO UPDATE SET
                request_hash = excluded.request_hash, expires_at = excluded.expires_at,
                created_at = excluded.created_at, status = NULL, headers = NULL, body = NULL
            WHERE idempotency_keys.expires_at <= excluded.created_at
            RETURNING subject
            """) != nil
    }

    /// What became of a request before: for one whose preparations are possible only once.
    /// - Returns: nil where nothing is known of it.
    public func answer(
        to request: IdempotentRequest, in connection: Connection
    ) throws -> IdempotentOutcome? {
        let row = try connection.first(
            """
            SELECT request_hash, status, headers, body FROM idempotency_keys
            WHERE subject = \(request.subject) AND key = \(request.key) AND expires_at > \(sql: connection.dialect.now)
            """)
        return try row.map { try Self.outcome(of: request, $0) }
    }

    private func earlierAnswer(
        to request: IdempotentRequest, in connection: Connection
    ) throws -> IdempotentOutcome {
        let row = try Self.written(
            connection.first(
                """
                SELECT request_hash, status, headers, body FROM idempotency_keys
                WHERE subject = \(request.subject) AND key = \(request.key)
                """))
        return try Self.outcome(of: request, row)
    }

    private static func outcome(of request: IdempotentRequest, _ row: Row) throws -> IdempotentOutcome {
        let hash: String = try row["request_hash"]
        guard hash == request.hash else { return .mismatch }
        return .replayed(StoredAnswer(status: try row["status"], headers: try row["headers"], body: try row["body"]))
    }

    /// Forgets answers that were kept for long enough.
    ///
    /// - Parameter limit: how many in one transaction.
    /// - Returns: how many there were.
    public func forgetAnswers(limit: Int = 1000) async throws -> Int {
        try await database.write { connection in
            try connection.execute(
                """
                DELETE FROM idempotency_keys WHERE (subject, key) IN (
                    SELECT subject, key FROM idempotency_keys WHERE expires_at <= \(sql: connection.dialect.now)
                    ORDER BY expires_at LIMIT \(limit))
                """)
        }
    }
}
