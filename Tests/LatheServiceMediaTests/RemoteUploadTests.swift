internal import Foundation
internal import LatheJobs
@testable internal import LatheService
internal import LatheStorage
internal import TestServers
internal import Testing

/// Masters that are sent past the service, to SeaweedFS, which checks signatures; curl sends them.
@Suite(.timeLimit(.minutes(5)))
struct RemoteUploadTests {
    private static let store = Task {
        let bucket = try await S3Server.seaweed.makeBucket()
        return try StorageURL(bucket.url).open(environment: bucket.environment)
    }

    private func make(_ change: (inout ServiceSettings) -> Void = { _ in }) async throws -> Stage {
        let store = try await Self.store.value
        return try await Stage.make(
            change: {
                $0.probe = HostProcess.probe
                $0.uploadPart = S3Store.smallestPart
                change(&$0)
            }, store: { _ in store })
    }

    private func ticket(_ query: String, in stage: Stage) async throws -> PartsTicket {
        try await stage.send("GET", "/api/v1/tracks/upload-url?" + query, by: "ada").json(PartsTicket.self)
    }

    /// - Returns: the store's status.
    private func put(
        _ bytes: some Sequence<UInt8>, to url: String, _ headers: [String: String], in stage: Stage
    ) async throws -> String {
        let file = stage.folder + "/" + UUID().uuidString
        try Data(bytes).write(to: URL(filePath: file))
        // Its length is curl's own to say, and a body of nothing would be one.
        let fields = headers.filter { $0.key != "content-length" }.flatMap { ["--header", "\($0.key): \($0.value)"] }
        return try await onThread {
            try Command.outcome(
                ["/usr/bin/curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--upload-file"]
                    + [file] + fields + [url]
            ).output
        }
    }

