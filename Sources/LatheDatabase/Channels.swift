internal import Foundation
internal import Synchronization

/// Who in this process waits for which channel.
final class Channels: Sendable {
    private struct State {
        var listeners: [String: [UUID: AsyncStream<Void>.Continuation]] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    func stream(of channel: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = UUID()
        continuation.onTermination = { [weak self] _ in self?.remove(id, from: channel) }
        let isClosed = state.withLock { state in
            if !state.isClosed { state.listeners[channel, default: [:]][id] = continuation }
            return state.isClosed
        }
        if isClosed { continuation.finish() }
        return stream
    }

    func announce(_ channel: String) {
        let listeners = state.withLock { $0.listeners[channel].map { Array($0.values) } ?? [] }
        listeners.forEach { $0.yield() }
    }

    func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            defer { state.listeners = [:] }
            return state.listeners.values.flatMap(\.values)
        }
        listeners.forEach { $0.finish() }
    }

    private func remove(_ id: UUID, from channel: String) {
        state.withLock { state in
            state.listeners[channel]?[id] = nil
            if state.listeners[channel]?.isEmpty == true { state.listeners[channel] = nil }
        }
    }
}
