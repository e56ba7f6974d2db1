internal import Foundation

/// Where a store is, as configuration says it.
///
/// - `/var/lib/lathe`, `file:///var/lib/lathe`: a folder
/// - `s3://bucket/prefix?region=eu-central-1&endpoint=https://host:port&public=https://host:port&style=path`: a bucket.
///   Without `region`, `AWS_REGION` or `AWS_DEFAULT_REGION` says it; without `endpoint`, `AWS_ENDPOINT_URL_S3` or
///   `AWS_ENDPOINT_URL`; without `public`, presigned URLs lead to the endpoint.
public enum StorageURL: Sendable, Equatable {
    case directory(String)
    case s3(S3Location)

    /// - Throws: `StorageError` with code `invalid`. Credentials in the text are refused, and not repeated.
    public init(_ text: String, environment: [String: String] = [:]) throws {
        if text.hasPrefix("s3://") {
            self = .s3(try Self.location(text.dropFirst(5), environment))
        } else if text.hasPrefix("file://") {
            guard text.hasPrefix("file:///"), let path = text.dropFirst(7).removingPercentEncoding else {
                throw StorageError(
                    .invalid, "use the storage", text, because: "a file URL has three slashes and no host")
            }
            self = .directory(path)
        } else if text.isEmpty || text.contains("://") {
            throw StorageError(
                .invalid, "use the storage", "\"\(text.prefix { $0 != ":" })\"",
                because: "it is neither a folder nor an s3:// URL")
        } else {
            self = .directory(text)
        }
    }

    private static func location(_ rest: Substring, _ environment: [String: String]) throws -> S3Location {
        let parts = rest.split(separator: "?", maxSplits: 1)
        let path = (parts.first ?? "").split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let options = try options(parts.count > 1 ? parts[1] : "")
        guard let bucket = path.first, !bucket.isEmpty, !bucket.contains("@"), !bucket.contains(":") else {
            throw StorageError(
                .invalid, "use the storage", "s3://…", because: "it names no bucket, or has credentials or a port",
                remedy: "Write s3://bucket/prefix?endpoint=…; credentials come from the environment.")
        }
        let prefix = path.count > 1 ? String(path[1]).removingPercentEncoding : ""
        guard let prefix else { throw invalid("prefix") }
        let region = options["region"] ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1"
        return try S3Location(
            bucket: String(bucket), prefix: prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix, region: region,
            endpoint: options["endpoint"] ?? environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"],
            publicEndpoint: options["public"], style: try options["style"].map { try style($0) })
    }

    private static func options(_ query: Substring) throws -> [String: String] {
        var options: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding }
            guard sides.count == 2, let name = sides[0], let value = sides[1],
                ["region", "endpoint", "public", "style"].contains(name),
                options.updateValue(value, forKey: name) == nil
            else { throw invalid(pair.prefix { $0 != "=" }) }
        }
        return options
    }

    private static func style(_ text: String) throws -> S3Location.Style {
        guard let style = S3Location.Style(rawValue: text) else { throw invalid("style") }
        return style
    }

    private static func invalid(_ option: some StringProtocol) -> StorageError {
        StorageError(
            .invalid, "use the storage", "s3://…", because: "its \"\(option)\" is not known, not valid, or there twice",
            remedy: "The options are region, endpoint, public and style (path or virtual-host).")
    }

    /// Opens the store. The credentials of S3 come from the environment: see `S3Credentials.find(in:)`.
    public func open(environment: [String: String]) throws -> any ObjectStore {
        switch self {
        case .directory(let path): try DirectoryStore(path)
        case .s3(let location): S3Store(location, credentials: try .find(in: environment))
        }
    }
}
