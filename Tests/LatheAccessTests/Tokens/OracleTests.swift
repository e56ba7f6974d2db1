internal import Foundation
@testable internal import LatheAccess
internal import LatheCrypto
internal import TestServers
internal import Testing

/// jwcrypto, an independent implementation, and we take each other's tokens.
struct OracleTests {
    private struct Made: Decodable {
        let secret, jwks, encrypted, `private`: String
        let tokens: [String]
    }

    private struct Verified: Decodable {
        struct Header: Decodable { let alg, kid, typ: String }
        struct Claims: Decodable {
            let iss, aud, sub, role, tenant: String
            let iat, exp: Int64
        }
        let header: Header
        let claims: Claims
    }

    @Test("We take what jwcrypto signs with each algorithm, and skip its keys of other kinds")
    func theirs() async throws {
        let made = try JSONDecoder().decode(
            Made.self, from: await Oracle.run("tokens.py", ["make", "\(Forge.now.seconds)"]))
        let folder = try TemporaryFolder()
        try folder.write(
            """
            {"version": 1, "keys":
                [{"kid": "hs", "algorithm": "HS256", "state": "active", "secret": "\(made.secret)"}]}
            """, to: "keys.json")
        let set = try JWKSet(Array(made.jwks.utf8))
        #expect(set.kids == ["rs", "es"])
        let verifier = TokenVerifier(
            policy: Forge.policy, ring: try KeyRing(KeyStore(path: folder / "keys.json")), published: set)
        #expect(made.tokens.count == 24)
        for token in made.tokens {
            let principal = Principal(
                subject: "björk", role: .listener, tenant: "label", expiresAt: Forge.now + 3600)
            #expect(verifier.verify(token, at: Forge.now) == .success(principal))
            #expect(verifier.verify(token, at: Forge.now + 3630).failure == .expired)
            #expect(verifier.verify(token, at: Forge.now + -31).failure == .notYetValid)
        }
        #expect(verifier.verify(made.encrypted, at: Forge.now).failure == .malformed)
        #expect(throws: AccessError.self) { try JWKSet(Array(made.private.utf8)) }
    }

    @Test("jwcrypto takes what we issue")
    func ours() async throws {
        let forge = try Forge()
        // It asks the system for the time.
        let now = UnixTime.now
        let token = try TokenIssuer(policy: Forge.policy, ring: forge.ring).token(
            for: "ada \"/é", role: .worker, tenant: "label", lifetime: 600, at: now)
        let request = """
            {"key": {"kty": "oct", "k": "\(Base64URL.text(Forge.secret))"}, "token": "\(token)", "algorithm": "HS256"}
            """
        let verified = try JSONDecoder().decode(
            Verified.self, from: await Oracle.run("tokens.py", ["verify"], input: request))
        #expect(verified.header.alg == "HS256" && verified.header.kid == "h" && verified.header.typ == "JWT")
        let claims = verified.claims
        #expect(claims.iss == "https://lathe.example" && claims.aud == "lathe" && claims.sub == "ada \"/é")
        #expect(claims.role == "worker" && claims.tenant == "label")
        #expect(claims.iat == now.seconds && claims.exp == now.seconds + 600)
    }

    @Test("jwcrypto takes what our private keys sign", arguments: SignatureAlgorithm.allCases)
    func signatures(algorithm: SignatureAlgorithm) async throws {
        let now = UnixTime.now
        let header = Base64URL.text(Array(#"{"alg":"\#(algorithm.rawValue)","kid":"k","typ":"JWT"}"#.utf8))
        let claims = """
            {"iss":"i","aud":"lathe","sub":"s","role":"listener","tenant":"t","iat":\(now.seconds),"exp":\(now.seconds + 600)}
            """
        let key = try SigningKey.generated(algorithm)
        let input = "\(header).\(Base64URL.text(Array(claims.utf8)))"
        let token = "\(input).\(Base64URL.text(try key.signature(of: Array(input.utf8))))"
        let request = """
            {"pem": \(try Forge.quoted(key.verifyingKey.pem)), "token": "\(token)", "algorithm": "\(algorithm.rawValue)"}
            """
        let verified = try JSONDecoder().decode(
            Verified.self, from: await Oracle.run("tokens.py", ["verify"], input: request))
        #expect(verified.claims.sub == "s")
    }
}
