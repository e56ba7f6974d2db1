internal import LatheDatabase

extension Connection {
    /// PostgreSQL's planner does not know how many rows a full text search finds, and would sooner read a table to the
    /// first few hits; where these are rare or far down, that is all of it. And a word that half the catalogue has makes
    /// for a list of half the catalogue, of which a part will do. Both hold for this transaction.
    func prepareForSearch() throws {
        guard dialect == .postgreSQL else { return }
        _ = try first(
            "SELECT set_config('enable_seqscan', 'off', true), set_config('gin_fuzzy_search_limit', '20000', true)")
    }

    /// Never reads more than a few times the limit: neither step is ranked, for that would mean to look at all hits.
    func search<Value: Record>(
        _ words: SearchWords, _ limit: Int, where condition: SQL = "1 = 1"
    ) throws -> [Value] where Value: Equatable {
        var found: [Value] = try rows(beginningQuery(Value.self, words, limit, condition)).map(Value.init)
        guard found.count < limit, !words.words.isEmpty else { return found }
        let ids = Set(found.map(\.id))
        let others: [Value] = try rows(wordsQuery(Value.self, words, limit, condition)).map(Value.init)
        found += others.filter { !ids.contains($0.id) }
        return Array(found.prefix(limit))
    }

    /// Names that begin with the text; the name itself is the first of these.
    func beginningQuery<Value: Record>(
        _: Value.Type, _ words: SearchWords, _ limit: Int, _ condition: SQL
    ) -> SQL {
        // Keys are ordered by their bytes, and no character comes after this one.
        """
        SELECT \(sql: Value.columns) FROM \(sql: Value.table)
        WHERE deleted_at IS NULL AND name_key >= \(words.key) AND name_key < \(words.key + "\u{10FFFF}")
            AND \(sql: condition)
        ORDER BY name_key, id LIMIT \(limit)
        """
    }

    /// What has all the words: newest first with SQLite, in no order with PostgreSQL.
    func wordsQuery<Value: Record>(_: Value.Type, _ words: SearchWords, _ limit: Int, _ condition: SQL) -> SQL {
        switch dialect {
        case .sqlite:
            """
            SELECT \(sql: Value.columns) FROM \(sql: Value.table) JOIN (
                SELECT \(sql: Value.table)_words.id AS found, number FROM \(sql: Value.table)_search
                    JOIN \(sql: Value.table)_words ON number = \(sql: Value.table)_search.rowid
                WHERE \(sql: Value.table)_search MATCH \(words.fullTextQuery)
                ORDER BY \(sql: Value.table)_search.rowid DESC
            ) ON found = \(sql: Value.table).id
            WHERE deleted_at IS NULL AND \(sql: condition) LIMIT \(limit)
            """
        case .postgreSQL:
            """
            SELECT \(sql: Value.columns) FROM \(sql: Value.table)
            WHERE \(sql: Catalog.tsvector) @@ CAST(\(words.tsquery) AS tsquery) AND deleted_at IS NULL
                AND \(sql: condition)
            LIMIT \(limit)
            """
        }
    }
}

extension SearchWords {
    /// In the language of FTS5: all the words, the last with any end.
    var fullTextQuery: String { words.map { "\"\($0)\"" }.joined(separator: " ") + "*" }

    /// In the language of PostgreSQL. A last word of one or two letters counts only as it is: the lists of all that begin
    /// so are too long.
    var tsquery: String {
        let isBegun = (words.last?.unicodeScalars.count ?? 0) > 2
        return words.map { "'\($0)'" }.joined(separator: " & ") + (isBegun ? ":*" : "")
    }
}
