internal import Foundation
@testable internal import LatheAccess
internal import LatheCrypto
internal import SignedExamples
internal import TestServers

/// A key file with one key of each algorithm, and the means to sign whatever an attacker might send.
struct Forge {
    static let now = UnixTime(1_798_675_200)
    static let policy = TokenPolicy(issuer: "https://lathe.example", audience: "lathe")
    static let secret: [UInt8] = Array("0123456789abcdef0123456789abcdef".utf8)
    static let otherSecret: [UInt8] = Array("fedcba9876543210fedcba9876543210".utf8)
    static let claims =
        #"{"iss":"https://lathe.example","aud":"lathe","sub":"ada","role":"artist","exp":1798678800}"#

    let folder: TemporaryFolder
    let store: KeyStore
    let ring: KeyRing
    let ecKey: SigningKey

    init() throws {
        ecKey = try SigningKey.generated(.es256)
        folder = try TemporaryFolder()
        let rsa = try Self.quoted(RFC7515.rsaKey.pem)
        try folder.write(
            """
            {"version": 1, "keys": [
                {"kid": "h", "algorithm": "HS256", "state": "active", "secret": "\(Base64URL.text(Self.secret))"},
                {"kid": "old", "algorithm": "HS256", "state": "verifying", "until": \(Self.now.seconds + 60),
                    "secret": "\(Base64URL.text(Self.otherSecret))"},
                {"kid": "over", "algorithm": "HS256", "state": "verifying", "until": \(Self.now.seconds),
                    "secret": "\(Base64URL.text(Self.otherSecret))"},
                {"kid": "gone", "algorithm": "HS256", "state": "retired", "since": 5},
                {"kid": "r", "algorithm": "RS256", "state": "verifying", "publicKey": \(rsa)},
                {"kid": "e", "algorithm": "ES256", "state": "verifying",
                    "publicKey": \(try Self.quoted(ecKey.verifyingKey.pem))}]}
            """, to: "keys.json")
        store = KeyStore(path: folder / "keys.json")
        ring = try KeyRing(store)
    }

    static func quoted(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    /// A token of any header and claims, signed with the secret of the key `h`.
    static func token(
        header: String = #"{"alg":"HS256","kid":"h"}"#, claims: String = claims, secret: [UInt8] = secret
    ) -> String {
        let input = "\(Base64URL.text(Array(header.utf8))).\(Base64URL.text(Array(claims.utf8)))"
        return "\(input).\(Base64URL.text(HMACSHA256.code(of: Array(input.utf8), key: secret)))"
    }

    func verdict(_ token: String, at now: UnixTime = Forge.now) -> Result<Principal, TokenRefusal> {
        TokenVerifier(policy: Self.policy, ring: ring).verify(token, at: now)
    }

    func refusal(_ token: String, at now: UnixTime = Forge.now) -> TokenRefusal? { verdict(token, at: now).failure }
}

extension Result {
    var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
    var success: Success? { if case .success(let success) = self { success } else { nil } }
}
