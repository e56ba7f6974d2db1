internal import LatheDatabase

/// What a search found: exact names first, then names that begin so, then what has all the words in it or above it.
public struct SearchResults: Sendable, Equatable {
    /// Those that can be heard.
    public let tracks: [Track]
    /// Their names or their artists' have the words.
    public let albums: [Album]
    /// Their names have the words.
    public let artists: [Artist]
}

extension Catalog {
    /// Looks for tracks, albums and artists by words, the last of which may be only begun: `beatles hel`.
    ///
    /// - Parameters:
    ///   - text: case, diacritics and punctuation do not matter; words after the eighth neither.
    ///   - limit: of each kind: 1 to 50, taken to the nearest of these where it is outside.
    public func search(_ text: String, limit: Int = 20) async throws -> SearchResults {
        let words = SearchWords(text, limit: 8)
        let limit = min(max(1, limit), 50)
        return try await database.read { try $0.search(words, limit) }
    }
}
