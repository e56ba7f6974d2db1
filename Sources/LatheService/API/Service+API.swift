internal import LatheDatabase
internal import LatheHTTP
internal import LatheTelemetry

extension Service {
    /// What is read and written as JSON.
    func addAPI(to router: inout Router) {
        let endpoints =
            artistEndpoints + albumEndpoints + trackEndpoints + userEndpoints + playlistEndpoints + [searchEndpoint]
            + jobEndpoints + uploadEndpoints
        for endpoint in endpoints {
            router.register(
                endpoint.method, Self.apiPrefix + endpoint.path, limits: endpoint.limits,
                handler: gate.admitting(endpoint.rateClass, sayingWhatMayPass(endpoint.handler)))
        }
    }

    /// A database that is away or busy comes back: 503, and when to try again, instead of 500.
    private func sayingWhatMayPass(
        _ handler: @escaping @Sendable (Call) async throws -> Response
    ) -> @Sendable (Call) async throws -> Response {
        { [log = parts.log] call in
            do {
                return try await handler(call)
            } catch let error as DatabaseError where error.code.mayPass {
                log.warning("the database does not answer", ["error": LogValue(error)])
                throw Problem(503, detail: "The database is busy.", headers: ["Retry-After": "2"])
            }
        }
    }
}

extension DatabaseError.Code {
    fileprivate var mayPass: Bool { [.unavailable, .busy, .timeout, .serialization].contains(self) }
}
