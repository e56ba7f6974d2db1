internal import Foundation
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

    /// - Throws: `Problem` with status 400 for what is no such document, 422 for a value that is none.
    init(json: [UInt8]) throws(Problem) {
        struct Document: Decodable { let plays: [Play] }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)) else {
            throw Problem(400, detail: "The content is no JSON object with plays: [{trackId, startedAt, seconds}].")
        }
        guard (1...100).contains(document.plays.count) else {
            throw Problem(422, detail: "There may be 1 to 100 of them.", pointer: "/plays")
        }
        for (index, play) in document.plays.enumerated() {
            if let member = play.fault {
                throw Problem(422, detail: "It is not valid.", pointer: "/plays/\(index)/\(member)")
            }
        }
        plays = document.plays
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
    /// The member that says what it must not.
    fileprivate var fault: String? {
        let isID = (1...64).contains(trackId.utf8.count) && trackId.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        if !isID { return "trackId" }
        if startedAt.utf8.count > 64 || !Self.isMoment(startedAt) { return "startedAt" }
        if !(0...86400).contains(seconds) { return "seconds" }
        if (rendition ?? "").utf8.count > 32 { return "rendition" }
        return nil
    }

    private static func isMoment(_ text: String) -> Bool {
        let whole = Date.ISO8601FormatStyle(timeZone: .gmt)
        let exact = Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt)
        return (try? whole.parse(text)) != nil || (try? exact.parse(text)) != nil
    }
}
