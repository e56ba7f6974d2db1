public import LatheDatabase

// What a copy of a catalogue has to be told when it becomes the catalogue.
extension Catalog {
    /// Ends all uploads whose bytes were not all there: what had come was in no copy.
    ///
    /// - Returns: how many.
    public func endOpenUploads(in connection: Connection) throws -> Int {
        try connection.execute(
            """
            UPDATE uploads SET state = 'expired', updated_at = \(sql: connection.dialect.now) WHERE state = 'open'
            """)
    }

    /// Says of all packages that they are not there: their tracks are not ready until they are made again.
    ///
    /// - Parameter redo: given the jobs that made what listeners are sent to, some at a time.
    public func unpublishAll(in connection: Connection, redo: ([String]) throws -> Void) throws {
        var last = ""
        while true {
            let rows = try connection.rows(
                """
                SELECT id, job_id FROM revisions WHERE prefix IS NOT NULL AND retired_at IS NULL AND id > \(last)
                ORDER BY id LIMIT 1000
                """)
            guard let final = rows.last else { break }
            try redo(rows.compactMap { try $0["job_id"] })
            last = try final["id"]
        }
        try unpublish("prefix IS NOT NULL", in: connection)
    }

    /// Ends uploads whose masters are not there: they were given up soon after the copy was made.
    ///
    /// - Returns: how many.
    public func endUploads(of keys: [String], in connection: Connection) throws -> Int {
        try Self.someAtATime(keys) { keys in
            try connection.execute(
                """
                UPDATE uploads SET state = 'expired', updated_at = \(sql: connection.dialect.now)
                WHERE object_key IN (\(list: keys)) AND state IN ('complete', 'used')
                """)
        }.reduce(0, +)
    }

    /// Says of some packages that they are not there: their tracks are not ready until they are made again.
    ///
    /// - Parameter redo: given the jobs that made them, some at a time.
    public func unpublish(
        _ prefixes: [String], in connection: Connection, redo: ([String]) throws -> Void
    ) throws {
        _ = try Self.someAtATime(prefixes) { prefixes in
            let rows = try connection.rows("SELECT job_id FROM revisions WHERE prefix IN (\(list: prefixes))")
            try redo(rows.compactMap { try $0["job_id"] })
            try unpublish("prefix IN (\(list: prefixes))", in: connection)
        }
    }

    private func unpublish(_ condition: SQL, in connection: Connection) throws {
        try connection.execute(
            """
            UPDATE revisions SET prefix = NULL, package_sha256 = NULL, published_at = NULL,
                updated_at = \(sql: connection.dialect.now)
            WHERE \(sql: condition)
            """)
    }

    /// A statement takes only so many values.
    private static func someAtATime<Value>(_ items: [String], _ body: ([String]) throws -> Value) rethrows -> [Value] {
        try stride(from: 0, to: items.count, by: 1000).map { start in
            try body(Array(items[start..<min(start + 1000, items.count)]))
        }
    }
}
