internal import CMicroHTTPD
internal import Synchronization

/// One request and its answer, between the library's thread, the handler's task and the sweeper.
///
/// The library calls `advance` again and again, always on the connection's own thread; what it waits for meanwhile
/// (content that the handler has no room for, an answer, more of a stream) suspends the connection, and whoever brings
/// that wakes it.
final class Exchange: Sendable {
    let id: String
    let core: ServerCore
    let connection: Connection
    /// As it was received, and its length in the library's buffer.
    let target: String
    let targetLength: Int
    let started = ContinuousClock.now
    let handle: Handle
    let state = Mutex(State())

    /// The library's connection.
    // @unchecked: used in the library's callbacks, on the connection's thread; and by `wake`, with the lock held, while
    // the connection is suspended, when the library neither touches nor frees it.
    struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    enum Stage {
        /// The head has not been looked at.
        case head
        /// The client wants to know whether to send its content.
        case awaitingContinue
        /// Content is arriving.
        case content
        /// Content is arriving that nobody wants; the answer comes after it.
        case discarding
        /// Everything has arrived.
        case complete
        /// The answer is on its way.
        case answered
        /// Refused by a last word; the client is to hang up.
        case lingering
        case ended
    }

    struct State {
        var stage = Stage.head
        /// True exactly while the library's connection is suspended.
        var isSuspended = false
        var isGone = false
        var head: RequestHead?
        /// Whom the request is from, once its head was read.
        var client: String?
        var route: String?
        /// Where no route wants content, as much as is read to its end.
        var body = BodyBuffer(limit: Exchange.discardLimit)
        var response: Response?
        var stream = StreamBuffer()
        var tasks: [Task<Void, Never>] = []
        var status = 0
        var bytes = 0
    }

    init(core: ServerCore, connection: Connection, handle: Handle, target: String, targetLength: Int) {
        id = core.makeRequestID()
        self.core = core
        self.connection = connection
        self.handle = handle
        self.target = target
        self.targetLength = targetLength
    }

    /// Takes the next step, on the connection's thread.
    ///
    /// - Returns: false to have the connection closed.
    func advance(_ call: AccessCall) -> Bool {
        let (stage, isGone) = state.withLock { ($0.stage, $0.isGone) }
        guard !isGone, !core.isStopping else { return false }
        switch stage {
        case .head: return begin(call)
        case .awaitingContinue: return awaitContinue()
        case .content, .discarding:
            if call.size.pointee > 0 { return takeContent(call) }
            endContent()
            return answer()
        case .complete: return answer()
        case .answered, .lingering, .ended: return false
        }
    }

    /// Suspends the connection. Called on its thread with the lock held, so that whoever wakes it finds it suspended.
    ///
    /// - Returns: false if the server stops, which no suspended connection may survive.
    func suspend(_ state: inout State) -> Bool {
        guard !core.isStopping else { return false }
        MHD_suspend_connection(handle.pointer)
        state.isSuspended = true
        return true
    }

    /// Resumes the connection if it is suspended and can go on now. Called with the lock held: once the flag is down
    /// the server may stop, and it must not do so before the library knows that the connection is resumed.
    func wake(_ state: inout State) {
        guard state.isSuspended, canProceed(state) else { return }
        state.isSuspended = false
        MHD_resume_connection(handle.pointer)
    }

    private func canProceed(_ state: State) -> Bool {
        if state.isGone || core.isStopping { return true }
        return switch state.stage {
        case .awaitingContinue: state.response != nil || state.body.isWanted
        case .content: state.response != nil || !state.body.isFull
        case .complete: state.response != nil
        case .answered: state.stream.isReady
        case .head, .discarding, .lingering, .ended: false
        }
    }

    /// The client hung up or broke a deadline; from the sweeper.
    func clientIsGone() { abandon { $0.isGone = true } }

    /// The server stops: nothing may stay suspended.
    func release() { abandon { _ in } }

    private func abandon(_ change: (inout State) -> Void) {
        let (read, written, tasks) = state.withLock { state in
            change(&state)
            let read = state.body.finish(.failed(ClientGone()))
            let written = state.stream.finish(.failed)
            wake(&state)
            return (read, written, state.tasks)
        }
        read?.deliver()
        written?.deliver()
        tasks.forEach { $0.cancel() }
    }

    /// The library is done with the request; on the connection's thread.
    func completed(_ isComplete: Bool) {
        let (final, wasRefused) = state.withLock { state in
            defer { state.stage = .ended }
            return (state, state.stage == .lingering)
        }
        abandon { $0.isGone = true }
        connection.endExchange()
        guard core.wantsRecords else { return }
        core.report(
            AccessRecord(
                id: id, method: final.head?.method.rawValue ?? "-", route: final.route,
                target: core.configuration.redact(target), status: final.status,
                bytes: final.bytes + final.stream.sent, duration: ContinuousClock.now - started,
                remoteAddress: final.client ?? connection.address.description, isComplete: isComplete || wasRefused))
    }
}

/// What the library calls with.
struct AccessCall {
    let method: UnsafePointer<CChar>
    let target: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>
    let content: UnsafePointer<CChar>?
    /// In: bytes of content. Out: how many of them were left.
    let size: UnsafeMutablePointer<Int>
}
