internal import LatheDatabase

extension Connection {
    /// Never reads more than a few times the limit: no step is ranked, for that would mean to look at all hits.
    func search(_ words: SearchWords, _ limit: Int) throws -> SearchResults {
        var tracks: [Track] = try rows(words.beginningQuery(Track.self, limit, Self.isHeard)).map(Track.init)
        var albums: [Album] = try rows(words.beginningQuery(Album.self, limit)).map(Album.init)
        var artists: [Artist] = try rows(words.beginningQuery(Artist.self, limit)).map(Artist.init)
        if !words.words.isEmpty, min(tracks.count, albums.count, artists.count) < limit {
            try useOnlyWordIndexes(for: words)
            try fill(&tracks, to: limit, by: words, where: Self.isHeard)
            try fill(&albums, to: limit, by: words)
            try fill(&artists, to: limit, by: words)
        }
        return SearchResults(tracks: tracks, albums: albums, artists: artists)
    }

    private static let isHeard: SQL = "current_revision IS NOT NULL"

    private func fill<Value: Record>(
        _ found: inout [Value], to limit: Int, by words: SearchWords, where condition: SQL = "1 = 1"
    ) throws {
        guard found.count < limit else { return }
        let ids = Set(found.map(\.id))
        let others: [Value] = try rows(words.wordsQuery(Value.self, limit, condition, dialect)).map(Value.init)
        found += others.filter { !ids.contains($0.id) }.prefix(limit - found.count)
    }

    /// PostgreSQL's planner does not know how many rows a full text search finds, and would sooner go through the table,
    /// or all of an index, to the first few hits; where these are rare, that is all there is.
    ///
    /// And of a single word that half the catalogue has, a part will do. Of several words it would not: each would be cut
    /// by itself, and what they have in common be lost. For the rest of the transaction.
    func useOnlyWordIndexes(for words: SearchWords) throws {
        guard dialect == .postgreSQL else { return }
        let limit = words.words.count == 1 ? "5000" : "0"
        _ = try first(
            """
            SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
                set_config('enable_indexonlyscan', 'off', true), set_config('gin_fuzzy_search_limit', \(limit), true)
            """)
    }
}

extension SearchWords {
    /// Names that begin with the text; the name itself is the first of these.
    func beginningQuery<Value: Record>(_: Value.Type, _ limit: Int, _ condition: SQL = "1 = 1") -> SQL {
        // Keys are ordered by their bytes, and no character comes after this one.
        """
        SELECT \(sql: Value.columns) FROM \(sql: Value.table)
        WHERE deleted_at IS NULL AND name_key >= \(key) AND name_key < \(key + "\u{10FFFF}")
            AND \(sql: condition)
        ORDER BY name_key, id LIMIT \(limit)
        """
    }

    /// What has all the words: newest first with SQLite, in no order with PostgreSQL.
    func wordsQuery<Value: Record>(
        _: Value.Type, _ limit: Int, _ condition: SQL, _ dialect: Dialect
    ) -> SQL {
        switch dialect {
        case .sqlite:
            """
            SELECT \(sql: Value.columns) FROM \(sql: Value.table) JOIN (
                SELECT \(sql: Value.table)_words.id AS found, number FROM \(sql: Value.table)_search
                    JOIN \(sql: Value.table)_words ON number = \(sql: Value.table)_search.rowid
                WHERE \(sql: Value.table)_search MATCH \(fullTextQuery)
                ORDER BY \(sql: Value.table)_search.rowid DESC
            ) ON found = \(sql: Value.table).id
            WHERE deleted_at IS NULL AND \(sql: condition) LIMIT \(limit)
            """
        case .postgreSQL:
            """
            SELECT \(sql: Value.columns) FROM \(sql: Value.table)
            WHERE lathe_search_terms(search_text) @@ CAST(\(tsquery) AS tsquery) AND deleted_at IS NULL
                AND \(sql: condition)
            LIMIT \(limit)
            """
        }
    }

    /// In the language of FTS5: all the words, the last with any end.
    var fullTextQuery: String { words.map { "\"\($0)\"" }.joined(separator: " ") + "*" }

    /// In the language of PostgreSQL: the same.
    var tsquery: String {
        guard let last = words.last else { return "" }
        let isEntry = last.unicodeScalars.count <= Catalog.beginningLimit
        return (words.dropLast().map { "'\($0)'" } + [isEntry ? "'\(last)*'" : "'\(last)':*"]).joined(separator: " & ")
    }
}
