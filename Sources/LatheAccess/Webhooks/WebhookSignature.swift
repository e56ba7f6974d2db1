public import LatheCrypto

/// Signs what is sent to a subscriber, so that the subscriber knows it is ours, whole and fresh.
///
/// The header `Lathe-Signature: t=1798675200,v1=5f8c…` has the moment of sending in seconds since 1970 and the code, 64
/// lower-case hexadecimal digits: HMAC-SHA256 of the subscriber's secret over the moment as text, a full stop, and the
/// body's bytes. While a secret is being replaced there is a `v1` for each. Receivers skip names that they do not know.
public enum WebhookSignature {
    /// The name of the header.
    public static let headerName = "Lathe-Signature"
    private static let headerSizeLimit = 1024
    /// Codes in one header that a receiver looks at: more would only cost time.
    private static let codeLimit = 8

    /// The header's value for a body that is sent now.
    /// - Parameter secrets: the subscriber's, the newest first; several while one is being replaced.
    public static func header(for body: [UInt8], secrets: [SecretBytes], at now: UnixTime) -> String {
        let signed = message(String(now.seconds), body)
        let codes = secrets.map { ",v1=" + Hexadecimal.text(HMACSHA256Key($0).code(of: signed)) }
        return "t=\(now.seconds)" + codes.joined()
    }

    /// What a receiver is told.
    public enum Verdict: Sendable, Equatable {
        /// One of the codes is right, and the moment is near. The same delivery may still come twice: see its id.
        case valid
        /// Not a header of this form.
        case malformed
        /// No code is right: another secret, another body.
        case wrong
        /// Rightly signed, but too long ago or in the future: a recording, or a wrong clock.
        case stale
    }

    /// Verifies as a receiver does.
    /// - Parameters:
    ///   - body: the bytes as they came; not as parsed and written anew.
    ///   - tolerance: seconds between the sender's moment and now, in either direction.
    public static func verify(
        _ header: String, body: [UInt8], secret: SecretBytes, tolerance: Int64 = 300, at now: UnixTime
    ) -> Verdict {
        guard header.utf8.count <= headerSizeLimit, let (moment, codes) = fields(header) else { return .malformed }
        let expected = HMACSHA256Key(secret).code(of: message(String(moment), body))
        // All of them, so that the time taken does not tell which was right.
        let isRight = codes.reduce(false) { areEqualInConstantTime(expected, $1) || $0 }
        guard isRight else { return .wrong }
        let isFresh = now + -tolerance <= UnixTime(moment) && UnixTime(moment) <= now + tolerance
        return isFresh ? .valid : .stale
    }

    private static func message(_ moment: String, _ body: [UInt8]) -> [UInt8] { Array("\(moment).".utf8) + body }

    private static func fields(_ header: String) -> (moment: Int64, codes: [[UInt8]])? {
        var moments: [Substring] = []
        var codes: [[UInt8]] = []
        for field in header.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            if parts[0] == "t" { moments.append(parts[1]) }
            guard parts[0] == "v1" else { continue }
            guard let code = Hexadecimal.bytes(parts[1]) else { return nil }
            codes.append(code)
        }
        // The text that was signed is the number as we write it: no second spelling.
        guard moments.count == 1, let moment = Int64(moments[0]), String(moment) == moments[0],
            (0...UnixTime.latest.seconds).contains(moment), (1...codeLimit).contains(codes.count)
        else { return nil }
        return (moment, codes)
    }
}
