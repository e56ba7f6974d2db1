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
    /// Where we reach it.
    let endpoint: S3Endpoint
    /// Where those reach it who are given a presigned URL.
    let publicEndpoint: S3Endpoint

    /// - Parameters:
    ///   - endpoint: `http://` or `https://`, a host and maybe a port; by default Amazon's for the region.
    ///   - publicEndpoint: for presigned URLs, where others reach the server by another name, as through a proxy.
    ///   - style: by default `virtualHost` at Amazon, `path` elsewhere and for buckets whose names have dots.
    /// - Throws: `StorageError` with code `invalid` for what cannot be a bucket, a prefix or an endpoint.
    public init(
        bucket: String, prefix: String = "", region: String = "us-east-1", endpoint: String? = nil,
        publicEndpoint: String? = nil, style: Style? = nil
    ) throws {
        guard 3...63 ~= bucket.utf8.count, bucket.utf8.allSatisfy(Self.mayBeInBucket) else {
            throw StorageError(.invalid, "use the bucket", bucket, because: "this is no name of a bucket")
        }
        guard !region.isEmpty, region.utf8.allSatisfy(Self.mayBeInBucket) else {
            throw StorageError(.invalid, "use the region", region, because: "this is no name of a region")
        }
        if !prefix.isEmpty { _ = try ObjectKey(prefix) }
        let address = endpoint ?? "https://s3.\(region).amazonaws.com"
        self.endpoint = try S3Endpoint(address)
        self.publicEndpoint = try publicEndpoint.map { try S3Endpoint($0) } ?? self.endpoint
        (self.bucket, self.prefix, self.region) = (bucket, prefix, region)
        self.style = style ?? (endpoint == nil && !bucket.contains(".") ? .virtualHost : .path)
    }

    /// What the `host` header says.
    func host(at endpoint: S3Endpoint) -> String {
        style == .path ? endpoint.authority : "\(bucket).\(endpoint.authority)"
    }

    /// The path of an object, or of the bucket, not encoded.
    func path(_ key: String?) -> String {
        switch style {
        case .path: "/\(bucket)" + (key.map { "/\($0)" } ?? "")
        case .virtualHost: "/" + (key ?? "")
        }
    }

    func url(at endpoint: S3Endpoint, path: String, query: String) -> String {
        let encoded = PercentEncoding.encode(path, keepingSlashes: true)
        return origin(at: endpoint) + encoded + (query.isEmpty ? "" : "?\(query)")
    }

    func origin(at endpoint: S3Endpoint) -> String {
        "\(endpoint.isEncrypted ? "https" : "http")://\(host(at: endpoint))"
    }

    static func mayBeInBucket(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}
