internal import LatheDatabase

extension Catalog {
    /// Full text of artists, albums and tracks, kept by the databases themselves: rows change in many statements.
    ///
    /// The text is folded when it is written (`SearchWords`), so that both databases find the same; neither PostgreSQL's
    /// parser nor an extension such as unaccent has a say in it.
    static let search = Migration(
        "catalog/0006-search", sqlite: searchedTables.flatMap(fullText),
        postgreSQL: [termsFunction] + searchedTables.map(invertedIndex))

    private static let searchedTables: [SQL] = ["artists", "albums", "tracks"]

    /// Of how many letters a beginning has a list of its own. Longer ones are put together for each search.
    static let beginningLimit = 8

    /// Words as they are (PostgreSQL's parser would take some for numbers, hosts or paths), and their beginnings marked
    /// with a star. Of a beginning that is no entry of its own, PostgreSQL would put together the list of all words for
    /// each search, however few of them are in the rest of it.
    private static let termsFunction: SQL = """
        CREATE FUNCTION lathe_search_terms(words text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS '
            SELECT array_to_tsvector(ARRAY(
                SELECT word FROM unnest(string_to_array(words, '' '')) AS word WHERE word <> ''''
                UNION
                SELECT left(word, size) || ''*''
                FROM unnest(string_to_array(words, '' '')) AS word,
                    generate_series(1, least(length(word), \(raw: "\(beginningLimit)"))) AS size
            ))'
        """

    /// Without the list of pending entries, which each search would have to read to its end.
    private static func invertedIndex(of table: SQL) -> SQL {
        """
        CREATE INDEX \(sql: table)_words ON \(sql: table) USING gin (lathe_search_terms(search_text))
            WITH (fastupdate = off) WHERE deleted_at IS NULL
        """
    }

    /// FTS5 knows rows by number, and VACUUM may renumber those of a table whose key is text: the words have a table of
    /// their own.
    private static func fullText(of table: SQL) -> [SQL] {
        [
            """
            CREATE TABLE \(sql: table)_words (
                number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, words TEXT NOT NULL
            )
            """,
            """
            CREATE VIRTUAL TABLE \(sql: table)_search USING fts5 (
                words, content = '\(sql: table)_words', content_rowid = 'number', prefix = '\(raw: beginningSizes)',
                tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
            )
            """,
            "INSERT INTO \(sql: table)_words (id, words) SELECT id, search_text FROM \(sql: table) WHERE deleted_at IS NULL",
            "INSERT INTO \(sql: table)_search (\(sql: table)_search) VALUES ('rebuild')",
        ] + triggers(of: table)
    }

    private static let beginningSizes = (1...beginningLimit).map { "\($0)" }.joined(separator: " ")

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
