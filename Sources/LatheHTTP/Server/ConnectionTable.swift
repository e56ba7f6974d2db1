internal import Foundation
internal import Synchronization

/// All open connections, and the limits of their number.
final class ConnectionTable: Sendable {
    private let limit: Int
    private let limitPerAddress: Int
    private let state = Mutex(State())

    private struct State {
        var connections: [ObjectIdentifier: Connection] = [:]
        var perAddress: [RemoteAddress: Int] = [:]
    }

    init(limit: Int, limitPerAddress: Int) {
        self.limit = limit
        self.limitPerAddress = limitPerAddress
    }

    /// Is there room for one more? A few may come at the same time and pass together.
    func admits(_ address: RemoteAddress) -> Bool {
        state.withLock {
            $0.connections.count < limit && $0.perAddress[address, default: 0] < limitPerAddress
        }
    }

    func add(_ connection: Connection) {
        state.withLock {
            $0.connections[ObjectIdentifier(connection)] = connection
            $0.perAddress[connection.address, default: 0] += 1
        }
    }

    func remove(_ connection: Connection) {
        state.withLock {
            $0.connections[ObjectIdentifier(connection)] = nil
            let left = $0.perAddress[connection.address, default: 1] - 1
            $0.perAddress[connection.address] = left == 0 ? nil : left
        }
    }

    var all: [Connection] { state.withLock { Array($0.connections.values) } }
    var count: Int { state.withLock { $0.connections.count } }
    /// Whether none is in use. The library may hold those a while that were shut, where a client takes nothing.
    var isIdle: Bool { !all.contains(where: \.isInUse) }
}
