internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheJobs
internal import LatheWorker

/// What one caller hears of, as server-sent events (WHATWG HTML §9.2).
struct EventFeed: Sendable {
    let hub: EventHub
    let catalog: Catalog
    let principal: Principal
    let now: @Sendable () -> UnixTime
    /// How long it may be quiet before a comment says that the connection lives.
    var heartbeat = Duration.seconds(15)

    /// Writes until the client leaves, its token ends or the service stops, which it says: however slow the database is,
    /// but not to a client that does not read.
    ///
    /// Whoever comes back after so long that some of what it has not seen is forgotten is told so first: `reset`; so is
    /// who comes from a future that a restored database does not know. Whoever is slower than what happens reads the
    /// rest from the database, at its own pace.
    ///
    /// - Parameter position: the last that the client has seen; nil for what comes from now on.
    func run(after position: Int64?, _ writer: ResponseWriter) async throws {
        let writer = ResponseWriter { bytes in try await hub.whileOpen { try await writer.write(bytes) } }
        var ownership = Ownership(catalog, principal)
        let end = try await catalog.lastPosition()
        let asked = position ?? end
        var position = min(asked, end)
        try await writer.write(Array("retry: 2000\n\n".utf8))
        if try await !catalog.canResume(after: asked) {
            try await writer.write(Array("id: \(position)\nevent: reset\ndata: {}\n\n".utf8))
        }
        while !hub.isClosed {
            // First listen, then catch up: nothing falls between the two.
            let items = hub.listen(after: try await catalog.lastPosition())
            try await catchUp(&position, &ownership, writer)
            guard try await relay(items, &position, &ownership, writer) else { return }
            try Task.checkCancellation()
        }
        // Not all at once.
        try await writer.write(Array(": the service stops\nretry: \(Int.random(in: 1000...5000))\n\n".utf8))
    }

    /// - Returns: false when the token has ended; true when there is nothing more to hear, or this was too slow for it.
    private func relay(
        _ items: AsyncStream<EventHub.Item>, _ position: inout Int64, _ ownership: inout Ownership,
        _ writer: ResponseWriter
    ) async throws -> Bool {
        var lastWrite = ContinuousClock.now
        for await item in items {
            guard !hub.isClosed else { return true }
            guard now() < principal.expiresAt else { return false }
            var text = ""
            switch item {
            case .news(let news):
                for news in news where news.position > position {
                    if try await ownership.covers(news.tenant) { text += Self.event(news) }
                    position = news.position
                }
            case .progress(let jobs):
                for job in jobs where try await ownership.covers(job.tenant) { text += Self.event(job) ?? "" }
            case .tick: if ContinuousClock.now - lastWrite >= heartbeat { text = ": still here\n\n" }
            }
            guard !text.isEmpty else { continue }
            try await writer.write(Array(text.utf8))
            lastWrite = .now
        }
        return true
    }

    private func catchUp(_ position: inout Int64, _ ownership: inout Ownership, _ writer: ResponseWriter) async throws {
        while !hub.isClosed, case let page = try await catalog.news(after: position), let last = page.last {
            var text = ""
            for news in page where try await ownership.covers(news.tenant) { text += Self.event(news) }
            if !text.isEmpty { try await writer.write(Array(text.utf8)) }
            position = last.position
        }
    }

    /// The id is the position: it orders, and whoever comes back with it misses nothing.
    private static func event(_ news: News) -> String {
        "id: \(news.position)\nevent: \(news.topic)\ndata: \(news.payload.split(whereSeparator: \.isNewline).joined())\n\n"
    }

    /// Without an id: what is said of progress is never said again.
    private static func event(_ job: Job) -> String? {
        guard job.kind == TranscodeOrder.kind, let order = try? TranscodeOrder(json: job.payload) else { return nil }
        let progress = Progress(
            track: order.track, revision: order.revision, job: job.id, fraction: job.progress.fraction,
            stage: job.progress.stage, remainingMilliseconds: job.progress.remaining)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Strings and numbers always encode.
        guard let data = try? encoder.encode(progress) else { return nil }
        return "event: track.progress\ndata: \(String(decoding: data, as: UTF8.self))\n\n"
    }

    private struct Progress: Encodable {
        let track, revision, job: String
        let fraction: Double
        let stage: String?
        let remainingMilliseconds: Int64?
    }
}