    private func register(_ ticket: PartsTicket, by subject: String = "ada", in stage: Stage) async throws -> Answer {
        func make(_ path: String, _ json: String) async throws -> String {
            struct Made: Decodable { let id: String }
            let answer = try await post("/api/v1" + path, json, by: subject, in: stage)
            return try answer.json(Made.self).id
        }
        let artist = try await make("/artists", #"{"name":"Ada"}"#)
        let album = try await make("/albums", #"{"artistId":"\#(artist)","title":"A"}"#)
        return try await post(
            "/api/v1/tracks", #"{"albumId":"\#(album)","title":"T","trackUrl":"\#(ticket.trackUrl)"}"#, by: subject,
            in: stage)
    }

    private func post(
        _ path: String, _ json: String = "{}", by subject: String = "ada", in stage: Stage
    ) async throws -> Answer {
        try await stage.send(
            "POST", path, headers: ["Content-Type": "application/json"], content: Array(json.utf8), by: subject)
    }

    private func parts(_ numbers: [Int], of ticket: PartsTicket, in stage: Stage) async throws -> [PartsAnswer.Part] {
        let answer = try await post(
            "/api/v1/uploads/\(ticket.uploadId)/parts", "{\"numbers\":\(numbers)}", in: stage)
        return try answer.json(PartsAnswer.self).parts
    }

    /// Three parts, of which the last is short.
    private static let large = WaveMaster.bytes(2 * S3Store.smallestPart + 1_000_000)

    private static func slice(_ number: Int) -> ArraySlice<UInt8> {
        large[(number - 1) * S3Store.smallestPart..<min(number * S3Store.smallestPart, large.count)]
    }

    @Test("A master that was put whole becomes a track, and cannot be replaced afterwards")
    func whole() async throws {
        let stage = try await make()
        let master = WaveMaster.bytes(100_000)
        let ticket = try await ticket("bytes=100000&filename=a.wav", in: stage)
        #expect(ticket.protocol == "s3" && ticket.multipart == nil)
        #expect(ticket.headers["content-type"] == "audio/wav")
        #expect(try await put(master.dropLast(), to: ticket.uploadUrl, ticket.headers, in: stage) == "403")
        #expect(try await put(master, to: ticket.uploadUrl, [:], in: stage) == "403", "not as announced")
        #expect(try await register(ticket, in: stage).status == 409)
        #expect(try await put(master, to: ticket.uploadUrl, ticket.headers, in: stage) == "200")
        #expect(try await put(master, to: ticket.uploadUrl, ticket.headers, in: stage) == "412")
        #expect(try await register(ticket, in: stage).status == 201)
        #expect(try await register(ticket, in: stage).status == 422, "it was used")
    }

    @Test("A large master goes in parts, and goes on after a cut")
    func multipart() async throws {
        let stage = try await make()
        let ticket = try await ticket("bytes=\(Self.large.count)", in: stage)
        #expect(ticket.multipart?.partCount == 3 && ticket.multipart?.partBytes == S3Store.smallestPart)
        let path = "/api/v1/uploads/" + ticket.uploadId
        #expect(ticket.multipart?.url == "http://music.example" + path)
        let requests = try await parts([1, 2], of: ticket, in: stage)
        #expect(try await put(Self.slice(3), to: requests[0].uploadUrl, requests[0].headers, in: stage) == "403")
        for request in requests {
            let status = try await put(Self.slice(request.number), to: request.uploadUrl, request.headers, in: stage)
            #expect(status == "200")
        }
        #expect(try await post(path + "/complete", in: stage).status == 409)
        let came = try await stage.send("GET", path + "/parts", by: "ada").json(PartList.self).parts
        #expect(came.map(\.number) == [1, 2] && came.allSatisfy { $0.bytes == S3Store.smallestPart })
        let last = try await parts([3], of: ticket, in: stage)[0]
        #expect(try await put(Self.slice(3), to: last.uploadUrl, last.headers, in: stage) == "200")
        #expect(try await register(ticket, in: stage).status == 409, "not before it is complete")
        for _ in 1...2 { #expect(try await post(path + "/complete", in: stage).status == 200, "also once more") }
        #expect(try await stage.send("GET", path + "/parts", by: "ada").json(PartList.self).parts.count == 3)
        #expect(try await register(ticket, in: stage).status == 201)
        let object = try await stage.store.head(ObjectKey("masters/" + ticket.uploadId))
        #expect(object?.size == Self.large.count)
    }

    @Test("Several that ask for parts at once send to one place")
    func concurrent() async throws {
        let stage = try await make()
        let ticket = try await ticket("bytes=\(Self.large.count)", in: stage)
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...3 {
                group.addTask { try await parts([number], of: ticket, in: stage)[0].uploadUrl }
            }
            return try await group.reduce(into: Set<Substring>()) { names, url in
                names.formUnion(url.firstMatch(of: /uploadId=([^&]+)/).map { [$0.1] } ?? [])
            }
        }
        #expect(names.count == 1)
        #expect(try await attempts(of: ticket, in: stage) == 1)
    }

    @Test("What is no master is refused before a job is made of it, and says why")
    func notAudio() async throws {
        let stage = try await make()
        let header = WaveMaster.bytes(100)
        for (content, cause) in [
            (Array(repeating: UInt8(ascii: "x"), count: 5000), "no lossless master"),
            (Array(header[..<12]) + [UInt8](repeating: 0xFF, count: 4988), "no master"),
        ] {
            let ticket = try await ticket("bytes=5000", in: stage)
            #expect(try await put(content, to: ticket.uploadUrl, ticket.headers, in: stage) == "200")
            let answer = try await register(ticket, in: stage)
            #expect(answer.status == 422)
            #expect(answer.text.contains("\"pointer\":\"/trackUrl\"") && answer.text.contains(cause), "\(answer.text)")
        }
        #expect(try await stage.service.parts.queue.list().isEmpty)
    }

    @Test("A master with another checksum than announced never becomes a track")
    func checksum() async throws {
        let stage = try await make()
        let ticket = try await ticket("bytes=5000&sha256=" + String(repeating: "0", count: 64), in: stage)
        let status = try await put(WaveMaster.bytes(5000), to: ticket.uploadUrl, ticket.headers, in: stage)
        let answer = try await register(ticket, in: stage)
        #expect(status == "400" && answer.status == 409 || status == "200" && answer.status == 422, "\(status)")
    }

    @Test("Nobody else can do anything with an upload")
    func others() async throws {
        let stage = try await make()
        let ticket = try await ticket("bytes=\(Self.large.count)", in: stage)
        let path = "/api/v1/uploads/" + ticket.uploadId
        #expect(try await post(path + "/parts", #"{"numbers":[1]}"#, by: "bob", in: stage).status == 404)
        #expect(try await stage.send("GET", path + "/parts", by: "bob").status == 404)
        #expect(try await post(path + "/complete", by: "bob", in: stage).status == 404)
        #expect(try await stage.send("DELETE", path, by: "bob").status == 404)
        #expect(try await register(ticket, by: "bob", in: stage).status == 422)
    }

    @Test("Numbers of parts are checked", arguments: ["[0]", "[4]", "[1,1]", "[]", "[1.5]", "[\"1\"]", "1", "null"])
    func numbers(numbers: String) async throws {
        let stage = try await make()
        let ticket = try await ticket("bytes=\(Self.large.count)", in: stage)
        let answer = try await post(
            "/api/v1/uploads/\(ticket.uploadId)/parts", "{\"numbers\":\(numbers)}", in: stage)
        #expect(answer.status == 422 && answer.text.contains("/numbers"), "\(answer.text)")
    }

    @Test("What is given up leaves nothing in the store")
    func abandoned() async throws {
        let stage = try await make()
        let ticket = try await ticket("bytes=\(Self.large.count)", in: stage)
        let request = try await parts([1], of: ticket, in: stage)[0]
        #expect(try await put(Self.slice(1), to: request.uploadUrl, request.headers, in: stage) == "200")
        #expect(try await stage.send("DELETE", "/api/v1/uploads/" + ticket.uploadId, by: "ada").status == 200)
        #expect(try await attempts(of: ticket, in: stage) == 0)
        #expect(try await put(Self.slice(1), to: request.uploadUrl, request.headers, in: stage) == "404")
        #expect(try await stage.send("DELETE", "/api/v1/uploads/" + ticket.uploadId, by: "ada").status == 410)
    }

    @Test("What was not finished in time takes no bytes, and is collected")
    func expired() async throws {
        var (stage, whole, large, answer): (Stage, PartsTicket, PartsTicket, Answer)
        repeat {
            stage = try await make { $0.uploadLifetime = 2 }
            whole = try await ticket("bytes=100", in: stage)
            large = try await ticket("bytes=\(Self.large.count)", in: stage)
            answer = try await post("/api/v1/uploads/\(large.uploadId)/parts", #"{"numbers":[1]}"#, in: stage)
            // Its time was over before it was asked for.
        } while answer.status == 409
        let request = try answer.json(PartsAnswer.self).parts[0]
        // Its parts stay until it is collected, though nobody can add to them.
        _ = try await put(Self.slice(1), to: request.uploadUrl, request.headers, in: stage)
        #expect(try await attempts(of: large, in: stage) == 1)
        // The store tells the time; any answer but that it is over would end this.
        while try await put(Self.slice(1), to: request.uploadUrl, request.headers, in: stage) == "200" {}
        #expect(try await put(WaveMaster.bytes(100), to: whole.uploadUrl, whole.headers, in: stage) == "403")
        // What the store counts in whole seconds, the database counts in thousandths.
        var collected = 0
        while collected < 2 { collected += try await stage.service.collectUploads() }
        #expect(try await attempts(of: large, in: stage) == 0)
        #expect(try await register(large, in: stage).status == 422)
        #expect(try await post("/api/v1/uploads/\(large.uploadId)/complete", in: stage).status == 410)
    }

    /// How many attempts the store knows of, that it would keep parts of.
    private func attempts(of ticket: PartsTicket, in stage: Stage) async throws -> Int {
        let store = try #require(stage.store as? S3Store)
        return try await store.openParts(prefix: "masters/").count { $0.key.text.hasSuffix(ticket.uploadId) }
    }
}

private struct PartsTicket: Decodable, Sendable {
    struct Multipart: Decodable {
        let partBytes, partCount: Int
        let url: String
    }

    let uploadUrl, trackUrl, uploadId, `protocol`: String
    let headers: [String: String]
    let multipart: Multipart?
}

private struct PartsAnswer: Decodable {
    struct Part: Decodable, Sendable {
        let number, bytes: Int
        let uploadUrl: String
        let headers: [String: String]
    }

    let parts: [Part]
}

private struct PartList: Decodable {
    struct Part: Decodable { let number, bytes: Int }

    let parts: [Part]
}
