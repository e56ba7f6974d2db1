internal import CMicroHTTPD
internal import LatheTelemetry
internal import Synchronization

extension Exchange {
    /// Begins to make a streamed body; the reply that it returns pulls it.
    func startStream(length: Int?, _ body: @escaping @Sendable (ResponseWriter) async throws -> Void) -> OpaquePointer?
    {
        let owner = Unmanaged.passRetained(self)
        let size = length.map { UInt64(clamping: $0) } ?? LATHE_MHD_SIZE_UNKNOWN
        guard let reply = MHD_create_response_from_callback(size, 16 << 10, Self.read, owner.toOpaque(), Self.free)
        else {
            owner.release()
            return nil
        }
        let task = Task { [self] in await write(body) }
        state.withLock { $0.tasks.append(task) }
        return reply
    }

    private static let read: MHD_ContentReaderCallback = { context, _, buffer, room in
        guard let context, let buffer else { return LATHE_MHD_END_WITH_ERROR }
        return Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
            .pull(into: UnsafeMutableRawBufferPointer(start: buffer, count: room))
    }

    private static let free: MHD_ContentReaderFreeCallback = { context in
        if let context { Unmanaged<Exchange>.fromOpaque(context).release() }
    }

    private func write(_ body: @Sendable (ResponseWriter) async throws -> Void) async {
        var ending = StreamBuffer.Ending.complete
        do {
            try await body(ResponseWriter { [self] bytes in try await push(bytes) })
        } catch {
            ending = .failed
            if !(error is ClientGone), !(error is CancellationError) {
                core.configuration.accessLog.error(
                    "a stream failed", ["request": .string(id), "error": LogValue(error)])
            }
        }
        let delivery = state.withLock { state in
            let delivery = state.stream.finish(ending)
            // Its client may be one that does not read: the library would wait for it before it hears of the end, and
            // so would a server that is drained.
            if ending == .failed {
                connection.set(.sending(until: .now))
            } else if core.isDraining {
                connection.set(.sending(until: .now + core.configuration.deadlines.linger))
            }
            wake(&state)
            return delivery
        }
        delivery?.deliver()
    }

    private func push(_ bytes: [UInt8]) async throws {
        try Task.checkCancellation()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { writer in
                let delivery = state.withLock { state in
                    let delivery = state.stream.push(bytes, writer)
                    wake(&state)
                    return delivery
                }
                delivery?.deliver()
                // Cancelled before it waited: there was nobody to wake then.
                if Task.isCancelled { cancelWriter() }
            }
        } onCancel: {
            cancelWriter()
        }
    }

    private func cancelWriter() { state.withLock { $0.stream.cancelWriter() }?.deliver() }

    /// Gives the client what there is; on the connection's thread.
    private func pull(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let (result, delivery) = state.withLock { state -> (Int, StreamBuffer.Delivery?) in
            let (pull, delivery) = state.stream.pull(into: buffer)
            switch pull {
            case .bytes(let count):
                connection.set(.sending(until: .now + core.configuration.deadlines.time(for: count)))
                return (count, delivery)
            case .wait:
                connection.set(.handling)
                return (suspend(&state) ? 0 : LATHE_MHD_END_WITH_ERROR, delivery)
            case .end: return (LATHE_MHD_END_OF_STREAM, delivery)
            case .failed: return (LATHE_MHD_END_WITH_ERROR, delivery)
            }
        }
        delivery?.deliver()
        return result
    }
}
