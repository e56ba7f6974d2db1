@testable internal import LatheAccess
internal import LatheCrypto
internal import Testing

struct WebhookSignatureTests {
    private static let secret = SecretBytes(Array("whsec".utf8))
    private static let body = Array(#"{"type":"track.ready"}"#.utf8)
    private static let now = UnixTime(1_798_675_200)
    // printf '1798675200.{"type":"track.ready"}' | openssl dgst -sha256 -hmac whsec
    private static let code = "5f763babec0d42887b7e0d5645f90d50e7aa0257a437bdc7e75fa2bc3cbdff57"
    private static let header = "t=1798675200,v1=\(code)"

    private static func verdict(_ header: String, at now: UnixTime = now) -> WebhookSignature.Verdict {
        WebhookSignature.verify(header, body: body, secret: secret, at: now)
    }

    @Test("The header is as OpenSSL computes it, and its receiver takes it")
    func knownAnswer() {
        #expect(WebhookSignature.header(for: Self.body, secrets: [Self.secret], at: Self.now) == Self.header)
        #expect(Self.verdict(Self.header) == .valid)
    }

    @Test("While a secret is replaced, who has either takes the delivery")
    func rotation() {
        let new = SecretBytes(Array("new".utf8))
        let header = WebhookSignature.header(for: Self.body, secrets: [new, Self.secret], at: Self.now)
        for secret in [new, Self.secret] {
            #expect(WebhookSignature.verify(header, body: Self.body, secret: secret, at: Self.now) == .valid)
        }
        let other = SecretBytes(Array("other".utf8))
        #expect(WebhookSignature.verify(header, body: Self.body, secret: other, at: Self.now) == .wrong)
    }

    @Test("A delivery is fresh for five minutes, in both directions")
    func tolerance() {
        #expect(Self.verdict(Self.header, at: Self.now + 300) == .valid)
        #expect(Self.verdict(Self.header, at: Self.now + 301) == .stale)
        #expect(Self.verdict(Self.header, at: Self.now + -300) == .valid)
        #expect(Self.verdict(Self.header, at: Self.now + -301) == .stale)
    }

    @Test("Another body, moment, secret or code is wrong")
    func wrong() {
        #expect(
            WebhookSignature.verify(Self.header, body: Self.body + [0x20], secret: Self.secret, at: Self.now) == .wrong)
        #expect(WebhookSignature.verify(Self.header, body: [], secret: Self.secret, at: Self.now) == .wrong)
        for header in [
            "t=1798675201,v1=\(Self.code)", "t=1798675200,v1=", "t=1798675200,v1=00", "t=1798675200,v1=\(Self.code)00",
            "t=1798675200,v1=\(Self.code.dropLast(2))",
        ] { #expect(Self.verdict(header) == .wrong, "\(header)") }
    }

    @Test("Names that are not known are skipped")
    func skipped() {
        #expect(Self.verdict("v0=x,\(Self.header),v2=???") == .valid)
    }

    @Test(
        "What is not of the form is refused",
        arguments: [
            "", ",", "t", "t=", "t=1798675200", "v1=\(code)", "\(header),t=1798675200", "t=01798675200,v1=\(code)",
            "t=+1798675200,v1=\(code)", "t=-5,v1=\(code)", "t=99999999999999999999,v1=\(code)", "t=1798675200,v1=xyz",
            "\(header),",
            "t=1798675200, v1=\(code)", "t=1798675200;v1=\(code)", header + String(repeating: ",v1=00", count: 8),
            header + "," + String(repeating: "x=", count: 600), "t=9223372036854775807,v1=\(code)",
        ])
    func malformed(header: String) {
        #expect(Self.verdict(header) == .malformed)
    }

    @Test("A clock that is far off makes a delivery stale, not the process end")
    func clocks() {
        #expect(Self.verdict(Self.header, at: UnixTime(.max)) == .stale)
        #expect(Self.verdict(Self.header, at: UnixTime(.min)) == .stale)
    }
}
