internal import CCurl
internal import Foundation

/// One request and its reply, on one thread from beginning to end.
final class HTTPTransfer {
    private static let mostHeaderBytes = 64 << 10

    private let request: HTTPRequest
    private let cancellation: Cancellation
    private let makeReceiver: (HTTPHead) throws -> HTTPClient.Receiver?

    private var sent = 0
    private var head = HTTPHead()
    private var headerBytes = 0
    private var receiver: HTTPClient.Receiver?
    private var isReceiving = false
    private var kept: [UInt8] = []
    /// What a callback threw: libcurl only hears that there was something.
    private var stashed: (any Error)?

    init(
        _ request: HTTPRequest, _ cancellation: Cancellation,
        receiver: @escaping (HTTPHead) throws -> HTTPClient.Receiver?
    ) {
        self.request = request
        self.cancellation = cancellation
        makeReceiver = receiver
    }

    func perform(on handle: CurlHandle, _ limits: HTTPClient.Limits) throws -> HTTPReply {
        let settings = try CurlSettings(handle, limits)
        try settings.apply(request)
        try settings.connect(to: self)
        let code = settings.perform()
        if let stashed { throw stashed }
        guard code == CURLE_OK else { throw HTTPFailure(code, detail: settings.complaint) }
        try beginReceiving()
        return HTTPReply(head: head, body: kept)
    }

    private func beginReceiving() throws {
        guard !isReceiving else { return }
        isReceiving = true
        receiver = try makeReceiver(head)
    }
}

// MARK: - What libcurl calls

extension HTTPTransfer {
    /// - Returns: how many bytes follow; `CURL_READFUNC_ABORT` after an error.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        stash(orReturn: Int(CURL_READFUNC_ABORT)) {
            guard let body = request.body else { return 0 }
            let count = try body.read(sent, buffer)
            if count == 0, sent < body.size { throw Self.shrunk(request.url) }
            sent += count
            return count
        }
    }

    /// A connection that was kept too long broke: libcurl sends the body again on another.
    func rewind(to offset: Int) -> Int32 {
        sent = offset
        return CURL_SEEKFUNC_OK
    }

    /// - Returns: whether to go on.
    func take(header line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.mostHeaderBytes else { return false }
        head.take(String(decoding: line, as: UTF8.self))
        return true
    }

    /// - Returns: whether to go on.
    func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        stash(orReturn: false) {
            try cancellation.check()
            try beginReceiving()
            if let receiver {
                try receiver(bytes)
            } else {
                guard kept.count + bytes.count <= HTTPClient.mostBytes else { return false }
                kept.append(contentsOf: bytes)
            }
            return true
        }
    }

    /// - Returns: whether to go on; asked about once a second, too.
    func goesOn() -> Bool {
        stash(orReturn: false) {
            try cancellation.check()
            return true
        }
    }

    private func stash<Value>(orReturn sentinel: Value, _ body: () throws -> Value) -> Value {
        do {
            return try body()
        } catch {
            if stashed == nil { stashed = error }
            return sentinel
        }
    }

    private static func shrunk(_ url: String) -> StorageError {
        StorageError(.corrupt, "put", url, because: "the file became shorter meanwhile")
    }
}
