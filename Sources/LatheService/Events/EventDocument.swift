internal import Foundation
internal import LatheCatalog

/// News as they are told elsewhere: the same bytes each time.
enum EventDocument {
    /// `{"data":{…},"createdAt":"…","id":"…","subject":"…","topic":"track.ready"}`
    static func text(_ news: News) throws -> String {
        struct Head: Encodable { let createdAt, id, subject, topic: String }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let moment = Date(timeIntervalSince1970: Double(news.createdAt) / 1000)
        let head = Head(
            createdAt: moment.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)), id: news.id,
            subject: news.subject, topic: news.topic)
        let text = String(decoding: try encoder.encode(head), as: UTF8.self)
        // The payload is JSON already; an encoder would order and write it anew.
        return "{\"data\":\(news.payload)," + text.dropFirst()
    }
}
