@testable internal import LatheAccess
internal import SignedExamples
internal import Testing

struct JWKSetTests {
    private static let ec =
        #""kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#
    private static let rsa = #""kty":"RSA","e":"AQAB","n":"\#(RFC7515.modulus)""#

    private static func set(_ keys: String...) -> [UInt8] {
        Array(#"{"keys":[\#(keys.map { "{\($0)}" }.joined(separator: ","))]}"#.utf8)
    }

    @Test("Keys for signatures are taken, each with its one algorithm")
    func taken() throws {
        let set = try JWKSet(Self.set("\"kid\":\"2010-12-29\",\(Self.rsa)", "\"kid\":\"e\",\"use\":\"sig\",\(Self.ec)"))
        #expect(set.kids == ["2010-12-29", "e"])
        #expect(set.key("2010-12-29")?.algorithm == .rs256)
        #expect(set.key("e")?.algorithm == .es256)
    }

    @Test(
        "A key without kid, for another use or of another kind is skipped",
        arguments: [
            ec, rsa, "\"kid\":\"k\",\"use\":\"enc\",\(ec)", "\"kid\":\"k\",\"alg\":\"PS256\",\(rsa)",
            "\"kid\":\"k\",\"alg\":\"HS256\",\(rsa)", "\"kid\":\"k\",\"alg\":\"RS256\",\(ec)",
            "\"kid\":\"k\",\"key_ops\":[\"sign\"],\(ec)",
            #""kid":"k","kty":"OKP","crv":"Ed25519","x":"AA""#,
            #""kid":"k","kty":"EC","crv":"P-384","x":"AA","y":"AA""#,
            #""kid":"k""#,
        ])
    func skipped(key: String) throws {
        #expect(try JWKSet(Self.set(key)).kids == [])
    }

    @Test(
        "A set with anything private, weak, doubled or broken is refused as a whole",
        arguments: [
            [#""kid":"k","kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA""#],
            ["\"kid\":\"k\",\"d\":\"AA\",\(ec)"],
            ["\"kid\":\"k\",\(ec)", "\"kid\":\"k\",\(rsa)"],
            [#""kid":"k","kty":"RSA","e":"AQAB","n":"\#(RFC7515.modulus.prefix(171))""#],
            [#""kid":"k","kty":"RSA","e":"Aw","n":"\#(RFC7515.modulus)""#], [#""kid":"k","kty":"RSA","e":"AQAB""#],
            [#""kid":"k","kty":"RSA","e":"AQAB","n":"\#(RFC7515.modulus)==""#],
            [#""kid":"k","kty":"EC","crv":"P-256","x":"AA","y":"AA""#],
            [#""kid":"k","kty":"RSA","e":"AQAB","n":"\#(String(repeating: "_", count: 4000))""#],
        ])
    func refused(keys: [String]) {
        let text = Array(#"{"keys":[\#(keys.map { "{\($0)}" }.joined(separator: ","))]}"#.utf8)
        let error = #expect(throws: AccessError.self) { try JWKSet(text) }
        #expect(error?.code == .keysInvalid)
    }

    @Test(
        "What is no set is refused",
        arguments: ["", "{}", "[]", #"{"keys":{}}"#, #"{"keys":[1]}"#, #"{"keys":[],"keys":[]}"#])
    func noSet(text: String) {
        #expect(throws: AccessError.self) { try JWKSet(Array(text.utf8)) }
    }

    @Test("Our own keys come before those of another issuer, even when they are retired")
    func precedence() throws {
        let forge = try Forge()
        let set = try JWKSet(Self.set("\"kid\":\"h\",\(Self.ec)", "\"kid\":\"gone\",\(Self.ec)"))
        let verifier = TokenVerifier(policy: Forge.policy, ring: forge.ring, published: set)
        #expect(verifier.verify(Forge.token(), at: Forge.now).success != nil)
        let gone = Forge.token(header: #"{"alg":"ES256","kid":"gone"}"#)
        #expect(verifier.verify(gone, at: Forge.now).failure == .retiredKey)
    }
}
