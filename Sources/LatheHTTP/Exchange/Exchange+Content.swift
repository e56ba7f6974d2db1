internal import Synchronization

extension Exchange {
    /// So much content is read to its end for the sake of the connection although nobody wants it.
    static let discardLimit = 64 << 10

    func body(_ framing: RequestHead.Framing) -> RequestBody {
        let length: Int? =
            switch framing {
            case .none: 0
            case .length(let length): length
            case .chunked: nil
            }
        guard length != 0 else { return .empty }
        return RequestBody(declaredLength: length) { [self] in try await nextPiece() }
    }

    private func nextPiece() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { reader in
                let delivery = state.withLock { state in
                    let wasFull = state.body.isFull
                    let delivery = state.body.pull(reader)
                    if wasFull { connection.meter { $0.listen(at: .now) } }
                    wake(&state)
                    return delivery
                }
                delivery?.deliver()
                // Cancelled before it waited: there was nobody to wake then.
                if Task.isCancelled { cancelReader() }
            }
        } onCancel: {
            cancelReader()
        }
    }

    private func cancelReader() { state.withLock { $0.body.cancelReader() }?.deliver() }

    func beginContent() -> Bool {
        let response = state.withLock { state in
            state.stage = .content
            return state.response
        }
        connection.set(.receiving(RateMeter(at: .now)))
        return response.map(answerEarly) ?? true
    }

    func takeContent(_ call: AccessCall) -> Bool {
        let count = call.size.pointee
        connection.meter { $0.received(count) }
        let (stage, response) = state.withLock { ($0.stage, $0.response) }
        if stage == .discarding {
            call.size.pointee = 0
            return hasDiscarded(count)
        }
        if let response { return answerEarly(response) }
        return push(call, count)
    }

    private func push(_ call: AccessCall, _ count: Int) -> Bool {
        let (delivery, keeps) = state.withLock { state -> (BodyBuffer.Delivery?, Bool) in
            guard !state.body.isFull else {
                connection.meter { $0.pause(at: .now) }
                return (nil, suspend(&state))
            }
            let delivery = state.body.push(UnsafeRawBufferPointer(start: call.content, count: count))
            call.size.pointee = 0
            return (delivery, true)
        }
        delivery?.deliver()
        return keeps
    }

    func endContent() {
        let delivery = state.withLock { state in
            state.stage = .complete
            return state.body.finish(.complete)
        }
        connection.set(.handling)
        delivery?.deliver()
    }

    /// The handler has answered before all content was there.
    private func answerEarly(_ response: Response) -> Bool {
        if case .length(let length) = state.withLock({ $0.head?.framing }), length <= Self.discardLimit {
            state.withLock { $0.stage = .discarding }
            return true
        }
        switch response.body {
        case .none, .bytes: return refuse(response)
        case .file, .stream:
            state.withLock { $0.stage = .discarding }
            return true
        }
    }

    /// What is thrown away counts against the limit, too.
    private func hasDiscarded(_ count: Int) -> Bool {
        state.withLock { $0.body.discard(count, allowing: Self.discardLimit) }
    }
}
