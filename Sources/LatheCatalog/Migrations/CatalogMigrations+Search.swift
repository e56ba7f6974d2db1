internal import LatheDatabase

extension Catalog {
    /// Full text of artists, albums and tracks, kept by the databases themselves: rows change in many statements.
    ///
    /// The text is folded when it is written (`SearchWords`), so that both databases find the same; neither PostgreSQL's
    /// parser nor an extension such as unaccent has a say in it.
    static let search = Migration(
        "catalog/0006-search", sqlite: searchedTables.flatMap(fullText), postgreSQL: searchedTables.map(inverseIndex))

    private static let searchedTables: [SQL] = ["artists", "albums", "tracks"]

    /// Without the list of pending entries, which each search would have to read to its end.
    private static func inverseIndex(of table: SQL) -> SQL {
        """
        CREATE INDEX \(sql: table)_words ON \(sql: table) USING gin (\(sql: tsvector))
            WITH (fastupdate = off) WHERE deleted_at IS NULL
        """
    }

    /// The words as they are: PostgreSQL's parser would take some for numbers, hosts or paths.
    static let tsvector: SQL = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"

    /// FTS5 knows rows by number, and VACUUM may renumber those of a table whose key is text: the words have a table of
    /// their own. Beginnings of up to eight letters have lists of their own, too: those of a longer one are put together
    /// for each search.
    private static func fullText(of table: SQL) -> [SQL] {
        [
            """
            CREATE TABLE \(sql: table)_words (
                number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, words TEXT NOT NULL
            )
            """,
            """
            CREATE VIRTUAL TABLE \(sql: table)_search USING fts5 (
                words, content = '\(sql: table)_words', content_rowid = 'number', prefix = '1 2 3 4 5 6 7 8',
                tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
            )
            """,
            "INSERT INTO \(sql: table)_words (id, words) SELECT id, search_text FROM \(sql: table) WHERE deleted_at IS NULL",
            "INSERT INTO \(sql: table)_search (\(sql: table)_search) VALUES ('rebuild')",
        ] + triggers(of: table)
    }

    private static func triggers(of table: SQL) -> [SQL] {
        [
            """
            CREATE TRIGGER \(sql: table)_words_added AFTER INSERT ON \(sql: table)_words BEGIN
                INSERT INTO \(sql: table)_search (rowid, words) VALUES (new.number, new.words);
            END
            """,
            """
            CREATE TRIGGER \(sql: table)_words_removed AFTER DELETE ON \(sql: table)_words BEGIN
                INSERT INTO \(sql: table)_search (\(sql: table)_search, rowid, words)
                VALUES ('delete', old.number, old.words);
            END
            """,
            """
            CREATE TRIGGER \(sql: table)_added AFTER INSERT ON \(sql: table) WHEN new.deleted_at IS NULL BEGIN
                INSERT INTO \(sql: table)_words (id, words) VALUES (new.id, new.search_text);
            END
            """,
            """
            CREATE TRIGGER \(sql: table)_changed AFTER UPDATE OF search_text, deleted_at ON \(sql: table)
            WHEN new.search_text <> old.search_text OR (new.deleted_at IS NULL) <> (old.deleted_at IS NULL) BEGIN
                DELETE FROM \(sql: table)_words WHERE id = old.id;
                INSERT INTO \(sql: table)_words (id, words)
                SELECT new.id, new.search_text WHERE new.deleted_at IS NULL;
            END
            """,
            """
            CREATE TRIGGER \(sql: table)_removed AFTER DELETE ON \(sql: table) BEGIN
                DELETE FROM \(sql: table)_words WHERE id = old.id;
            END
            """,
        ]
    }
}
