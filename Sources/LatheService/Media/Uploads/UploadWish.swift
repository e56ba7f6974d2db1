internal import LatheCrypto
internal import LatheHTTP

/// What someone says of a master before it comes. What is said binds.
struct UploadWish: Sendable, Equatable {
    /// Its exact length.
    var bytes: Int?
    /// A media type.
    var contentType: String?
    /// Lower-case hexadecimal.
    var sha256: String?

    init() {}

    /// From the parameters of `GET /tracks/upload-url`.
    ///
    /// - Throws: `Problem` with status 400.
    init(_ query: Query) throws(Problem) {
        if let text = query["bytes"] {
            guard let bytes = Int(text) else { throw Self.invalid(400, "bytes", "It is a whole number.") }
            self.bytes = bytes
        }
        (contentType, sha256) = (query["contentType"], query["sha256"])
        try complete(query["filename"], status: 400)
    }

    /// From the document of `POST /uploads`.
    ///
    /// - Throws: `Problem` with status 422 at the field that is wrong.
    init(_ fields: RequestFields) throws {
        bytes = fields.has("bytes") ? try fields.integer("bytes", in: 1...Int.max) : nil
        contentType = fields.has("contentType") ? try fields.text("contentType", length: 1...100) : nil
        sha256 = fields.has("sha256") ? try fields.text("sha256", length: 64...64) : nil
        try complete(fields.has("filename") ? try fields.text("filename", length: 0...300) : nil, status: 422)
    }

    static let names: Set = ["filename", "bytes", "contentType", "sha256"]

    /// From the header fields of tus' creation extension.
    ///
    /// - Throws: `Problem` with status 400.
    init(tus headers: HTTPHeaders) throws(Problem) {
        bytes = try TusFields.length(headers)
        let metadata = try TusFields.metadata(headers)
        (contentType, sha256) = (metadata["filetype"], metadata["sha256"])
        try complete(metadata["filename"], status: 400)
    }

    private mutating func complete(_ filename: String?, status: HTTPStatus) throws(Problem) {
        guard (filename ?? "").unicodeScalars.count <= 300 else {
            throw Self.invalid(status, "filename", "It is too long.")
        }
        guard bytes.map({ $0 >= 1 }) ?? true else { throw Self.invalid(status, "bytes", "It is 1 at least.") }
        if let type = contentType, type.isEmpty || type.utf8.count > 100 || !type.utf8.allSatisfy(Self.isPrintable) {
            throw Self.invalid(status, "contentType", "It is a media type of at most 100 characters.")
        }
        if let sha256, SHA256Digest(hexadecimal: sha256) == nil || sha256 != sha256.lowercased() {
            throw Self.invalid(status, "sha256", "It is 64 lower-case hexadecimal digits.")
        }
        contentType = contentType ?? filename.flatMap(Self.mediaType)
    }

    private static func isPrintable(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    private static func mediaType(of filename: String) -> String? {
        switch filename.split(separator: ".").last?.lowercased() {
        case "flac": "audio/flac"
        case "wav", "rf64", "bw64", "w64": "audio/wav"
        case "aif", "aiff", "aifc": "audio/aiff"
        case "oga", "ogg": "audio/ogg"
        default: nil
        }
    }

    private static func invalid(_ status: HTTPStatus, _ member: String, _ detail: String) -> Problem {
        Problem(status, detail: detail, pointer: "/" + member)
    }
}
