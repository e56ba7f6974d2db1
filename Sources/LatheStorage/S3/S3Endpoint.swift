/// An address of a server that speaks S3.
struct S3Endpoint: Sendable, Equatable {
    let isEncrypted: Bool
    /// With the port, unless it is the scheme's own.
    let authority: String

    /// - Throws: `StorageError` with code `invalid` unless it is `http://` or `https://`, a host and maybe a port.
    init(_ text: String) throws {
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where text.hasPrefix(scheme) {
            var authority = text.dropFirst(scheme.count)
            if authority.hasSuffix("/") { authority.removeLast() }
            // libcurl leaves the scheme's own port out of the header, and the signature must not have it either.
            if authority.hasSuffix(port) { authority.removeLast(port.count) }
            let isHost = authority.utf8.allSatisfy {
                S3Location.mayBeInBucket($0 | 0x20)
                    || [UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]")].contains($0)
            }
            guard isHost, !authority.isEmpty else { break }
            (isEncrypted, self.authority) = (scheme == "https://", authority.lowercased())
            return
        }
        throw StorageError(
            .invalid, "use the endpoint", text.contains("@") ? "of S3" : text,
            because: "it is not http:// or https:// with a host and maybe a port")
    }
}
