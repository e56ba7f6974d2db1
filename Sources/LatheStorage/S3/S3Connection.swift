internal import Foundation

/// Signs requests and sends them until there is an answer that will not change.
struct S3Connection: Sendable {
    let location: S3Location
    let signer: RequestSigner
    let client: HTTPClient
    var retries: RetryPolicy
    /// What happened on the way to an answer.
    struct Answer: Sendable {
        let reply: HTTPReply
        /// Nil for a success.
        let fault: S3Fault?
        /// Whether an earlier attempt may have been carried out without our hearing of it.
        let isRepeated: Bool
    }

    /// - Parameters:
    ///   - attempt, subject: for errors.
    ///   - makeRequest: called before each attempt.
    /// - Returns: a success, or a fault that sending again would not change.
    /// - Throws: `unavailable` when all attempts failed; `denied` if the server cannot prove who it is.
    func send(
        _ attempt: String, _ subject: String, _ makeRequest: () throws -> S3Request,
        receiver: @escaping @Sendable (HTTPHead) throws -> HTTPClient.Receiver? = { _ in nil }
    ) async throws -> Answer {
        var count = 0
        while true {
            count += 1
            let failure: StorageError
            var requestedPause: Duration?
            do {
                let reply = try await client.send(signed(try makeRequest()), receiver: receiver)
                let fault = S3Fault(reply, at: Date())
                guard let fault, fault.isTransient else {
                    return Answer(reply: reply, fault: fault, isRepeated: count > 1)
                }
                (failure, requestedPause) = (fault.error(attempt, subject), fault.requestedPause)
            } catch let transport as HTTPFailure {
                failure = transport.error(attempt, subject, host: location.host(at: location.endpoint))
                guard transport.isTransient else { throw failure }
            }
            let chance = Double.random(in: 0..<1)
            guard let pause = retries.pause(after: count, chance: chance, requested: requestedPause) else {
                throw failure
            }
            try await Task.sleep(for: pause)
        }
    }

    private func signed(_ request: S3Request) -> HTTPRequest {
        let path = location.path(request.key)
        let host = HTTPField("host", location.host(at: location.endpoint))
        let signature = signer.headers(
            signing: request.method, path: path, query: request.query, headers: request.headers + [host],
            payloadHash: request.payloadHash, at: Date())
        let query = CanonicalRequest(
            method: request.method, path: path, query: request.query, headers: [], payloadHash: ""
        ).query
        return HTTPRequest(
            method: request.method, url: location.url(at: location.endpoint, path: path, query: query),
            headers: request.headers + signature, body: request.body)
    }
}

extension HTTPFailure {
    fileprivate func error(_ attempt: String, _ subject: String, host: String) -> StorageError {
        StorageError(
            isUntrusted ? .denied : .unavailable, attempt, subject, because: "\(host): \(cause)",
            remedy: isUntrusted ? "Let the system trust the server's certificate." : nil)
    }
}
