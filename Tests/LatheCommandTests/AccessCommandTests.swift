import Foundation
import LatheAccess
import Testing

@testable import LatheCommand

@Suite("Tokens, keys and the first run")
struct AccessCommandTests {
    @Test("The first run makes keys and shows a link to sign in with; later ones say how to make a token")
    func firstRun() throws {
        try inFolder { folder in
            let configuration = try Configuration.resolve(flags: ["data": folder, "listen": "0.0.0.0:8001"])
            let first = try #require(try ServiceAccess(configuration))
            let link = try #require(first.greeting.firstMatch(of: /http:\/\/127\.0\.0\.1:8001\/#token=(\S+)/))
            let principal = try verify(String(link.1), folder)
            #expect(principal.role == .admin && principal.subject == "admin")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/keys.json")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let later = try #require(try ServiceAccess(configuration))
            #expect(
                later.greeting == """
                    Lathe serves http://127.0.0.1:8001
                    To sign in, make a token: lathe token --role admin --subject NAME --data \(folder)

                    """)
        }
    }

    @Test("A worker alone needs no keys")
    func worker() throws {
        try inFolder { folder in
            let configuration = try Configuration.resolve(flags: ["data": folder, "roles": "worker"])
            #expect(try ServiceAccess(configuration) == nil)
            #expect(!FileManager.default.fileExists(atPath: folder + "/keys.json"))
        }
    }

    @Test("A token is who it says, for as long as it says")
    func token() throws {
        try inFolder { folder in
            _ = try ServiceAccess(Configuration.resolve(flags: ["data": folder]))
            let captured = CapturedConsole()
            let before = UnixTime.now.seconds
            let status = captured.run("token --role artist --subject ann --lifetime 10m --data \(folder)")
            #expect(status == .success && captured.output.hasSuffix("\n"))
            let principal = try verify(captured.output.split(separator: "\n").last.map(String.init) ?? "", folder)
            #expect(principal.role == .artist && principal.subject == "ann")
            #expect((before...UnixTime.now.seconds).contains(principal.expiresAt.seconds - 600))
        }
    }

    @Test("Without keys there is no token, and it says what makes them")
    func missing() throws {
        try inFolder { folder in
            for line in ["token --role admin --subject a", "keys list", "keys rotate"] {
                let captured = CapturedConsole()
                #expect(captured.run("\(line) --data \(folder)") == .noInput)
                #expect(captured.errors.contains("The first \"lathe serve\" makes one."))
            }
            #expect(CapturedConsole().run("token --role king --subject a --data \(folder)") == .usage)
            #expect(CapturedConsole().run("token --role admin --data \(folder)") == .usage)
        }
    }

    @Test("A rotated key verifies for its grace, and not at all without one")
    func rotate() throws {
        try inFolder { folder in
            let made = try #require(try ServiceAccess(Configuration.resolve(flags: ["data": folder]))).greeting
            let token = String(try #require(made.firstMatch(of: /#token=(\S+)/)).1)
            #expect(CapturedConsole().run("keys rotate --grace 1h --data \(folder)") == .success)
            #expect(try verify(token, folder).role == .admin)
            let listed = CapturedConsole()
            #expect(listed.run("keys list --data \(folder)") == .success)
            let states = listed.output.split(separator: "\n").map { $0.split(separator: " ").dropFirst().first }
            #expect(states == ["signs", "verifies"])
            #expect(CapturedConsole().run("keys rotate --grace 0s --data \(folder)") == .success)
            // The one in its grace goes on: only the key that signed until now is ended.
            #expect(try verify(token, folder).role == .admin)
        }
    }

    private func verify(_ token: String, _ folder: String) throws -> Principal {
        let ring = try KeyRing(KeyStore(path: folder + "/keys.json"))
        return try TokenVerifier(policy: ServiceAccess.policy, ring: ring).verify(token, at: .now).get()
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-access-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
