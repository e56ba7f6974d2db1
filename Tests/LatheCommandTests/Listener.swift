import Foundation
import TestServers

/// Somebody who uses a running service: delivers a master, and listens to it.
struct Listener {
    let served: Served
    let token: String

    struct Failure: Error { let answer: String }

    private func ask(_ path: String, _ options: String...) throws -> [String: Any] {
        let answer = try served.curl(path, "--header", "Authorization: Bearer \(token)", more: options)
        guard let object = try? JSONSerialization.jsonObject(with: Data(answer.dropLast(4).utf8)) as? [String: Any]
        else { throw Failure(answer: answer) }
        return object
    }

    private func post(_ path: String, _ fields: [String: String]) throws -> [String: Any] {
        let text = String(decoding: try JSONSerialization.data(withJSONObject: fields), as: UTF8.self)
        return try ask(path, "--header", "Content-Type: application/json", "--data", text)
    }

    /// - Returns: the artist's id.
    @discardableResult
    func addArtist(_ name: String) throws -> String { try id(post("/api/v1/artists", ["name": name])) }

    private func id(_ object: [String: Any]) throws -> String { try text("id", of: object) }

    private func text(_ name: String, of object: [String: Any]) throws -> String {
        guard let text = object[name] as? String else { throw Failure(answer: "\(object)") }
        return text
    }

    /// - Returns: the track's id.
    func deliver(_ master: URL) throws -> String {
        let album = try id(post("/api/v1/albums", ["artistId": addArtist("Ada"), "title": "One"]))
        let ticket = try post("/api/v1/uploads", [:])
        let place = try text("uploadUrl", of: ticket).dropFirst("http://127.0.0.1:\(served.port)".count)
        guard try served.curl(String(place), "--upload-file", master.path).hasSuffix(" 204") else {
            throw Failure(answer: "the master was not taken")
        }
        let track = ["albumId": album, "title": "Song", "trackUrl": try text("trackUrl", of: ticket)]
        return try id(post("/api/v1/tracks", track))
    }

    /// The addresses of a track, once it is ready. There is no signal that a client of HTTP could wait for but polling.
    func stream(of track: String) throws -> [String: Any] {
        for _ in 0..<600 {
            let stream = try ask("/api/v1/tracks/\(track)/stream")
            if stream["hlsUrl"] != nil { return stream }
            usleep(100_000)
        }
        throw Failure(answer: "the track is not ready")
    }

    /// What a player fetches: the playlist, and one whole file of the track.
    func play(_ track: String) throws -> [String] {
        let stream = try stream(of: track)
        let files = stream["progressive"] as? [String: String] ?? [:]
        let host = "http://127.0.0.1:\(served.port)"
        return try [try text("hlsUrl", of: stream), files["mp3-160"] ?? ""].map { url in
            try served.checksum(String(url.dropFirst(host.count)))
        }
    }
}
