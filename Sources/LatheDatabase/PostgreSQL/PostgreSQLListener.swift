internal import Foundation
internal import Synchronization

/// Hears what other processes notify, on a connection and a thread of its own, from the first channel on.
///
/// A pooler would give the connection away together with what it listens to: behind one nothing is heard.
final class PostgreSQLListener: Sendable {
    private struct State {
        var channels: Set<String> = []
        var isRunning = false
        var isClosed = false
    }

    private let address: PostgreSQLAddress
    private let options: DatabaseOptions
    private let announce: @Sendable (String) -> Void
    private let state = Mutex(State())
    private let bell: Bell

    init(
        _ address: PostgreSQLAddress, _ options: DatabaseOptions, announce: @escaping @Sendable (String) -> Void
    ) throws {
        self.address = address
        self.options = options
        self.announce = announce
        bell = try Bell()
    }

    func listen(to channel: String) {
        let (isNew, needsThread) = state.withLock { state in
            let isNew = state.channels.insert(channel).inserted
            defer { state.isRunning = true }
            return (isNew, !state.isRunning && !state.isClosed)
        }
        if needsThread {
            let thread = Thread { [self] in work() }
            thread.name = "\(address) (listening)"
            thread.start()
        } else if isNew {
            bell.ring()
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        bell.ring()
    }

    private var isClosed: Bool { state.withLock(\.isClosed) }
    private var channels: Set<String> { state.withLock(\.channels) }

    private func work() {
        while !isClosed {
            do {
                let deadline = ContinuousClock.now + options.acquireTimeout
                let handle = try PostgreSQLHandle(address, until: deadline)
                guard try !handle.isPooled(until: deadline) else { return }
                try hear(handle)
            } catch {
                // A hint may be lost, so nobody is told. When the connection is back, everybody looks.
                bell.wait(for: .seconds(1))
            }
        }
    }

    private func hear(_ handle: PostgreSQLHandle) throws {
        var heard: Set<String> = []
        while !isClosed {
            let new = channels.subtracting(heard)
            if !new.isEmpty {
                let commands = new.map { PostgreSQLCommand("LISTEN \(Self.identifier($0))") }
                _ = try handle.run(commands, within: options.statementTimeout)
                heard.formUnion(new)
                new.forEach(announce)
            }
            Set(try handle.notifications(orUntil: bell)).forEach(announce)
        }
    }

    private static func identifier(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }
}
