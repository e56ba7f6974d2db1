internal import Foundation

/// An error that the client is told of, as RFC 9457 problem details.
public struct Problem: Error, Sendable, Equatable {
    public var status: HTTPStatus
    /// A URI that names the kind of problem; `about:blank` says no more than the status does.
    public var type: String
    public var title: String
    /// What went wrong this time, and what helps.
    public var detail: String?
    /// Where in the request's JSON, RFC 6901.
    public var pointer: String?
    /// Fields that the answer carries besides: `Retry-After`, `Allow`.
    public var headers: HTTPHeaders

    public init(
        _ status: HTTPStatus, type: String = "about:blank", title: String? = nil, detail: String? = nil,
        pointer: String? = nil, headers: HTTPHeaders = [:]
    ) {
        self.status = status
        self.type = type
        self.title = title ?? status.phrase
        self.detail = detail
        self.pointer = pointer
        self.headers = headers
    }

    static func contentTooLarge(limit: Int) -> Problem {
        Problem(413, detail: "The content may have at most \(limit) bytes.")
    }

    static let malformed = Problem(400, detail: "The request is not well-formed HTTP/1.1.")

    /// The problem as an answer.
    public var response: Response {
        var headers = headers
        headers["Content-Type"] = "application/problem+json"
        headers["Cache-Control"] = "no-store"
        return Response(status, headers: headers, body: .bytes(document))
    }

    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String?
        let pointer: String?
    }

    private var document: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = Document(type: type, title: title, status: status.code, detail: detail, pointer: pointer)
        // Five strings and numbers always encode.
        return (try? encoder.encode(document)).map(Array.init) ?? Array("{}".utf8)
    }
}
