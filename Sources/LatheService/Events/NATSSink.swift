internal import Foundation
public import LatheCatalog
public import LatheNATS
internal import Synchronization

/// Publishes news to a stream of NATS JetStream: `lathe.track.ready`, under the id of each.
public final class NATSSink: EventSink {
    /// Names its bookmark.
    public let name = "nats"

    private let address: NATSAddress
    private let stream: String
    private let connected = Mutex<JetStream?>(nil)

    /// Connects when there is something to publish, and anew after a failure.
    ///
    /// - Parameters:
    ///   - address: of the server, or of a cluster's.
    ///   - stream: made where it is missing; it takes `lathe.>`.
    public init(_ address: NATSAddress, stream: String = "LATHE") {
        (self.address, self.stream) = (address, stream)
    }

    /// Publishes them in their order, and waits until the stream has each; see `EventSink`.
    public func publish(_ news: [News]) async throws {
        let messages = try news.map { ("lathe." + $0.topic, Array(try EventDocument.text($0).utf8), $0.id) }
        let (results, result) = AsyncStream<Result<Void, any Error>>.makeStream()
        Thread { [self] in
            result.yield(Result { try publish(messages) })
            result.finish()
        }.start()
        for await result in results { return try result.get() }
        // A broker that says nothing must not hold up a service that stops: the thread ends by itself.
        throw CancellationError()
    }

    /// Blocks. The lock orders batches, of which a pump has one at a time.
    private func publish(_ messages: [(subject: String, body: [UInt8], id: String)]) throws {
        try connected.withLock { connected in
            do {
                let stream = try connected ?? JetStream(address, stream: stream, subjects: "lathe.>")
                connected = stream
                for message in messages { try stream.publish(message.body, to: message.subject, id: message.id) }
            } catch {
                connected = nil
                throw error
            }
        }
    }
}
