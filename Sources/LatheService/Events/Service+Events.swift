internal import LatheAccess
internal import LatheHTTP

extension Service {
    /// News, and what was listened to.
    func addEvents(to router: inout Router) {
        let (catalog, now, quota, hub) = (parts.catalog, parts.now, ConnectionQuota(), hub)
        router.register(
            .get, Self.apiPrefix + "/events",
            handler: gate.admitting(.read) { call in
                try call.authorize(.watchEvents)
                let position = try Self.lastEvent(call.request)
                guard !hub.isClosed else {
                    throw Problem(503, detail: "The service stops.", headers: ["Retry-After": "2"])
                }
                guard let place = quota.place(for: call.principal.subject) else {
                    throw Problem(
                        429, detail: "Too many connections wait for events.", headers: ["Retry-After": "10"])
                }
                let feed = EventFeed(hub: hub, catalog: catalog, principal: call.principal, now: now)
                return Response(
                    200,
                    headers: [
                        "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store",
                        // nginx would collect them.
                        "X-Accel-Buffering": "no",
                    ],
                    body: .stream { writer in
                        try await feed.run(after: position, writer)
                        withExtendedLifetime(place) {}
                    })
            })
        router.register(
            .post, Self.apiPrefix + "/plays",
            handler: gate.admitting(.write) { call in
                try await Plays(RequestFields(call.request, ["plays"])).record(in: catalog)
                return Response(202)
            })
        addWebhooks(to: &router)
    }

    /// - Throws: `Problem` with status 400 for what was never an id of ours.
    private static func lastEvent(_ request: Request) throws(Problem) -> Int64? {
        guard let text = request.headers["Last-Event-ID"] else { return nil }
        guard let position = Int64(text), position >= 0, String(position) == text else {
            throw Problem(400, detail: "Last-Event-ID is none of ours.")
        }
        return position
    }
}
