internal import Foundation
@testable internal import LatheAccess
internal import Synchronization
internal import Testing

/// A clock that stands until it is moved.
private final class StandingClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { instant.withLock(\.self) }
    func advance(_ duration: Duration) { instant.withLock { $0 += duration } }
}

struct RateLimiterTests {
    private static let policies: [RateClass: RatePolicy] = Dictionary(
        uniqueKeysWithValues: RateClass.allCases.map {
            ($0, RatePolicy(perSubject: RateLimit(10, per: 60), perAddress: RateLimit(20, per: 60)))
        })
    private let clock: StandingClock
    private let limiter: RateLimiter

    init() {
        let clock = StandingClock()
        self.clock = clock
        limiter = RateLimiter(Self.policies, capacity: 1600) { clock.now }
    }

    private static func address(_ text: String) throws -> RateKey { .address(try #require(IPAddress(text))) }

    private func allowed(_ rateClass: RateClass, _ keys: [RateKey], of count: Int = 100) -> Int {
        (0..<count).count { _ in limiter.take(rateClass, keys: keys)?.isAllowed != false }
    }

    @Test("The headers say what is left, when it is whole again, and how long to wait")
    func headers() throws {
        let keys = [RateKey.subject("ada"), try Self.address("192.0.2.1")]
        let first = try #require(limiter.take(.read, keys: keys))
        #expect(
            first.headers.map { "\($0.name): \($0.value)" } == [
                "RateLimit-Policy: \"read\";q=10;w=60", "RateLimit: \"read\";r=9;t=6",
            ])
        #expect(allowed(.read, keys) == 9)
        clock.advance(.milliseconds(1500))
        let last = try #require(limiter.take(.read, keys: keys))
        #expect(!last.isAllowed)
        #expect(
            last.headers.map { "\($0.name): \($0.value)" }
                == ["RateLimit-Policy: \"read\";q=10;w=60", "RateLimit: \"read\";r=0;t=59", "Retry-After: 5"])
        clock.advance(.seconds(5))
        #expect(limiter.take(.read, keys: keys)?.isAllowed == true)
    }

    @Test("What one class uses up, no other misses", arguments: RateClass.allCases)
    func classes(exhausted: RateClass) {
        #expect(allowed(exhausted, [.subject("ada")]) == 10)
        for other in RateClass.allCases where other != exhausted { #expect(allowed(other, [.subject("ada")]) == 10) }
    }

    @Test("A flood of uploads evicts nobody from streaming")
    func flood() {
        _ = allowed(.stream, [.subject("ada")])
        for index in 0..<20_000 { _ = limiter.take(.upload, keys: [.subject("\(index)")]) }
        #expect(limiter.subjectCount(.upload) <= 1600 && limiter.subjectCount(.stream) == 1)
        #expect(allowed(.stream, [.subject("ada")]) == 0)
    }

    @Test("Memory is bounded, and one who used up a limit is remembered through a flood of new callers")
    func bounded() {
        _ = allowed(.auth, [.subject("guesser")])
        for index in 0..<50_000 { _ = limiter.take(.auth, keys: [.subject("\(index)")]) }
        #expect(limiter.subjectCount(.auth) <= 1600)
        #expect(allowed(.auth, [.subject("guesser")]) == 0)
    }

    @Test("A request that one key refuses costs the other nothing")
    func both() throws {
        let (one, two) = (try Self.address("192.0.2.1"), try Self.address("192.0.2.2"))
        #expect(allowed(.read, [.subject("ada"), one]) == 10)
        #expect(allowed(.read, [one, .subject("ada")]) == 0)
        // Of the address's twenty ten are left.
        #expect(allowed(.read, [one]) == 10)
        #expect(allowed(.read, [.subject("bob"), one]) == 0)
        #expect(allowed(.read, [.subject("bob"), two]) == 10)
    }

    @Test("A household has one limit, in whichever form its address comes")
    func addresses() throws {
        #expect(allowed(.auth, [try Self.address("2001:db8:1:2::1")]) == 20)
        #expect(allowed(.auth, [try Self.address("2001:db8:1:2:ffff::7")]) == 0)
        #expect(allowed(.auth, [try Self.address("2001:db8:1:3::1")]) == 20)
        #expect(allowed(.auth, [try Self.address("::ffff:192.0.2.1")]) == 20)
        #expect(allowed(.auth, [try Self.address("192.0.2.1")]) == 0)
        #expect(allowed(.auth, [.subject("192.0.2.1")]) == 10)
    }

    @Test("Under load writes and uploads shrink first, reads half as much, streams never")
    func load() {
        limiter.setLoad(factor: 0.2)
        let counts = RateClass.allCases.map { allowed($0, [.subject("ada")]) }
        #expect(counts == [10, 6, 2, 2, 10])
    }

    @Test("No factor is so wrong that it stops a class", arguments: [0, -1, .nan, .infinity, -.infinity, 2, 1e-300])
    func factors(factor: Double) {
        for rateClass in RateClass.allCases {
            let share = rateClass.share(underLoad: factor)
            #expect(share > 0 && share <= 1)
        }
        #expect(RateClass.stream.share(underLoad: factor) == 1)
    }

    @Test("A class without policy, and a request without keys, is not limited")
    func unlimited() {
        #expect(RateLimiter([:]).take(.read, keys: [.subject("ada")]) == nil)
        #expect(limiter.take(.read, keys: []) == nil)
        #expect(Set(RatePolicy.standard.keys) == Set(RateClass.allCases))
    }

    @Test("Threads that share a key get its quota and no more")
    func contention() async {
        let limiter = limiter
        let total = Mutex(0)
        await withCheckedContinuation { continuation in
            let left = Mutex(4)
            for _ in 0..<4 {
                Thread {
                    let allowed = (0..<1000).count { _ in
                        limiter.take(.write, keys: [.subject("ada")])?.isAllowed == true
                    }
                    total.withLock { $0 += allowed }
                    let isLast = left.withLock { left in
                        left -= 1
                        return left == 0
                    }
                    if isLast { continuation.resume() }
                }.start()
            }
        }
        #expect(total.withLock(\.self) == 10)
    }
}
