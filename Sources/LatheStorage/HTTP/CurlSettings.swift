internal import CCurl
internal import Foundation

/// What a handle is told for one transfer; it holds what libcurl only borrows until that is over.
final class CurlSettings {
    private static let bufferSize = 256 << 10

    private let handle: CurlHandle
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var addresses: UnsafeMutablePointer<curl_slist>?
    private let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(_ handle: CurlHandle, _ limits: HTTPClient.Limits) throws {
        self.handle = handle
        errorText.initialize(repeating: 0)
        // Keeps the connections.
        curl_easy_reset(handle.pointer)
        try lathe_curl_set_pointer(handle.pointer, CURLOPT_ERRORBUFFER, errorText.baseAddress).check()
        // Resolving must not raise SIGALRM on some thread.
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        // A signature holds for one host and path.
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        try set(CURLOPT_CONNECTTIMEOUT, limits.connectSeconds)
        try set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try set(CURLOPT_LOW_SPEED_TIME, limits.stallSeconds)
        if let seconds = limits.totalSeconds { try set(CURLOPT_TIMEOUT, seconds) }
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_BUFFERSIZE, Self.bufferSize)
        try set(CURLOPT_UPLOAD_BUFFERSIZE, Self.bufferSize)
        try set(CURLOPT_USERAGENT, "lathe")
    }

    deinit {
        curl_slist_free_all(headers)
        curl_slist_free_all(addresses)
        // Nothing may point here once this is gone.
        curl_easy_reset(handle.pointer)
        errorText.deallocate()
    }

    func apply(_ request: HTTPRequest) throws {
        try set(CURLOPT_URL, request.url)
        if let address = request.pinnedAddress { try pin(address) }
        for header in request.headers { try append("\(header.name): \(header.value)") }
        if let body = request.body {
            try set(CURLOPT_UPLOAD, 1)
            try lathe_curl_set_size(handle.pointer, CURLOPT_INFILESIZE_LARGE, curl_off_t(body.size)).check()
        } else if request.method == "HEAD" {
            try set(CURLOPT_NOBODY, 1)
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method)
        try lathe_curl_set_list(handle.pointer, CURLOPT_HTTPHEADER, headers).check()
    }

    /// Lets libcurl call a transfer, which must outlive `perform`.
    func connect(to transfer: HTTPTransfer) throws {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        for option in [CURLOPT_READDATA, CURLOPT_SEEKDATA, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_XFERINFODATA]
        {
            try lathe_curl_set_pointer(handle.pointer, option, context).check()
        }
        try lathe_curl_set_transfer(handle.pointer, CURLOPT_READFUNCTION) { data, size, count, context in
            HTTPTransfer.of(context).fill(UnsafeMutableRawBufferPointer(start: data, count: size * count))
        }.check()
        try lathe_curl_set_transfer(handle.pointer, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            let line = UnsafeRawBufferPointer(start: data, count: size * count)
            return HTTPTransfer.of(context).take(header: line) ? line.count : 0
        }.check()
        try lathe_curl_set_transfer(handle.pointer, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
            return HTTPTransfer.of(context).take(body: bytes) ? bytes.count : -1
        }.check()
        try lathe_curl_set_seek(handle.pointer) { context, offset, origin in
            guard origin == SEEK_SET, offset >= 0 else { return CURL_SEEKFUNC_CANTSEEK }
            return HTTPTransfer.of(context).rewind(to: Int(offset))
        }.check()
        try set(CURLOPT_NOPROGRESS, 0)
        try lathe_curl_set_progress(handle.pointer) { context, _, _, _, _ in
            HTTPTransfer.of(context).goesOn() ? 0 : 1
        }.check()
    }

    func perform() -> CURLcode { curl_easy_perform(handle.pointer) }

    /// What libcurl says about a failure.
    var complaint: String { errorText.baseAddress.map { String(cString: $0) } ?? "" }

    private func pin(_ address: String) throws {
        addresses = curl_slist_append(nil, address)
        guard addresses != nil else { throw HTTPFailure(CURLE_OUT_OF_MEMORY, detail: "") }
        try lathe_curl_set_list(handle.pointer, CURLOPT_RESOLVE, addresses).check()
        try set(CURLOPT_PROXY, "")
    }

    private func append(_ header: String) throws {
        guard let longer = curl_slist_append(headers, header) else {
            throw HTTPFailure(CURLE_OUT_OF_MEMORY, detail: "")
        }
        headers = longer
    }

    private func set(_ option: CURLoption, _ value: Int) throws {
        try lathe_curl_set_long(handle.pointer, option, value).check()
    }

    private func set(_ option: CURLoption, _ text: String) throws {
        try lathe_curl_set_text(handle.pointer, option, text).check()
    }
}

extension HTTPTransfer {
    fileprivate static func of(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer {
        // libcurl gives back what `connect` gave it.
        guard let context else { preconditionFailure("libcurl called without a transfer") }
        return Unmanaged.fromOpaque(context).takeUnretainedValue()
    }
}
