/// Where a NATS server is: `nats://user:password@host:4222`, `nats://token@host` or, encrypted, `tls://host`; several of
/// one cluster with commas between them. It may hold a password: never shown as a whole.
public struct NATSAddress: Sendable, Equatable {
    struct Server: Sendable, Equatable {
        /// As the library wants it; secret.
        let url: String
        /// Without brackets.
        let host: String
        let isEncrypted: Bool
        /// The same without anything secret.
        let shown: String
    }

    let servers: [Server]

    /// Nil for what is no such address.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let servers = parts.compactMap(Server.init)
        guard servers.count == parts.count else { return nil }
        self.servers = servers
    }
}

extension NATSAddress.Server {
    fileprivate init?(_ text: Substring) {
        guard let scheme = ["nats://", "tls://"].first(where: text.hasPrefix), text.utf8.allSatisfy(Self.isPlain) else {
            return nil
        }
        let rest = text.dropFirst(scheme.count)
        let at = rest.firstIndex(of: "@")
        let place = at.map { rest[rest.index(after: $0)...] } ?? rest
        guard let host = Self.host(of: place) else { return nil }
        let user = at.map { rest[..<$0] }
        guard user?.isEmpty != true else { return nil }
        let name = user.flatMap { $0.contains(":") ? $0.prefix { $0 != ":" } + ":" : nil } ?? ""
        url = String(text)
        self.host = host
        isEncrypted = scheme == "tls://"
        shown = scheme + (user == nil ? "" : name + "***@") + place
    }

    private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\") }

    /// An unencoded `@`, `/` or `?` of a password would come to lie here, and be shown: nothing but a host and a port may.
    private static func host(of place: Substring) -> String? {
        var host = place
        if let colon = place.lastIndex(of: ":"), !place.hasSuffix("]") {
            guard let port = UInt16(place[place.index(after: colon)...]), port > 0 else { return nil }
            host = place[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        let isName = host.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || [0x2D, 0x2E, 0x3A, 0x5F].contains($0)
        }
        return isName && !host.isEmpty ? String(host) : nil
    }
}

extension NATSAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without password and token.
    public var description: String { servers.map(\.shown).joined(separator: ",") }

    public var debugDescription: String { description }

    /// Nothing inside is shown, lest `dump` print the password.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
