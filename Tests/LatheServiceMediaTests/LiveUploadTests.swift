internal import Foundation
internal import LatheCrypto
internal import TestServers
internal import Testing

/// Uploads to a process that is killed, over connections that break.
@Suite(.serialized)
struct LiveUploadTests {
    /// A host in a folder of its own, which is removed in the end.
    private final class Place {
        let folder: String
        var host: HostProcess

        init() async throws {
            folder = FileManager.default.temporaryDirectory.path + "/lathe-live-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            host = try await HostProcess.start(in: folder, port: FreePort.find())
        }

        deinit {
            host.kill()
            try? FileManager.default.removeItem(atPath: folder)
        }

        func restart() async throws {
            let port = host.greeting.port
            host.kill()
            host = try await HostProcess.start(in: folder, port: port)
        }

        func ask(
            _ method: String, _ path: String, _ headers: [String: String] = [:], content: [UInt8] = []
        ) async throws -> Answer {
            let (port, token) = (host.greeting.port, host.greeting.token)
            let headers = headers.merging(["Authorization": "Bearer " + token]) { $1 }
            return try await onThread { try Wire.exchange(port, method, path, headers, content: content) }
        }

        func ticket(for bytes: [UInt8]) async throws -> (ticket: Ticket, path: String) {
            let digest = bytes.withUnsafeBytes { SHA256Digest(of: $0) }
            let query = "?bytes=\(bytes.count)&sha256=\(digest)"
            let ticket = try await ask("GET", "/api/v1/tracks/upload-url" + query).json(Ticket.self)
            return (ticket, try #require(URL(string: ticket.uploadUrl)).path())
        }

        func offset(_ path: String) async throws -> Int {
            Int(try await ask("HEAD", path, ["Tus-Resumable": "1.0.0"]).headers["upload-offset"] ?? "") ?? -1
        }

        /// Waits until so much has come.
        func reach(_ offset: Int, at path: String) async throws {
            let isThere = try await eventually { try await self.offset(path) >= offset ? true : nil }
            try #require(isThere == true)
        }

        func stored(_ ticket: Ticket) throws -> [UInt8] {
            Array(try Data(contentsOf: URL(filePath: folder + "/store/masters/" + ticket.uploadId)))
        }
    }

    private static func pieceHeaders(_ offset: Int) -> [String: String] {
        [
            "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset),
            "Content-Type": "application/offset+octet-stream",
        ]
    }

    private static let master: [UInt8] =
        Array("fLaC".utf8) + (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    enum Accident: CaseIterable { case connectionCut, serviceKilled }

    @Test("An upload goes on where it was", arguments: Accident.allCases)
    func resuming(accident: Accident) async throws {
        let place = try await Place()
        let (ticket, path) = try await place.ticket(for: Self.master)
        let head = Wire.head("PATCH", path, Self.pieceHeaders(0), length: Self.master.count)
        let port = place.host.greeting.port
        let wire = try await onThread {
            let wire = try Wire(port: port)
            guard wire.send(head.utf8), wire.send(Self.master[..<2_000_000]) else {
                throw Wire.Failure(cause: "the bytes were not taken")
            }
            return Mutable(wire)
        }
        try await place.reach(1_000_000, at: path)
        switch accident {
        case .connectionCut: wire.value = nil
        case .serviceKilled: try await place.restart()
        }
        // Until the service has noticed, the first request still holds the upload.
        let answer = try await eventually {
            let offset = try await place.offset(path)
            guard offset >= 0 else { return nil as Answer? }
            let answer = try await place.ask(
                "PATCH", path, Self.pieceHeaders(offset), content: Array(Self.master[offset...]))
            return answer.status == 423 || answer.status == 409 ? nil : answer
        }
        #expect(answer?.status == 204)
        #expect(answer?.headers["upload-offset"] == String(Self.master.count))
        let isSame = try place.stored(ticket) == Self.master
        #expect(isSame)
        #expect(try await place.offset(path) == Self.master.count)
    }

    @Test("200 MB are taken in constant memory")
    func memory() async throws {
        let place = try await Place()
        let size = 200 << 20
        let answer = try await place.ask("GET", "/api/v1/tracks/upload-url?bytes=\(size)")
        let path = try #require(URL(string: try answer.json(Ticket.self).uploadUrl)).path()
        let port = place.host.greeting.port
        let before = place.host.peakMemory
        let reply = try await onThread {
            let wire = try Wire(port: port)
            wire.send(Wire.head("PUT", path, [:], length: size).utf8)
            let piece = Array("fLaC".utf8) + [UInt8](repeating: 7, count: (1 << 20) - 4)
            for _ in 0..<200 { guard wire.send(piece) else { break } }
            return wire.receive()
        }
        #expect(reply.hasPrefix("HTTP/1.1 204"))
        let grown = place.host.peakMemory - before
        #expect(place.host.peakMemory < 60 << 20, "peak \(place.host.peakMemory >> 20) MB, \(before >> 20) MB before")
        #expect(grown < 24 << 20, "grew by \(grown >> 20) MB")
    }

    @Test("tuspy uploads a master in pieces")
    func tuspy() async throws {
        let place = try await Place()
        let python = try TestTool.path("venv/bin/python")
        let file = place.folder + "/master.flac"
        try Data(Self.master).write(to: URL(filePath: file))
        let api = "http://127.0.0.1:\(place.host.greeting.port)/api/v1/uploads"
        let script = """
            import sys
            from tusclient import client
            tus = client.TusClient(sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2]})
            uploader = tus.uploader(sys.argv[3], chunk_size=700000, upload_checksum=True)
            uploader.upload(stop_at=1400000)
            again = client.TusClient("").uploader(sys.argv[3], chunk_size=700000, url=uploader.url)
            assert again.offset == 1400000, again.offset
            again.upload()
            print(uploader.url)
            """
        let token = place.host.greeting.token
        let output = try await onThread { try Command.outcome([python, "-c", script, api, token, file]).output }
        let url = output.trimmingCharacters(in: .whitespacesAndNewlines)
        let path = try #require(URL(string: url), "\(output)").path()
        #expect(try await place.offset(path) == Self.master.count)
        let id = path.split(separator: "/")[1]
        let stored = try Data(contentsOf: URL(filePath: place.folder + "/store/masters/" + id))
        let isSame = Array(stored) == Self.master
        #expect(isSame)
    }
}

/// What one thread hands to another.
// @unchecked: used by one after the other.
private final class Mutable<Value>: @unchecked Sendable {
    var value: Value?

    init(_ value: Value) { self.value = value }
}
