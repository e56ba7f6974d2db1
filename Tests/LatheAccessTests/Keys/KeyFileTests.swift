@testable internal import LatheAccess
internal import LatheCrypto
internal import SignedExamples
internal import Testing

struct KeyFileTests {
    private static let secret = Base64URL.text([UInt8](repeating: 7, count: 32))
    private static let active = #"{"kid":"a","algorithm":"HS256","state":"active","secret":"\#(secret)"}"#

    private static func file(_ keys: String...) -> [UInt8] {
        Array(#"{"version":1,"keys":[\#(keys.joined(separator: ","))]}"#.utf8)
    }

    @Test("What is written is read again, state by state")
    func roundTrip() throws {
        let pem = try Forge.quoted(RFC7515.p256Key.pem)
        let set = try KeyFile.read(
            Self.file(
                Self.active,
                #"{"kid":"b","algorithm":"HS256","state":"verifying","until":5,"secret":"\#(Self.secret)"}"#,
                #"{"kid":"c","algorithm":"ES256","state":"verifying","publicKey":\#(pem)}"#,
                #"{"kid":"d","algorithm":"HS256","state":"retired","since":3}"#))
        let again = try KeyFile.read(KeyFile.text(set))
        #expect(again.keys.map(\.kid) == ["a", "b", "c", "d"])
        #expect(
            again.keys.map(\.state)
                == [.active, .verifying(until: UnixTime(5)), .verifying(until: nil), .retired(since: UnixTime(3))])
        #expect(again.activeSecret.secret == SecretBytes([UInt8](repeating: 7, count: 32)))
        #expect(again.keys[2].tokenKey?.algorithm == .es256)
        #expect(again.keys[3].tokenKey == nil)
    }

    @Test(
        "A file with a fault is refused as a whole, and the clause says which fault, never the secret",
        arguments: [
            ("", "not JSON"), ("{}", "not {\"version\""), (#"{"version":2,"keys":[]}"#, "not {\"version\""),
            (#"{"version":1,"keys":[],"x":1}"#, "not {\"version\""), (#"{"version":1,"keys":[]}"#, "0 keys are active"),
            (#"{"version":1,"keys":[KEY,KEY]}"#, "two keys have one kid"),
            (
                #"{"version":1,"keys":[KEY,{"kid":"b","algorithm":"HS256","state":"active","secret":"SECRET"}]}"#,
                "2 keys are"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a/b","algorithm":"HS256","state":"active","secret":"SECRET"}]}"#,
                "a kid is"
            ),
            (#"{"version":1,"keys":[{"algorithm":"HS256","state":"active","secret":"SECRET"}]}"#, "a kid is"),
            (#"{"version":1,"keys":[{"kid":"a","algorithm":"none","state":"active"}]}"#, "is none of HS256"),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"HS256","state":"on","secret":"SECRET"}]}"#,
                "no valid state"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"HS256","state":"active","until":1,"secret":"SECRET"}]}"#,
                "state"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"HS256","state":"active","secert":"SECRET"}]}"#,
                "\"secert\""
            ),
            (#"{"version":1,"keys":[{"kid":"a","algorithm":"HS256","state":"active"}]}"#, "needs a secret"),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"HS256","state":"active","secret":"c2hvcnQ"}]}"#,
                "needs a secret"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"HS256","state":"active","secret":"SECRET="}]}"#,
                "needs a secret"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"RS256","state":"active","secret":"SECRET"}]}"#,
                "an RSA publicKey"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"RS256","state":"active","publicKey":"PEM"}]}"#,
                "an RSA publicKey"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"ES256","state":"active","publicKey":"PEM"}]}"#,
                "no secret to sign"
            ),
            (
                #"{"version":1,"keys":[{"kid":"a","algorithm":"HS256","state":"active","publicKey":"PEM"}]}"#,
                "needs a secret"
            ),
        ])
    func fault(text: String, clause: String) throws {
        let pem = try Forge.quoted(RFC7515.p256Key.pem).dropFirst().dropLast()
        let text = text.replacing("KEY", with: Self.active).replacing("SECRET", with: Self.secret).replacing(
            "PEM", with: pem)
        let fault = #expect(throws: KeySetFault.self) { try KeyFile.read(Array(text.utf8)) }
        #expect(fault?.cause.contains(clause) == true, "\(fault?.cause ?? "")")
        #expect(fault?.cause.contains(Self.secret) == false)
    }

    @Test(
        "A rotation keeps the former key for its grace, retires what is over, and forgets the oldest names last of all")
    func rotation() throws {
        var set = KeySet.new()
        let first = set.active.kid
        let now = UnixTime(1000)
        set = set.rotated(grace: 60, at: now)
        #expect(set.active.kid != first)
        #expect(set.keys.map(\.state) == [.active, .verifying(until: UnixTime(1060))])
        guard case .found(let former) = set.lookUp(first, at: UnixTime(1059)) else { throw KeySetFault(cause: "gone") }
        #expect(former.tokenKey != nil)
        guard case .retired = set.lookUp(first, at: UnixTime(1060)) else { throw KeySetFault(cause: "there") }
        set = set.rotated(grace: 60, at: UnixTime(1060))
        #expect(set.keys.last?.kid == first && set.keys.last?.state == .retired(since: UnixTime(1060)))
        #expect(set.keys.last?.tokenKey == nil && set.keys.last?.deliveryKey == nil)
        for _ in 0..<100 { set = set.rotated(grace: 0, at: UnixTime(2000)) }
        #expect(set.keys.count == 1 + 32 && set.keys.count(where: { $0.state == .active }) == 1)
    }

    @Test("Nothing that holds a secret prints it")
    func descriptions() throws {
        let set = try KeyFile.read(Self.file(Self.active))
        var dumped = ""
        dump(set, to: &dumped)
        for text in ["\(set)", String(reflecting: set.activeSecret), dumped] {
            #expect(!text.contains(Self.secret) && !text.contains("7, 7") && text.contains("***"))
        }
    }
}
