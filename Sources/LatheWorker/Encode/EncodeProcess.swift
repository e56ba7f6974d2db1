internal import Foundation
internal import Glibc
internal import Synchronization

/// A child process that encodes, seen from its worker: its events, and how it ended.
final class EncodeProcess: Sendable {
    /// In order; ends when the process has ended. One consumer, who says `taken` of each object.
    let events: AsyncThrowingStream<EncodeEvent, any Error>
    /// How it ended; known once the events have ended.
    var end: ChildProcess.End? { state.withLock { $0.end } }
    /// The last that it said on standard error.
    var logTail: String { state.withLock { $0.logTail.text } }

    private let process: ChildProcess
    private let continuation: AsyncThrowingStream<EncodeEvent, any Error>.Continuation
    /// Objects that may lie in the spool before the child is made to wait.
    private static let spoolSize = 256
    // Filled up from zero: a semaphore that is freed below the value that it was made with ends the process.
    private let room = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    private struct State {
        var end: ChildProcess.End?
        var logTail = LogTail()
        var isKilled = false
    }

    /// - Throws: `WorkerError`.
    init(_ order: EncodeOrder, by command: ChildCommand) throws {
        (events, continuation) = AsyncThrowingStream.makeStream()
        for _ in 0..<Self.spoolSize { room.signal() }
        process = try ChildProcess(
            command.executable, command.arguments, environment: command.environment)
        let order = Array(try JSONEncoder().encode(order)) + [UInt8(ascii: "\n")]
        Thread { [self] in collectErrors() }.start()
        Thread { [self] in supervise(order) }.start()
    }

    /// There is room for another object.
    func taken() { room.signal() }

    /// At once; the events end then.
    func kill() {
        state.withLock { $0.isKilled = true }
        process.kill()
        room.signal()
    }

    /// A thread's life: reads until the process has ended.
    private func supervise(_ order: [UInt8]) {
        let failure = Result {
            try process.write(order)
            try readEvents()
        }
        if case .failure = failure { process.kill() }
        let end = Result { try process.wait() }
        state.withLock { $0.end = try? end.get() }
        switch (failure, end) {
        case (.success, .success): continuation.finish()
        case (.failure(let error as WorkerError), .success(let end))
        where error.code == .system && end.status != .exited(0):
            // It died before it had read its order: its end says more than our broken pipe.
            continuation.finish()
        case (.failure(let error), _), (_, .failure(let error)): continuation.finish(throwing: error)
        }
    }

    private func readEvents() throws {
        var lines = LineSplitter(limit: 1 << 20)
        while case let bytes = try process.readOutput(), !bytes.isEmpty {
            for line in try lines.take(bytes) {
                let event = try EncodeEvent(line: line)
                if case .object = event { waitForRoom() }
                continuation.yield(event)
            }
        }
    }

    private func waitForRoom() {
        if !state.withLock({ $0.isKilled }) { room.wait() }
    }

    private func collectErrors() {
        // What cannot be read is not in the log.
        while let bytes = try? process.readErrors(), !bytes.isEmpty {
            state.withLock { $0.logTail.append(bytes) }
        }
    }
}

/// How a child process is started.
public struct ChildCommand: Sendable, Equatable {
    public var executable: String
    public var arguments: [String]
    /// `NAME=value`; nothing else of the worker's environment, and so none of its secrets, is passed on.
    public var environment: [String]

    public init(executable: String, arguments: [String], environment: [String] = []) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }
}

/// Cuts a stream of bytes at its line ends.
struct LineSplitter {
    private let limit: Int
    private var rest: [UInt8] = []

    /// - Parameter limit: bytes of the longest line.
    init(limit: Int) { self.limit = limit }

    /// - Returns: the lines that these bytes complete, without their ends.
    mutating func take(_ bytes: [UInt8]) throws -> [[UInt8]] {
        rest += bytes
        let newline = UInt8(ascii: "\n")
        guard let last = rest.lastIndex(of: newline) else {
            guard rest.count <= limit else {
                throw WorkerError(
                    .protocolBroken, "understand", "a child process", because: "its line has no end")
            }
            return []
        }
        let lines = rest[..<last].split(separator: newline).map(Array.init)
        rest.removeFirst(last + 1)
        return lines
    }
}

/// The last of a text that comes in pieces.
struct LogTail: Sendable {
    private static let limit = 4096
    private var bytes: [UInt8] = []

    mutating func append(_ new: [UInt8]) {
        bytes += new
        if bytes.count > Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
