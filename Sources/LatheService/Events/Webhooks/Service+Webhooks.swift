internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    /// How many webhooks someone may have.
    private static let webhookLimit = 20

    /// Who is told of news elsewhere.
    func addWebhooks(to router: inout Router) {
        let (catalog, path) = (parts.catalog, Self.apiPrefix + "/webhooks")
        let allowsPrivate = parts.settings.allowsPrivateWebhooks
        router.register(
            .get, path,
            handler: gate.admitting(.read) { call in
                let actor = try Self.webhookOwner(call)
                let webhooks = try await catalog.database.read { try catalog.webhooks(of: actor.subject, in: $0) }
                return .json(try WebhookDocument.page(webhooks))
            })
        router.register(
            .post, path,
            handler: gate.admitting(.write) { call in
                let actor = try Self.webhookOwner(call)
                let wish = try await WebhookWish(call.request, allowsPrivate: allowsPrivate)
                let secret = "whsec_" + Base64URL.text(SecureRandom.bytes(32))
                let webhook = try await catalog.database.write { connection in
                    try catalog.addWebhook(
                        wish.url, topics: wish.topics, secret: secret, limit: Self.webhookLimit, by: actor,
                        in: connection)
                }
                guard let webhook else {
                    throw Problem(409, detail: "There are \(Self.webhookLimit) webhooks already.")
                }
                var response = Response.json(try WebhookDocument(webhook, withSecret: true).json, 201)
                response.headers["Location"] = "\(path)/\(webhook.id)"
                response.headers["Cache-Control"] = "no-store"
                return response
            })
        router.register(
            .delete, path + "/:id",
            handler: gate.admitting(.write) { call in
                let (actor, id) = (try Self.webhookOwner(call), call.request.parameters["id"] ?? "")
                guard try await catalog.database.write({ try catalog.deleteWebhook(id, by: actor, in: $0) }) else {
                    throw Problem(404)
                }
                return .json(try JSONEncoder().encode(["id": id]).map { $0 })
            })
    }

    private static func webhookOwner(_ call: Call) throws -> Actor {
        try call.authorize(.manageWebhooks)
        return call.actor
    }
}

/// What a new webhook is to be.
private struct WebhookWish {
    let url: String
    let topics: [String]

    init(_ request: Request, allowsPrivate: Bool) async throws {
        let fields = try await RequestFields(request, ["url", "topics"])
        url = try fields.text("url", length: 1...2048)
        guard WebhookTarget(url, allowsPrivate: allowsPrivate) != nil else {
            throw Problem.invalid("/url", "It is no https URL of a public host.")
        }
        topics = fields.has("topics") ? try fields.texts("topics", count: 0...16, where: Self.isTopic) : []
    }

    private static func isTopic(_ text: String) -> Bool { NewsTopic(rawValue: text) != nil }
}

/// A webhook as it is told.
private struct WebhookDocument: Encodable {
    let id, createdAt, updatedAt, url: String
    let topics: [String]
    let secret: String?

    init(_ webhook: Webhook, withSecret: Bool = false) {
        func moment(_ milliseconds: Int64) -> String {
            Date(timeIntervalSince1970: Double(milliseconds) / 1000)
                .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
        (id, url, topics) = (webhook.id, webhook.url, webhook.topics)
        (createdAt, updatedAt) = (moment(webhook.createdAt), moment(webhook.updatedAt))
        secret = withSecret ? webhook.secret : nil
    }

    var json: [UInt8] { get throws { Array(try Self.encoder.encode(self)) } }

    /// All of them: nobody has more than fit on a page.
    static func page(_ webhooks: [Webhook]) throws -> [UInt8] {
        struct Page: Encodable { let items: [WebhookDocument] }
        return Array(try encoder.encode(Page(items: webhooks.map { WebhookDocument($0) })))
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
