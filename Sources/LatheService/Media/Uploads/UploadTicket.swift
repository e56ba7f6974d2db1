internal import Foundation
internal import LatheCatalog

/// A place to upload to, as it is told to who asked for it.
struct UploadTicket: Encodable, Sendable {
    /// How bytes are sent there.
    enum Transport: String, Encodable { case tus, s3 }

    let uploadUrl: String
    let method = "PUT"
    /// To be sent as they are.
    let headers: [String: String]
    /// What a track is made of once it is there.
    let trackUrl: String
    let uploadId: String
    let expiresAt: String
    let maxBytes: Int
    let `protocol`: Transport
    /// How to send it in parts instead, which can go on after a cut; nil where it has no parts.
    let multipart: Multipart?

    struct Multipart: Encodable, Sendable {
        let partBytes, partCount: Int
        /// `POST {url}/parts` signs parts, `GET {url}/parts` tells what came, `POST {url}/complete` ends it.
        let url: String
    }

    init(
        _ upload: Upload, url: String, headers: [String: String], trackURL: String, largest: Int,
        _ transport: Transport, multipart: Multipart? = nil
    ) {
        (uploadUrl, self.headers, trackUrl, uploadId) = (url, headers, trackURL, upload.id)
        expiresAt = Date(timeIntervalSince1970: Double(upload.expiresAt / 1000)).ISO8601Format()
        maxBytes = upload.declaredBytes ?? largest
        self.protocol = transport
        self.multipart = multipart
    }

    var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self))
        }
    }
}
