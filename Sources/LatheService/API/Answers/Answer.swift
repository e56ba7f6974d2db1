internal import FoundationEssentials
internal import LatheCatalog
internal import LatheHTTP

/// An answer in JSON, before it is sent or kept for whoever asks again.
struct Answer: Sendable {
    let status: HTTPStatus
    private(set) var headers: [String: String]
    let body: [UInt8]

    /// - Parameters:
    ///   - version: of what is answered with; becomes the entity tag.
    ///   - location: of what was made.
    ///   - isSecret: no cache may keep it at all. Nothing else may be kept by a cache that several people share, nor used
    ///     without asking.
    init(
        _ document: some Encodable, _ status: HTTPStatus = 200, version: Int? = nil, location: String? = nil,
        isSecret: Bool = false
    ) throws {
        self.status = status
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        body = Array(try encoder.encode(document))
        headers = [
            "Content-Type": "application/json", "Cache-Control": isSecret ? "no-store" : "private, no-cache",
        ]
        headers["ETag"] = version.map(Precondition.entityTag)
        headers["Location"] = location.map { Service.apiPrefix + $0 }
    }

    /// An answer that is written already, and which no cache may keep.
    init(secret document: JSONObjectText) {
        self.init(
            status: 200, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: document.bytes)
    }

    /// Nothing to say: 204.
    static let nothing = Answer(status: 204, headers: ["Cache-Control": "no-store"], body: [])

    private init(status: HTTPStatus, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    var response: Response {
        var fields = HTTPHeaders()
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields.add(name, value) }
        return Response(status, headers: fields, body: body.isEmpty ? .none : .bytes(body))
    }
}

extension Answer {
    var stored: StoredAnswer {
        get throws {
            StoredAnswer(
                status: status.code, headers: String(decoding: try JSONEncoder().encode(headers), as: UTF8.self),
                body: String(decoding: body, as: UTF8.self))
        }
    }

    /// What was kept.
    init(_ stored: StoredAnswer) throws {
        let headers = try JSONDecoder().decode([String: String].self, from: Data(stored.headers.utf8))
        self.init(status: HTTPStatus(stored.status), headers: headers, body: Array(stored.body.utf8))
    }
}

/// A part of a list, and where the next one begins.
struct PageDocument<Item: Encodable & Sendable>: Encodable, Sendable {
    let items: [Item]
    let next: String?
}

/// What is gone.
struct DeletedDocument: Encodable, Sendable {
    let id: String
}
