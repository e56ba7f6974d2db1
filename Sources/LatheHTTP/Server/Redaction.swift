/// Takes credentials out of request targets.
public enum Redaction {
    /// Hides the segment after a first segment `s` (signed delivery), what follows the id after a first segment `uploads`,
    /// and the values of query parameters that carry secrets: `token`, `access_token`, `signature`, `X-Amz-Signature`,
    /// `X-Amz-Credential`, `X-Amz-Security-Token`.
    public static func standard(_ target: String) -> String {
        guard target.utf8.contains(UInt8(ascii: "?")) || target.hasPrefix("/s/") || target.hasPrefix("/uploads/") else {
            return target
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = redactedPath(parts[0])
        guard parts.count > 1 else { return path }
        return path + "?"
            + parts[1].split(separator: "&", omittingEmptySubsequences: false).map(redactedParameter).joined(
                separator: "&")
    }

    private static let secrets: Set = [
        "token", "access_token", "signature", "x-amz-signature", "x-amz-credential", "x-amz-security-token",
    ]

    private static func redactedPath(_ path: Substring) -> String {
        for (start, shown) in [("/s/", 0), ("/uploads/", 1)] where path.hasPrefix(start) {
            var segments = path.dropFirst(start.count).split(separator: "/", omittingEmptySubsequences: false)
            if segments.count > shown { segments[shown] = "***" }
            return start + segments.joined(separator: "/")
        }
        return String(path)
    }

    private static func redactedParameter(_ parameter: Substring) -> String {
        guard let sign = parameter.firstIndex(of: "=") else { return String(parameter) }
        let name = PercentEncoding.decoded(parameter[..<sign].utf8)?.lowercased()
        // A name that cannot be read may be any.
        return name.map(secrets.contains) ?? true ? "\(parameter[..<sign])=***" : String(parameter)
    }
}
