internal import LatheAccess
internal import LatheHTTP
internal import LatheStorage

/// Serves signed paths: `/s/{token}/{trackID}/{revision}/{file…}`.
///
/// The token is verified before anything else is looked at. What is there is decided by the store, so a file that
/// appears while it is asked for is either there or not, and a miss is kept by nobody.
struct Origin: Sendable {
    let verifier: DeliveryVerifier
    let limiter: RateLimiter
    let now: @Sendable () -> UnixTime
    let files: any DeliveredFiles

    func respond(to request: Request) async throws -> Response {
        do {
            let grant = try grant(for: request)
            try admit(grant, request)
            guard let response = try await files.response(to: request, for: grant, at: now()) else {
                throw Problem(404)
            }
            return response.readableByPlayers
        } catch let problem as Problem {
            // Players on other sites are to see the status, too: 410 tells them to ask for a new URL.
            return problem.response.readableByPlayers
        }
    }

    private func grant(for request: Request) throws(Problem) -> DeliveryGrant {
        let raw = request.target.raw
        let path = raw[..<(raw.utf8.firstIndex(of: UInt8(ascii: "?")) ?? raw.endIndex)]
        switch verifier.verify(rawPath: String(path), method: request.method.rawValue, at: now()) {
        case .success(let grant): return grant
        case .failure(let refusal): throw Problem(refusal)
        }
    }

    private func admit(_ grant: DeliveryGrant, _ request: Request) throws(Problem) {
        let address = IPAddress(request.remoteAddress).map { RateKey.address($0) }
        let decision = limiter.take(.stream, keys: [.subject("s:" + grant.subject)] + (address.map { [$0] } ?? []))
        guard let decision, !decision.isAllowed else { return }
        let retry: HTTPHeaders = decision.retryAfter.map { ["Retry-After": "\($0)"] } ?? [:]
        throw Problem(429, detail: "Too many requests of this kind.", headers: retry)
    }
}

/// Where the files behind signed paths are.
protocol DeliveredFiles: Sendable {
    /// The answer to GET or HEAD of a file; nil if there is none.
    func response(to request: Request, for grant: DeliveryGrant, at now: UnixTime) async throws -> Response?
}

extension DeliveryGrant {
    /// The object that it opens; nil for a name that none can have.
    var key: ObjectKey? { try? ObjectKey("tracks/" + path) }  // Too long, at most: names are checked already.
}

extension Problem {
    fileprivate init(_ refusal: DeliveryRefusal) {
        switch refusal {
        case .path: self.init(404)
        case .method: self.init(405, headers: ["Allow": "GET, HEAD, OPTIONS"])
        case .malformed, .unknownKey, .retiredKey, .signature, .notYetValid:
            self.init(403, detail: "The URL is not signed by this service.")
        case .expired: self.init(410, detail: "The URL is no longer valid. Ask for the stream again.")
        }
    }
}
