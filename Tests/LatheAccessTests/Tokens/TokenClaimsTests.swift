@testable internal import LatheAccess
internal import Testing

/// Claims that are signed rightly: what an issuer may get wrong, or another issuer means otherwise.
struct TokenClaimsTests {
    private static func claims(_ changes: [String: String]) -> String {
        var members = [
            "iss": #""https://lathe.example""#, "aud": #""lathe""#, "sub": #""ada""#, "role": #""artist""#,
            "exp": "1798678800",
        ]
        members.merge(changes) { $1 }
        return "{" + members.filter { $0.value != "" }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    @Test(
        "A claim that is missing, of the wrong kind or absurd is refused",
        arguments: [
            ("exp", ""), ("exp", "null"), ("exp", #""1798678800""#), ("exp", "-1"), ("exp", "1e30"),
            ("exp", "253402300800"),
            ("exp", "9223372036854775807"), ("exp", "true"), ("exp", "[1798678800]"), ("nbf", "\"0\""), ("nbf", "null"),
            ("nbf", "-5"), ("iat", "1e300"), ("iat", "{}"), ("iat", "1798678800"), ("nbf", "1798678801"), ("sub", ""),
            ("sub", #""""#), ("sub", "7"), ("sub", #""a\u0000b""#), ("sub", #""a\nb""#), ("sub", #""a\u009bb""#),
            ("sub", "\"" + String(repeating: "a", count: 256) + "\""), ("role", ""), ("role", #""root""#),
            ("role", #""Admin""#), ("role", #"["admin"]"#), ("tenant", "null"), ("tenant", #""""#), ("tenant", "1"),
            ("iss", ""), ("iss", "null"), ("iss", #"["https://lathe.example"]"#), ("aud", ""), ("aud", "1"),
            ("aud", #"["lathe",1]"#), ("aud", "null"),
        ])
    func wrong(name: String, value: String) throws {
        #expect(try Forge().refusal(Forge.token(claims: Self.claims([name: value]))) == .claims)
    }

    @Test(
        "A token of another issuer or for another audience is refused",
        arguments: [
            ("iss", #""https://lathe.example/""#, TokenRefusal.issuer), ("iss", #""https://LATHE.example""#, .issuer),
            ("iss", #""""#, .issuer), ("aud", #""lathe2""#, .audience), ("aud", "[]", .audience),
            ("aud", #"["Lathe"]"#, .audience),
        ])
    func foreign(name: String, value: String, refusal: TokenRefusal) throws {
        #expect(try Forge().refusal(Forge.token(claims: Self.claims([name: value]))) == refusal)
    }

    @Test("Numbers that JSON cannot hold exactly, and names that stand there twice, are no claims")
    func malformed() throws {
        for value in ["1e400", "99999999999999999999", "01798678800", "0x6B35E890"] {
            #expect(try Forge().refusal(Forge.token(claims: Self.claims(["exp": value]))) == .malformed)
        }
        let twice = Forge.claims.dropLast() + #","role":"admin"}"#
        #expect(try Forge().refusal(Forge.token(claims: String(twice))) == .malformed)
        for text in ["", "[]", "null", "\"ada\"", Forge.token()] {
            #expect(try Forge().refusal(Forge.token(claims: text)) == .malformed)
        }
    }

    @Test("What the standard leaves free is taken")
    func free() throws {
        for changes in [
            ["aud": #"["x","lathe"]"#], ["exp": "1798678800.75"], ["exp": "1.7986788e9"],
            ["jti": #""1""#, "scope": "[{}]"],
            ["nbf": "1798675200", "iat": "0"], ["tenant": #""label""#],
            ["sub": "\"" + String(repeating: "é", count: 127) + "\""],
        ] {
            let principal = try Forge().verdict(Forge.token(claims: Self.claims(changes))).success
            #expect(principal?.expiresAt == UnixTime(1_798_678_800))
            #expect(principal?.tenant == (changes["tenant"] == nil ? nil : "label"))
        }
    }
}
