internal import LatheAccess
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    /// Reads, in one snapshot.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await parts.catalog.database.read(body)
    }

    /// Makes a change in one transaction. A `Problem` that the body throws leaves nothing behind.
    func change(_ body: @escaping @Sendable (Connection) throws -> Answer) async throws -> Response {
        try await parts.catalog.database.write(body).response
    }

    /// The same, at most once for each `Idempotency-Key` of the caller: the same request again has the same answer.
    func changeOnce(
        _ call: Call, _ content: [UInt8], _ body: @escaping @Sendable (Connection) throws -> Answer
    ) async throws -> Response {
        try await changeOnce(call, content, after: {}, { connection, _ in try body(connection) })
    }

    /// - Parameter preparation: what takes time, outside of the transaction. It may fail because the request was carried
    ///   out already; then that answer counts.
    func changeOnce<Prepared: Sendable>(
        _ call: Call, _ content: [UInt8], after preparation: () async throws -> Prepared,
        _ body: @escaping @Sendable (Connection, Prepared) throws -> Answer
    ) async throws -> Response {
        let request = try IdempotentRequest(call, content)
        let prepared: Prepared
        do { prepared = try await preparation() } catch {
            guard let request, let earlier = try await outcome(of: request) else { throw error }
            return try response(to: earlier)
        }
        guard let request else { return try await change { try body($0, prepared) } }
        let catalog = parts.catalog
        let outcome = try await catalog.database.write { connection in
            try catalog.once(request, in: connection) { try body($0, prepared).stored }
        }
        return try response(to: outcome)
    }

    private func outcome(of request: IdempotentRequest) async throws -> IdempotentOutcome? {
        try await read { [catalog = parts.catalog] in try catalog.answer(to: request, in: $0) }
    }

    private func response(to outcome: IdempotentOutcome) throws -> Response {
        switch outcome {
        case .answered(let answer): return try Answer(answer).response
        case .replayed(let answer):
            var response = try Answer(answer).response
            response.headers["Idempotent-Replayed"] = "true"
            return response
        case .mismatch:
            throw Problem(422, detail: "This Idempotency-Key was used for another request; choose a new one.")
        }
    }
}

extension IdempotentRequest {
    /// Nil where the sender asked for nothing of the kind.
    /// - Throws: `Problem` with status 400 for a key that is none.
    fileprivate init?(_ call: Call, _ content: [UInt8]) throws {
        guard let key = call.request.headers["Idempotency-Key"] else { return nil }
        guard (1...200).contains(key.utf8.count) else {
            throw Problem.malformed("An Idempotency-Key has 1 to 200 bytes.")
        }
        let target = "\(call.request.method) \(call.request.segments.joined(separator: "/"))\n"
        let conditions = (call.request.headers.list("If-Match") ?? "") + "\n"
        let hashed = Array(target.utf8) + Array(conditions.utf8) + content
        self.init(
            subject: call.principal.subject, key: key,
            hash: hashed.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal)
    }
}
