internal import CMicroHTTPD
internal import LatheTelemetry
internal import Synchronization

extension Exchange {
    /// Sends the answer, or waits for it.
    func answer() -> Bool {
        let (response, isWaiting) = state.withLock { state -> (Response?, Bool) in
            if let response = state.response { return (response, true) }
            return (nil, suspend(&state))
        }
        guard let response else { return isWaiting }
        if queue(response) { return true }
        core.configuration.accessLog.error("an answer could not be sent", ["request": .string(id)])
        return queue(Problem(500, detail: "The request is \(id) in the server's log.").response)
    }

    private func queue(_ response: Response) -> Bool {
        guard let reply = Reply(response, for: self) else { return false }
        state.withLock { state in
            state.stage = .answered
            state.status = response.status.code
            state.bytes = reply.byteCount
        }
        connection.set(.sending(until: .now + core.configuration.deadlines.time(for: reply.byteCount)))
        return reply.queue(on: handle)
    }

    /// Is the connection to end with this answer? It is after chunked content: the library takes bare LF in its framing
    /// and tells nobody, and what another reader would take for a request of its own must not become one here.
    var isLastOfConnection: Bool {
        core.isDraining || state.withLock { $0.head?.framing == .chunked }
    }

    /// Does the answer carry content?
    func sendsContent(_ response: Response) -> Bool {
        response.status.allowsContent && state.withLock { $0.head?.method != .head }
    }

    /// Answers at once, whatever the client still sends, and ends the connection: the answer is sent past the library,
    /// what arrives is thrown away, and the connection closed when the client has hung up. To close it at once would
    /// reset it, and the client might never see the answer (RFC 9112 §9.6).
    func refuse(_ response: Response) -> Bool {
        let sent = connection.sendLast(LastWord.bytes(response, id: id, withContent: sendsContent(response)))
        return state.withLock { state in
            state.response = response
            state.stage = .lingering
            state.status = response.status.code
            state.bytes = sent
            connection.set(.lingering(until: .now + core.configuration.deadlines.linger))
            return suspend(&state)
        }
    }
}
