internal import CMicroHTTPD
internal import Foundation

/// The library's server: owns it, and lends the callbacks what they share.
// @unchecked: the pointer is used by `quiesce`, `stop` and `deinit` only, which `HTTPServer` calls one after the other.
final class Daemon: @unchecked Sendable {
    private var pointer: OpaquePointer?
    private var listener: Int32
    private let core: ServerCore
    private let context: Unmanaged<ServerCore>

    init(_ core: ServerCore, socket: consuming ListeningSocket) throws {
        let configuration = core.configuration
        var callbacks = lathe_mhd_callbacks(
            accept: Self.accept, access: Self.access, target: Self.target, unescape: Self.unescape,
            completed: Self.completed, connection: Self.connection)
        context = Unmanaged.passRetained(core)
        self.core = core
        let port = socket.port
        listener = socket.release()
        pointer = lathe_mhd_start(
            listener, UInt32(clamping: max(1, configuration.threads)), configuration.connectionMemory,
            // Ours counts exactly; the library divides its own by the threads.
            UInt32(clamping: configuration.connectionLimit) &* UInt32(clamping: max(1, configuration.threads)),
            &callbacks, context.toOpaque())
        guard pointer != nil else {
            let cause = String(cString: strerror(errno))
            close(listener)
            context.release()
            throw HTTPError(.notStarted, "start the server on port", "\(port)", because: cause)
        }
    }

    deinit {
        stop()
        context.release()
    }

    /// Takes no more connections: who tries is refused.
    func quiesce() {
        guard let pointer, MHD_quiesce_daemon(pointer) >= 0 else { return }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// Closes all connections and waits for the threads; none may be suspended.
    func stop() {
        guard let stopped = pointer else { return }
        pointer = nil
        // Once it was told to take no more connections the library leaves the socket to us.
        let isOurs = MHD_quiesce_daemon(stopped) >= 0
        MHD_stop_daemon(stopped)
        if isOurs { close(listener) }
    }

    // The callbacks run on the library's threads.

    private static func core(_ context: UnsafeMutableRawPointer?) -> ServerCore? {
        context.map { Unmanaged<ServerCore>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func connection(_ pointer: OpaquePointer) -> Connection? {
        lathe_mhd_socket_context(pointer).map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let accept: MHD_AcceptPolicyCallback = { context, address, _ in
        guard let core = core(context), !core.isDraining, core.connections.admits(RemoteAddress(address)) else {
            return .NO
        }
        return .YES
    }

    private static let connection: MHD_NotifyConnectionCallback = { context, pointer, socketContext, event in
        guard let core = core(context), let pointer, let socketContext else { return }
        if event == .CONNECTION_NOTIFY_STARTED {
            let connection = Connection(
                descriptor: lathe_mhd_socket(pointer), address: RemoteAddress(lathe_mhd_address(pointer)))
            core.connections.add(connection)
            socketContext.pointee = Unmanaged.passRetained(connection).toOpaque()
        } else if let opaque = socketContext.pointee {
            let connection = Unmanaged<Connection>.fromOpaque(opaque).takeRetainedValue()
            socketContext.pointee = nil
            connection.closed()
            core.connections.remove(connection)
        }
    }

    /// Called when the request's line is there, before anything is decoded in place.
    private static let target:
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? = {
            context, target, pointer in
            guard let core = core(context), let pointer, let connection = connection(pointer) else { return nil }
            let exchange = Exchange(
                core: core, connection: connection, handle: Exchange.Handle(pointer: pointer),
                target: target.map { String(cString: $0) } ?? "", targetLength: target.map(strlen) ?? 0)
            connection.begin(exchange)
            return Unmanaged.passRetained(exchange).toOpaque()
        }

    /// Decodes nothing: targets are decoded once, and by us.
    private static let unescape:
        @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int = {
            _, _, text in text.map { strlen($0) } ?? 0
        }

    private static let access: MHD_AccessHandlerCallback = {
        _, _, target, method, version, content, size, request in
        guard let opaque = request?.pointee, let target, let method, let version, let size else { return .NO }
        let call = AccessCall(method: method, target: target, version: version, content: content, size: size)
        return Unmanaged<Exchange>.fromOpaque(opaque).takeUnretainedValue().advance(call) ? .YES : .NO
    }

    private static let completed: MHD_RequestCompletedCallback = { _, _, request, code in
        guard let opaque = request?.pointee else { return }
        request?.pointee = nil
        Unmanaged<Exchange>.fromOpaque(opaque).takeRetainedValue()
            .completed(code == .REQUEST_TERMINATED_COMPLETED_OK)
    }
}
