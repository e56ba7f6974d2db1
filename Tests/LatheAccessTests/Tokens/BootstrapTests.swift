@testable internal import LatheAccess
internal import LatheCrypto
internal import TestServers
internal import Testing

struct BootstrapTests {
    @Test("The first run makes keys and an administrator's token; the second finds the keys and prints nothing")
    func twice() throws {
        let folder = try TemporaryFolder()
        let store = KeyStore(path: folder / "keys.json")
        let first = try Bootstrap(store, policy: Forge.policy, at: Forge.now)
        let token = try #require(first.adminToken)
        let second = try Bootstrap(store, policy: Forge.policy, at: Forge.now)
        #expect(second.adminToken == nil)
        let verifier = TokenVerifier(policy: Forge.policy, ring: second.ring)
        #expect(
            verifier.verify(token, at: Forge.now)
                == .success(Principal(subject: "admin", role: .admin, expiresAt: Forge.now + 86_400)))
        #expect(try !folder.text("keys.json").contains(token))
    }

    @Test("A key file that is there but wrong is not replaced")
    func wrong() throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "keys.json")
        #expect(throws: AccessError.self) {
            try Bootstrap(KeyStore(path: folder / "keys.json"), policy: Forge.policy, at: Forge.now)
        }
        #expect(try folder.text("keys.json") == "{}")
    }

    @Test("A token for nobody, or for no time, is not issued")
    func invalid() throws {
        let issuer = TokenIssuer(policy: Forge.policy, ring: try Forge().ring)
        for (subject, tenant, lifetime) in [
            ("", nil, 60), ("a\nb", nil, 60), ("a", "", 60), ("a", nil, 0), ("a", nil, -1),
        ] as [(String, String?, Int64)] {
            #expect(throws: AccessError.self) {
                try issuer.token(for: subject, role: .listener, tenant: tenant, lifetime: lifetime, at: Forge.now)
            }
        }
        #expect(throws: AccessError.self) {
            let long = TokenPolicy(issuer: String(repeating: "x", count: 9000), audience: "a")
            _ = try TokenIssuer(policy: long, ring: Forge().ring).token(
                for: "a", role: .listener, lifetime: 1, at: Forge.now)
        }
        // For ever is the year 9999, which a verifier takes.
        let token = try issuer.token(for: "a", role: .listener, lifetime: .max, at: Forge.now)
        #expect(try Forge().verdict(token).success?.expiresAt == .latest)
    }
}
