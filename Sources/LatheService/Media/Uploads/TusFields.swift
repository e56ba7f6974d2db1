internal import Foundation
internal import LatheHTTP

/// The header fields of resumable uploads: tus 1.0.0 with the extensions creation, checksum, termination, expiration.
enum TusFields {
    static let version = "1.0.0"
    static let extensions = "creation,checksum,termination,expiration"
    static let contentType = "application/offset+octet-stream"

    /// - Throws: `Problem` with status 412 for a client of another version.
    static func checkVersion(_ headers: HTTPHeaders) throws(Problem) {
        guard headers["Tus-Resumable"] == version else {
            throw Problem(
                412, detail: "Tus-Resumable must be \(version).",
                headers: ["Tus-Version": version, "Tus-Resumable": version])
        }
    }

    /// - Throws: `Problem` with status 400.
    static func offset(_ headers: HTTPHeaders) throws(Problem) -> Int {
        guard let offset = try number("Upload-Offset", headers) else {
            throw Problem(400, detail: "Upload-Offset is missing.")
        }
        return offset
    }

    /// Nil where it is to be said later.
    static func length(_ headers: HTTPHeaders) throws(Problem) -> Int? { try number("Upload-Length", headers) }

    private static func number(_ name: String, _ headers: HTTPHeaders) throws(Problem) -> Int? {
        guard let text = headers[name] else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
            throw Problem(400, detail: "\(name) is no whole number.")
        }
        return number
    }

    /// `Upload-Metadata`: pairs of a key and a value in Base64; values that are no UTF-8 are refused.
    static func metadata(_ headers: HTTPHeaders) throws(Problem) -> [String: String] {
        var metadata: [String: String] = [:]
        for pair in (headers["Upload-Metadata"] ?? "").split(separator: ",") {
            let parts = pair.split(separator: " ")
            guard let key = parts.first, parts.count <= 2,
                let value = Data(base64Encoded: parts.count > 1 ? String(parts[1]) : ""),
                let text = String(validating: value, as: UTF8.self)
            else { throw Problem(400, detail: "Upload-Metadata cannot be read.") }
            metadata[String(key)] = text
        }
        return metadata
    }
}
