import Foundation
import TestServers
import Testing

@Suite("lathe serve, as a process", .serialized)
struct ServeTests {
    @Test("It makes its folder, says how to sign in, answers, and ends when it is told to")
    func serve() async throws {
        try await onThread {
            let served = try Served()
            defer { served.remove() }
            let token = try #require(served.token)
            let me = try served.curl("/api/v1/users/me", "--header", "Authorization: Bearer \(token)")
            #expect(me.contains(#""role":"admin""#) && me.hasSuffix(" 200"))
            #expect(try served.curl("/api/v1/artists").hasSuffix(" 401"))
            #expect(try Served(in: served.folder, port: served.port, isRefused: true).wait() == 69)
            #expect(served.end(SIGTERM) == 0)
            let again = try Served(in: served.folder, port: served.port)
            #expect(!again.greeting.contains("#token=") && again.greeting.contains("lathe token --role admin"))
            #expect(again.end(SIGINT) == 0)
        }
    }

    @Test("A request in its middle may end first; a second signal waits for nothing")
    func secondSignal() async throws {
        try await onThread {
            let served = try Served(options: ["--drain-timeout", "2m"])
            defer { served.remove() }
            let token = try #require(served.token)
            let client = try served.beginRequest(token: token)
            defer { client.terminate() }
            served.signal(SIGTERM)
            while FreePort.answers(served.port) { usleep(10_000) }
            // Nothing tells when a process does not end: what is asked is that it has not by now.
            Thread.sleep(forTimeInterval: 0.5)
            #expect(served.isRunning)
            #expect(served.end(SIGTERM) == 143)
        }
    }
}
