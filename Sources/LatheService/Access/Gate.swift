internal import LatheAccess
internal import LatheHTTP

/// Lets a request in or not: who it comes from, and whether that one may ask so often.
struct Gate: Sendable {
    let verifier: TokenVerifier
    let limiter: RateLimiter
    let now: @Sendable () -> UnixTime

    /// Wraps a handler that needs to know who calls.
    ///
    /// - Throws: `Problem` with status 401 or 429, before the handler is called.
    func admitting(
        _ rateClass: RateClass, _ handler: @escaping @Sendable (Call) async throws -> Response
    ) -> Router.Handler {
        { request in
            let principal = try principal(of: request)
            let decision = limiter.take(rateClass, keys: keys(principal, request))
            if let decision, !decision.isAllowed { throw Self.tooManyRequests(decision) }
            var response = try await handler(Call(request: request, principal: principal))
            for header in decision?.headers ?? [] { response.headers[header.name] = header.value }
            return response
        }
    }

    /// Whoever fails to say who they are counts against their address: guessing must not be cheap.
    private func principal(of request: Request) throws -> Principal {
        do {
            return try namedPrincipal(of: request)
        } catch {
            let decision = limiter.take(.auth, keys: addressKeys(request))
            if let decision, !decision.isAllowed { throw Self.tooManyRequests(decision) }
            throw error
        }
    }

    private func namedPrincipal(of request: Request) throws -> Principal {
        guard let field = request.headers["Authorization"] else { throw Self.unauthorized("No token is given.", nil) }
        let words = field.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw Self.unauthorized("The Authorization field holds no bearer token.", "invalid_request")
        }
        switch verifier.verify(String(words[1]), at: now()) {
        case .success(let principal): return principal
        case .failure: throw Self.unauthorized("The token is not valid, or not any more.", "invalid_token")
        }
    }

    private func keys(_ principal: Principal, _ request: Request) -> [RateKey] {
        [.subject(principal.subject)] + addressKeys(request)
    }

    private func addressKeys(_ request: Request) -> [RateKey] {
        IPAddress(request.remoteAddress).map { [.address($0)] } ?? []
    }

    /// RFC 6750 §3.
    private static func unauthorized(_ detail: String, _ error: String?) -> Problem {
        let challenge = "Bearer realm=\"lathe\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return Problem(401, detail: detail, headers: ["WWW-Authenticate": challenge])
    }

    private static func tooManyRequests(_ decision: RateDecision) -> Problem {
        var headers: HTTPHeaders = [:]
        for header in decision.headers { headers[header.name] = header.value }
        if let seconds = decision.retryAfter { headers["Retry-After"] = String(seconds) }
        return Problem(429, detail: "Too many requests of this kind.", headers: headers)
    }
}

/// A request of somebody who is known.
struct Call: Sendable {
    let request: Request
    let principal: Principal
}
