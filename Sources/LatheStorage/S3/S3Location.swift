/// Where a bucket is and how it is addressed.
public struct S3Location: Sendable, Equatable {
    public enum Style: String, Sendable {
        /// `https://host/bucket/key`
        case path
        /// `https://bucket.host/key`
        case virtualHost = "virtual-host"
    }

    public let bucket: String
    /// Precedes every key, with a slash between; may be empty.
    public let prefix: String
    public let region: String
    public let style: Style
    let isEncrypted: Bool
    /// With the port, unless it is the scheme's own.
    private let authority: String

    /// - Parameters:
    ///   - endpoint: `http://` or `https://`, a host and maybe a port; by default Amazon's for the region.
    ///   - style: by default `virtualHost` at Amazon, `path` elsewhere and for buckets whose names have dots.
    /// - Throws: `StorageError` with code `invalid` for what cannot be a bucket, a prefix or an endpoint.
    public init(
        bucket: String, prefix: String = "", region: String = "us-east-1", endpoint: String? = nil, style: Style? = nil
    ) throws {
        guard 3...63 ~= bucket.utf8.count, bucket.utf8.allSatisfy(Self.mayBeInBucket) else {
            throw StorageError(.invalid, "use the bucket", bucket, because: "this is no name of a bucket")
        }
        guard !region.isEmpty, region.utf8.allSatisfy(Self.mayBeInBucket) else {
            throw StorageError(.invalid, "use the region", region, because: "this is no name of a region")
        }
        if !prefix.isEmpty { _ = try ObjectKey(prefix) }
        let address = endpoint ?? "https://s3.\(region).amazonaws.com"
        (isEncrypted, authority) = try Self.parts(of: address)
        (self.bucket, self.prefix, self.region) = (bucket, prefix, region)
        self.style = style ?? (endpoint == nil && !bucket.contains(".") ? .virtualHost : .path)
    }

    /// What the `host` header says.
    var host: String { style == .path ? authority : "\(bucket).\(authority)" }

    /// The path of an object, or of the bucket, not encoded.
    func path(_ key: String?) -> String {
        switch style {
        case .path: "/\(bucket)" + (key.map { "/\($0)" } ?? "")
        case .virtualHost: "/" + (key ?? "")
        }
    }

    func url(path: String, query: String) -> String {
        let encoded = PercentEncoding.encode(path, keepingSlashes: true)
        return "\(isEncrypted ? "https" : "http")://\(host)\(encoded)" + (query.isEmpty ? "" : "?\(query)")
    }

    private static func mayBeInBucket(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func parts(of endpoint: String) throws -> (isEncrypted: Bool, authority: String) {
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where endpoint.hasPrefix(scheme) {
            var authority = endpoint.dropFirst(scheme.count)
            if authority.hasSuffix("/") { authority.removeLast() }
            // libcurl leaves the scheme's own port out of the header, and the signature must not have it either.
            if authority.hasSuffix(port) { authority.removeLast(port.count) }
            let isHost = authority.utf8.allSatisfy {
                mayBeInBucket($0 | 0x20) || [UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]")].contains($0)
            }
            if isHost, !authority.isEmpty { return (scheme == "https://", authority.lowercased()) }
        }
        throw StorageError(
            .invalid, "use the endpoint", endpoint.contains("@") ? "of S3" : endpoint,
            because: "it is not http:// or https:// with a host and maybe a port")
    }
}
