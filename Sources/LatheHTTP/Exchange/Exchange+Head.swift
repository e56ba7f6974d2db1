internal import LatheTelemetry
internal import Synchronization

extension Exchange {
    /// Looks at the head and sets the handler to work.
    func begin(_ call: AccessCall) -> Bool {
        let head: RequestHead
        do {
            head = try readHead(call)
        } catch {
            return refuse((error as? Problem ?? .malformed).response)
        }
        let client = core.configuration.client(connection.address.description, head.headers)
        state.withLock { ($0.head, $0.client) = (head, client) }
        connection.set(.handling)
        choose(head, from: client)
        return proceed(head)
    }

    private func readHead(_ call: AccessCall) throws -> RequestHead {
        let gate = HeaderGate(
            connection: handle.pointer, method: call.method, target: call.target, version: call.version,
            targetLength: targetLength)
        return try HeadRules.head(
            method: String(cString: call.method), target: target, version: String(cString: call.version),
            headers: try gate.headers(limit: core.configuration.headLimit), core.configuration)
    }

    /// Finds the handler and starts it; or the answer that needs none.
    private func choose(_ head: RequestHead, from client: String) {
        let request = Request(
            head.method, head.target, headers: head.headers, remoteAddress: client, id: id, body: body(head.framing))
        switch core.router.route(request) {
        case .answer(let response): deliver(response)
        case .route(let route, let parameters):
            state.withLock { $0.route = route.pattern.description }
            if case .length(let length) = head.framing, length > route.limits.body {
                return deliver(Problem.contentTooLarge(limit: route.limits.body).response)
            }
            state.withLock { $0.body = BodyBuffer(limit: route.limits.body) }
            run { [self] in
                deliver(await core.router.respond(to: request, with: route, parameters))
            }
        }
    }

    /// Runs the work on this thread until it first waits: what lies in memory is answered without a change of threads.
    func run(_ work: @escaping @Sendable () async -> Void) {
        let task = Task.immediate { await work() }
        let isGone = state.withLock { state in
            state.tasks.append(task)
            return state.isGone
        }
        if isGone { task.cancel() }
    }

    /// The answer is there.
    func deliver(_ response: Response) {
        state.withLock { state in
            state.response = response
            wake(&state)
        }
    }

    private func proceed(_ head: RequestHead) -> Bool {
        if head.framing == .none {
            state.withLock { $0.stage = .complete }
            return true
        }
        if head.expectsContinue {
            state.withLock { $0.stage = .awaitingContinue }
            return awaitContinue()
        }
        return beginContent()
    }

    /// Waits until the handler wants the content or answers without it.
    func awaitContinue() -> Bool {
        let decision = state.withLock { state -> Bool? in
            if state.response != nil || state.body.isWanted { return nil }
            return suspend(&state)
        }
        if let decision { return decision }
        // An answer to a head makes the library close the connection: the client may send its content nevertheless.
        if state.withLock({ $0.response != nil }) { return answer() }
        return beginContent()
    }
}
