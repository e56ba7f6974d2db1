internal import CNATS

/// A stream of a NATS server that keeps what it is given (JetStream). Its calls block.
public final class JetStream: @unchecked Sendable {
    // @unchecked: the library locks its connections and contexts itself; the pointers are written in `init` only.
    private let connection: OpaquePointer
    private let context: OpaquePointer
    /// Milliseconds for which the server may take to answer.
    private static let patience: Int64 = 5000

    /// Connects, and makes the stream where there is none.
    ///
    /// - Parameters:
    ///   - address: its servers are tried in their order.
    ///   - name: of the stream.
    ///   - subjects: that the stream takes: `lathe.>`.
    /// - Throws: `NATSError`.
    public init(_ address: NATSAddress, stream name: String, subjects: String) throws {
        let connection = try Self.connect(to: address)
        var context: OpaquePointer?
        let status = natsConnection_JetStream(&context, connection, nil)
        guard status == NATS_OK, let context else {
            natsConnection_Destroy(connection)
            throw NATSError(status, "use JetStream of", "the NATS server")
        }
        (self.connection, self.context) = (connection, context)
        try makeStream(name, subjects)
    }

    deinit {
        jsCtx_Destroy(context)
        natsConnection_Destroy(connection)
    }

    private static func connect(to address: NATSAddress) throws -> OpaquePointer {
        var failure: any Error = NATSError(NATS_NO_SERVER, "connect to", "the NATS server")
        for server in address.servers {
            do { return try connect(to: server) } catch { failure = error }
        }
        throw failure
    }

    private static func connect(to server: NATSAddress.Server) throws -> OpaquePointer {
        let subject = "the NATS server \(server.shown)"
        var options: OpaquePointer?
        try natsOptions_Create(&options).check("connect to", subject)
        defer { natsOptions_Destroy(options) }
        try natsOptions_SetURL(options, server.url).check("connect to", subject)
        try natsOptions_SetTimeout(options, patience).check("connect to", subject)
        try natsOptions_SetName(options, "lathe").check("connect to", subject)
        // Whoever publishes hears at once that the connection broke, and makes a new one: to any of the servers.
        try natsOptions_SetAllowReconnect(options, false).check("connect to", subject)
        if server.isEncrypted {
            try natsOptions_SetSecure(options, true).check("connect to", subject)
            // The library looks at the certificate's name only where it is told which.
            try natsOptions_SetExpectedHostname(options, server.host).check("connect to", subject)
        }
        var connection: OpaquePointer?
        try natsConnection_Connect(&connection, options).check("connect to", subject)
        guard let connection else { throw NATSError(NATS_ERR, "connect to", subject) }
        return connection
    }

    private func makeStream(_ name: String, _ subjects: String) throws {
        var information: UnsafeMutablePointer<jsStreamInfo>?
        let found = js_GetStreamInfo(&information, context, name, nil, nil)
        jsStreamInfo_Destroy(information)
        if found == NATS_OK { return }
        guard found == NATS_NOT_FOUND else { throw NATSError(found, "look for", "the stream \(name)") }
        try name.withCString { name in
            try subjects.withCString { subject in
                var subjects: [UnsafePointer<CChar>?] = [subject]
                try subjects.withUnsafeMutableBufferPointer { subjects in
                    var settings = jsStreamConfig()
                    try jsStreamConfig_Init(&settings).check("make", "a stream")
                    (settings.Name, settings.Subjects, settings.SubjectsLen) = (name, subjects.baseAddress, 1)
                    try js_AddStream(nil, context, &settings, nil, nil).check("make", "a stream")
                }
            }
        }
    }

    /// Publishes a message, and waits until the stream has it. One that comes again under its id within the stream's
    /// window, two minutes unless it was made otherwise, is kept once.
    ///
    /// - Throws: `NATSError`.
    public func publish(_ bytes: [UInt8], to subject: String, id: String) throws {
        guard let size = Int32(exactly: bytes.count) else {
            throw NATSError(.refused, "publish", subject, because: "it is larger than 2 GiB")
        }
        try id.withCString { id in
            var options = jsPubOptions()
            try jsPubOptions_Init(&options).check("publish", subject)
            (options.MsgId, options.MaxWait) = (id, Self.patience)
            try bytes.withUnsafeBytes { bytes in
                try js_Publish(nil, context, subject, bytes.baseAddress, size, &options, nil).check("publish", subject)
            }
        }
    }
}
