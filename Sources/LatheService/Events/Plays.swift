internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

/// What was listened to, as players say: for the artists' statistics. Who listened is not told.
struct Plays: Sendable, Equatable {
    struct Play: Sendable, Equatable, Codable {
        let trackId, startedAt: String
        let seconds: Double
        var rendition: String?
    }

    let plays: [Play]

    /// - Throws: `Problem` with status 422.
    init(_ fields: RequestFields) throws {
        plays = try fields.objects(
            "plays", count: 1...100, of: ["trackId", "startedAt", "seconds", "rendition"]
        ).map(Play.init)
    }

    /// Writes them as news of their tracks' artists, all at once. What is no track is left out.
    func record(in catalog: Catalog) async throws {
        try await catalog.database.write { [plays] connection in
            for play in plays {
                guard let track = try catalog.track(play.trackId, in: connection) else { continue }
                try catalog.announce(
                    .playRecorded, tenant: track.tenant, subject: track.id, payload: play, in: connection)
            }
        }
    }
}

extension Plays.Play {
    fileprivate init(_ fields: RequestFields) throws {
        self.init(
            trackId: try fields.id("trackId"), startedAt: try fields.moment("startedAt"),
            seconds: try fields.number("seconds", in: 0...86400),
            rendition: fields.has("rendition") ? try fields.name("rendition", length: 1...32) : nil)
    }
}
