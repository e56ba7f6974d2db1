internal import CCurl

/// Why a request got no whole reply.
struct HTTPFailure: Error, Sendable {
    let cause: String
    /// Whether the same request may fare better.
    let isTransient: Bool
    /// Whether the server is not the one it claims to be.
    let isUntrusted: Bool

    init(_ code: CURLcode, detail: String) {
        cause = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        isUntrusted = [CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR].contains(code)
        isTransient = Self.transient.contains(code)
    }

    private static let transient = [
        CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT,
        CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SSL_CONNECT_ERROR,
        CURLE_WEIRD_SERVER_REPLY, CURLE_SEND_FAIL_REWIND,
    ]
}

extension CURLcode {
    /// Every call on a handle goes through here: what fails is a setting that this libcurl does not know, or memory.
    func check() throws {
        guard self == CURLE_OK else { throw HTTPFailure(self, detail: "") }
    }
}
