internal import CPostgreSQL
internal import Foundation

/// One connection to a PostgreSQL server, in pipeline mode: any number of statements make one round trip.
final class PostgreSQLHandle {
    private let pointer: OpaquePointer
    private let address: PostgreSQLAddress
    private(set) var isLost = false

    /// - Throws: `DatabaseError` with code `unavailable`, or `denied` where the server answered and refused.
    init(_ address: PostgreSQLAddress, until deadline: ContinuousClock.Instant) throws {
        self.address = address
        guard let pointer = Self.start(address.connectionOptions) else {
            throw DatabaseError(.failed, "connect to", "\(address)", because: "there is no memory left")
        }
        self.pointer = pointer
        // For the server's code, which libpq has no call for.
        PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
        _ = PQsetNoticeProcessor(pointer, { _, _ in }, nil)
        try connect(until: deadline)
        PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
        guard PQsetnonblocking(pointer, 1) == 0, PQenterPipelineMode(pointer) == 1 else { throw lost("connect to") }
    }

    deinit { PQfinish(pointer) }

    private static func start(_ options: [String: String]) -> OpaquePointer? {
        let keywords = options.keys.sorted()
        let keys = keywords.map { strdup($0) }
        let values = keywords.map { strdup(options[$0] ?? "") }
        defer { (keys + values).forEach { free($0) } }
        return PQconnectStartParams(
            keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
    }

    private func connect(until deadline: ContinuousClock.Instant) throws {
        var direction = PGRES_POLLING_WRITING
        while PQstatus(pointer) != CONNECTION_BAD, direction != PGRES_POLLING_FAILED {
            if direction == PGRES_POLLING_OK { return }
            let events = direction == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard try wait(for: events, until: deadline) != 0 else {
                throw DatabaseError(.unavailable, "connect to", "\(address)", because: "the server does not answer")
            }
            direction = PQconnectPoll(pointer)
        }
        throw refusal()
    }

    /// `connection to server at … failed: FATAL:  28P01: password authentication failed`
    private func refusal() -> DatabaseError {
        let message = self.message
        let state = message.firstMatch(of: #/: {2}([0-9A-Z]{5}): /#)?.1
        let code = state.map { PostgreSQLFailure.code(of: String($0)) } ?? .unavailable
        return DatabaseError(code, "connect to", "\(address)", because: message)
    }

    /// True when something between here and the server shares its connections: it gives out process numbers of its own.
    func isPooled(until deadline: ContinuousClock.Instant) throws -> Bool {
        let answer = try run(
            [PostgreSQLCommand("SELECT CAST(pg_backend_pid() AS bigint) AS pid")], within: deadline - .now)
        let pid: Int? = try answer.first?.rows.first?["pid"]
        return pid != Int(PQbackendPID(pointer))
    }

    /// Runs the commands in order, in one round trip; those after one that fails are skipped by the server.
    ///
    /// - Throws: the first error. The connection stays of use unless `isLost`.
    func run(_ commands: [PostgreSQLCommand], within time: Duration) throws -> [Answer] {
        let deadline = ContinuousClock.now + time
        try commands.forEach { try $0.checkSize() }
        for command in commands {
            guard command.send(on: pointer) else { throw lost("send a statement to") }
        }
        guard PQpipelineSync(pointer) == 1 else { throw lost("send a statement to") }
        var answers: [Answer] = []
        var failure: (any Error)?
        for command in commands {
            do {
                while let result = try nextResult(until: deadline) {
                    if failure == nil { answers.append(try answer(result, to: command)) }
                }
            } catch {
                failure = failure ?? error
                if isLost { throw error }
                while try nextResult(until: deadline) != nil {}
            }
        }
        // The mark of the pipeline's end.
        _ = try nextResult(until: deadline)
        if let failure { throw failure }
        return answers
    }

    private func answer(_ result: PostgreSQLResult, to command: PostgreSQLCommand) throws -> Answer {
        guard let failure = result.failure else { return try result.answer() }
        if PQstatus(pointer) == CONNECTION_BAD { isLost = true }
        throw failure.error(command.text, scrubbedBy: address)
    }

    private func nextResult(until deadline: ContinuousClock.Instant) throws -> PostgreSQLResult? {
        while true {
            let unsent = PQflush(pointer)
            guard unsent >= 0 else { throw lost("send a statement to") }
            if unsent == 0, PQisBusy(pointer) == 0 { return PQgetResult(pointer).map(PostgreSQLResult.init) }
            let events = try wait(for: unsent > 0 ? POLLIN | POLLOUT : POLLIN, until: deadline)
            guard events != 0 else {
                isLost = true
                throw DatabaseError(.timeout, "run a statement on", "\(address)", because: "the server does not answer")
            }
            if events & ~POLLOUT != 0, PQconsumeInput(pointer) == 0 { throw lost("read an answer from") }
        }
    }

    /// What happened on the socket; 0 when it was too late.
    private func wait(for events: Int32, until deadline: ContinuousClock.Instant) throws -> Int32 {
        while true {
            var descriptor = pollfd(fd: PQsocket(pointer), events: Int16(events), revents: 0)
            let rest = deadline - .now
            let count = poll(&descriptor, 1, rest > .zero ? rest.milliseconds : 0)
            if count > 0 { return Int32(descriptor.revents) }
            if count == 0 { return 0 }
            guard errno == EINTR else { throw lost("wait for") }
        }
    }

    /// The channels that were notified, once there is one or the bell rings.
    func notifications(orUntil bell: Bell) throws -> [String] {
        var descriptors = [
            pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&descriptors, nfds_t(descriptors.count), -1) >= 0 || errno == EINTR else { throw lost("wait for") }
        bell.reset()
        guard PQconsumeInput(pointer) == 1 else { throw lost("listen to") }
        var channels: [String] = []
        while let notice = PQnotifies(pointer) {
            channels.append(String(cString: notice.pointee.relname))
            PQfreemem(notice)
        }
        return channels
    }

    private func lost(_ attempt: String) -> DatabaseError {
        isLost = true
        return DatabaseError(.unavailable, attempt, "\(address)", because: message)
    }

    private var message: String {
        let text = address.scrubbed(String(cString: PQerrorMessage(pointer)))
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("LOCATION:") }
        return lines.isEmpty
            ? "the connection was lost" : lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }
}
