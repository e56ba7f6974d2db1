import LatheNATS

/// What a process of the service does; several may share the work.
enum ServeRole: String, Sendable, CaseIterable {
    /// What is read and written as JSON, and the web page.
    case api
    /// Masters in, music out.
    case media
    /// Makes packages of masters.
    case worker
}

/// Whether the service counts who asks how often.
enum RateLimiting: String, Sendable, CaseIterable {
    case on
    /// Behind a proxy that counts, which to the service is one address for everybody.
    case off
}

extension ValueOption where Value == [ServeRole] {
    /// An option that takes roles between commas.
    static func roles(_ syntax: OptionSyntax) -> Self {
        let all = ServeRole.allCases.map(\.rawValue).joined(separator: ", ")
        return Self(syntax: syntax, expectation: "some of \(all), with commas between them") { text in
            let roles = text.split(separator: ",", omittingEmptySubsequences: false).map {
                ServeRole(rawValue: String($0.filter { $0 != " " }))
            }
            let known = roles.compactMap(\.self)
            return known.count == roles.count && Set(known).count == known.count ? known : nil
        }
    }
}

extension ValueOption where Value == NATSAddress {
    /// An option that takes a broker's address, which may hold a password: no message quotes it.
    static func nats(_ syntax: OptionSyntax) -> Self {
        Self(
            syntax: syntax, expectation: "nats://user:password@host:port or tls://…, several with commas",
            isSecret: true, parse: { NATSAddress($0) })
    }
}

extension ValueOption where Value == String {
    /// An option that takes the beginning of web addresses: scheme, host, port and perhaps a path.
    ///
    /// A slash at its end is dropped: what is appended begins with one.
    static func webAddress(_ syntax: OptionSyntax) -> Self {
        Self(syntax: syntax, expectation: "a URL such as https://music.example, without query and credentials") {
            text in
            guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else { return nil }
            let rest = text.dropFirst(scheme.count)
            let isPlain = rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?#@\"\\<>".utf8.contains($0) }
            guard isPlain, let first = rest.first, first != "/" else { return nil }
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
    }
}
