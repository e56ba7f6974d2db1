internal import Foundation
internal import LatheAccess
internal import LatheStorage

/// Where a webhook leads to.
///
/// Strangers name it, and we would send requests there: so it is looked up each time, every address that the name leads
/// to must be one of the public Internet, and the connection is made to the address that was looked at. A name that
/// leads elsewhere a moment later (DNS rebinding) changes nothing.
struct WebhookTarget: Sendable, Equatable {
    let url: String
    private let host: String
    private let port: Int
    private let allowsPrivate: Bool

    /// Nil for what is no https URL of a host, with nothing secret in it. A host that is a name has the letters that DNS
    /// has: what libcurl would spell differently, such as `%C3%A9.example.com`, is not the name that was looked up.
    ///
    /// - Parameter allowsPrivate: for development: http, and addresses that are not public.
    init?(_ text: String, allowsPrivate: Bool) {
        guard (1...2048).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http" && allowsPrivate, parts.user == nil, parts.password == nil,
            parts.fragment == nil, parts.host?.isEmpty == false
        else { return nil }
        url = text
        // As libcurl reads it: URLComponents would spell names of other scripts anew.
        let authority = text.lowercased().drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
        let isBracketed = authority.hasPrefix("[")
        host = String(isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" })
        port = parts.port ?? (scheme == "https" ? 443 : 80)
        self.allowsPrivate = allowsPrivate
        guard (1...65535).contains(port) else { return nil }
        if let address = IPAddress(host) {
            guard address.isPublic || allowsPrivate else { return nil }
        } else {
            guard !isBracketed, host.utf8.allSatisfy(Self.mayBeInName) else { return nil }
        }
    }

    /// Sends a document there, and returns the status of the answer.
    ///
    /// - Throws: `OutboundClient.Failure`.
    func post(
        _ body: [UInt8], headers: [(name: String, value: String)], by client: OutboundClient
    ) async throws -> Int {
        try await client.post(body, to: url, pinned: try await pin(client), headers: headers)
    }

    private func pin(_ client: OutboundClient) async throws -> String? {
        // A number was looked at when it was read; still no proxy must be asked.
        if IPAddress(host) != nil { return Self.pin(host, port, host) }
        let addresses = try await client.addresses(of: host)
        guard let first = addresses.first, addresses.allSatisfy({ IPAddress($0)?.isPublic ?? false || allowsPrivate })
        else { throw OutboundClient.Failure(cause: "the name leads to an address that is not public") }
        return Self.pin(host, port, first)
    }

    private static func mayBeInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        }
    }

    private static func pin(_ host: String, _ port: Int, _ address: String) -> String {
        let host = host.contains(":") ? "[\(host)]" : host
        return "\(host):\(port):\(address.contains(":") ? "[\(address)]" : address)"
    }
}
