import LatheAccess
import LatheCatalog
import Synchronization
import TestDatabases
import Testing

@testable import LatheService

@Suite("Where tracks are played from")
struct StreamTests {
    @Test("The answer is the listener's own, signed and not to be kept")
    func answer() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let track = try await Library(stage).track
            let mine = try await stage.send("GET", "/tracks/\(track)/stream")
            let others = try await stage.send("GET", "/tracks/\(track)/stream", as: .listener)
            #expect(mine.headers["cache-control"] == "no-store")
            #expect(mine.text("hlsUrl").hasSuffix("/master.m3u8") && mine.text("hlsUrl") != others.text("hlsUrl"))
            #expect(mine.text("trackUrl") == mine.text("progressive.aac-320"))
            let verifier = DeliveryVerifier(try KeyRing(stage.store))
            let path = String(mine.text("dashUrl").dropFirst("http://music.test".count))
            let grant = try verifier.verify(rawPath: path, method: "GET", at: .now).get()
            #expect(grant.file == "manifest.mpd" && grant.prefix.text.hasPrefix(track))
        }
    }

    @Test("Of many who ask for a track at once, one asks the database")
    func singleFlight() async throws {
        let start = ContinuousClock.now
        let cache = StreamCache(now: { start })
        let asked = Count()
        let gate = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: StreamAnswer.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await cache.answer(for: "t") {
                        asked.rise()
                        for await _ in gate.stream { break }
                        return .notReady
                    }
                }
            }
            gate.continuation.yield()
            for try await answer in group { #expect(answer == .notReady) }
        }
        #expect(asked.value == 1)
    }

    @Test("What failed for one is asked again by the next")
    func failure() async throws {
        struct Away: Error {}
        let cache = StreamCache()
        await #expect(throws: Away.self) { try await cache.answer(for: "t") { throw Away() } }
        #expect(try await cache.answer(for: "t") { .deleted } == .deleted)
    }

    @Test("An answer is kept for seconds, not after a change, and not if it was on its way during one")
    func freshness() async throws {
        let time = Mutex(ContinuousClock.now)
        let cache = StreamCache(now: { time.withLock { $0 } })
        let ask = { (answer: StreamAnswer) in try await cache.answer(for: "t") { answer } }
        #expect(try await ask(.notReady) == .notReady)
        #expect(try await ask(.deleted) == .notReady)
        time.withLock { $0 += .seconds(1) }
        #expect(try await ask(.deleted) == .deleted)
        cache.forget("t")
        #expect(try await ask(.unknown) == .unknown)
        cache.forget("t")
        _ = try await cache.answer(for: "t") {
            cache.forget("t")
            return .notReady
        }
        #expect(try await ask(.deleted) == .deleted)
    }

    @Test("However many tracks are asked for, no more are remembered than may be")
    func bounds() async throws {
        let cache = StreamCache(capacity: 10)
        let asked = Count()
        for round in 0..<2 {
            for number in 0..<1000 {
                _ = try await cache.answer(for: "\(number)") {
                    asked.rise()
                    return .deleted
                }
            }
            #expect(asked.value == 1000 * (round + 1))
        }
    }
}

/// How often something was done.
private final class Count: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }
    func rise() { number.withLock { $0 += 1 } }
}
