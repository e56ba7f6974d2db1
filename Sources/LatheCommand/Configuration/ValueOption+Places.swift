import LatheDatabase

extension ValueOption where Value == DatabaseURL {
    /// An option that takes a database's URL, which may hold a password: no message quotes it.
    static func database(_ syntax: OptionSyntax) -> Self {
        Self(
            syntax: syntax,
            expectation: "a path, sqlite:///absolute/path or postgres://user:password@host:port/name",
            isSecret: true
        ) { text in
            // libpq's other spelling would be taken for a path, and printed. The expectation says all that the URL's
            // own error could.
            text.contains("password=") && !text.hasPrefix("postgres") ? nil : try? DatabaseURL(text)
        }
    }
}

extension ValueOption where Value == String {
    /// An option that takes a folder or a bucket. Credentials have no place in it: it is printed as it is.
    static func storage(_ syntax: OptionSyntax) -> Self {
        let expectation = "a folder, file:///folder or s3://bucket/prefix?…, without credentials"
        return Self(syntax: syntax, expectation: expectation, isSecret: true) { text in
            guard text.contains("://") else { return text.isEmpty ? nil : text }
            let isKnown = text.hasPrefix("s3://") || text.hasPrefix("file:///")
            return isKnown && !text.contains("@") ? text : nil
        }
    }
}

extension ValueOption where Value == [String] {
    /// An option that takes texts between commas.
    static func list(_ syntax: OptionSyntax) -> Self {
        Self(syntax: syntax, expectation: "names with commas between them") { text in
            let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            return names.contains("") ? nil : names
        }
    }
}

/// Where a server listens.
struct Endpoint: Sendable, Equatable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    let host: String
    let port: UInt16

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port` and `[::1]:port`.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || "[]/@".contains($0) }) else { return nil }
        self.host = String(host)
        self.port = port
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension ValueOption where Value == Endpoint {
    /// An option that takes where to listen.
    static func endpoint(_ syntax: OptionSyntax) -> Self {
        Self(syntax: syntax, expectation: "host:port, such as 127.0.0.1:9090", parse: { Endpoint($0) })
    }
}
