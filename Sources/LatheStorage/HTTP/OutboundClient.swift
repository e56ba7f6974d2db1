internal import Foundation

/// Posts to addresses that strangers have named, over the transport that reaches S3: no redirects, no proxy, and no
/// other address than the caller has looked at.
package final class OutboundClient: Sendable {
    /// Why there was no answer, in a clause.
    package struct Failure: Error {
        package let cause: String

        package init(cause: String) { self.cause = cause }
    }

    /// What is read of an answer; its rest is not waited for.
    private static let mostBytes = 64 << 10

    private let client: HTTPClient

    /// - Parameters:
    ///   - connections: at the same time.
    ///   - seconds: from the first byte to the last.
    package init(connections: Int = 16, seconds: Int = 10) {
        var limits = HTTPClient.Limits()
        limits.connections = connections
        (limits.connectSeconds, limits.stallSeconds, limits.totalSeconds) = (seconds, seconds, seconds)
        client = HTTPClient(limits)
    }

    /// The numeric addresses that a name leads to.
    ///
    /// - Throws: `Failure` where it leads to none.
    package func addresses(of host: String) async throws -> [String] {
        try await client.run { _ in
            var hints = addrinfo()
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            var list: UnsafeMutablePointer<addrinfo>?
            let status = getaddrinfo(host, nil, &hints, &list)
            guard status == 0 else { throw Failure(cause: String(cString: gai_strerror(status))) }
            defer { freeaddrinfo(list) }
            var addresses: [String] = []
            var next = list
            while let entry = next?.pointee {
                if let text = Self.text(entry), !addresses.contains(text) { addresses.append(text) }
                next = entry.ai_next
            }
            return addresses
        }
    }

    private static func text(_ entry: addrinfo) -> String? {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let size = socklen_t(host.count)
        guard getnameinfo(entry.ai_addr, entry.ai_addrlen, &host, size, nil, 0, NI_NUMERICHOST) == 0 else { return nil }
        return String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Posts a document and returns the status of the answer.
    ///
    /// - Parameters:
    ///   - url: percent-encoded already.
    ///   - pinned: `host:port:address` where the URL's host is a name.
    /// - Throws: `Failure`, `CancellationError`.
    package func post(
        _ body: [UInt8], to url: String, pinned: String?, headers: [(name: String, value: String)]
    ) async throws -> Int {
        var request = HTTPRequest(
            method: "POST", url: url, headers: headers.map { HTTPField($0.name, $0.value) }, body: .bytes(body[...]))
        // Without it libcurl asks first, and waits.
        request.headers.append(HTTPField("Expect", ""))
        request.pinnedAddress = pinned
        do {
            let reply = try await client.send(request) { head in
                var left = Self.mostBytes
                return { piece in
                    left -= piece.count
                    if left < 0 { throw Enough(status: head.status) }
                }
            }
            return reply.head.status
        } catch let enough as Enough {
            return enough.status
        } catch let failure as HTTPFailure {
            throw Failure(cause: failure.cause)
        }
    }

    private struct Enough: Error {
        let status: Int
    }
}
