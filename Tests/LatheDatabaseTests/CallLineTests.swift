import Testing

@testable import LatheDatabase

/// The decisions of the pool, without threads or clocks.
struct CallLineTests {
    private let start = ContinuousClock.now

    private func line(threads: Int = 2, length: Int = 3) -> CallLine<String> {
        CallLine(threadLimit: threads, lengthLimit: length)
    }

    private func join(_ line: inout CallLine<String>, _ name: String, after seconds: Int = 10)
        -> CallLine<String>.Admission
    {
        line.join(name, until: start + .seconds(seconds)).admission
    }

    @Test("Threads are started until there are as many as may, then one waits")
    func threads() {
        var line = line()
        #expect(join(&line, "a") == .startThread)
        #expect(join(&line, "b") == .startThread)
        #expect(join(&line, "c") == .wait)
        #expect(line.threads == 2)
    }

    @Test("An idle thread is woken rather than another one started")
    func wakes() {
        var line = line()
        #expect(join(&line, "a") == .startThread)
        #expect(line.next(upTo: 1) == ["a"])
        line.threadIdles()
        #expect(join(&line, "b") == .wakeThread)
        #expect(join(&line, "c") == .startThread)
    }

    @Test("First come, first served; those who left are passed over")
    func order() {
        var line = line(length: 10)
        let tickets = ["a", "b", "c", "d"].map { line.join($0, until: start).ticket }
        #expect(line.leave(tickets[1]) == "b")
        #expect(line.leave(tickets[1]) == nil)
        #expect(line.next(upTo: 2) == ["a", "c"])
        #expect(line.leave(tickets[0]) == nil)
        #expect(line.next(upTo: 2) == ["d"])
        #expect(line.next(upTo: 2) == [])
    }

    @Test("One more than may wait is refused, and one less admitted again")
    func full() {
        var line = line(threads: 1, length: 2)
        _ = join(&line, "a")
        _ = join(&line, "b")
        #expect(join(&line, "c") == .refuse(.full))
        #expect(line.next(upTo: 1) == ["a"])
        #expect(join(&line, "d") == .wait)
    }

    @Test("Those whose time is over leave, oldest first, and the next deadline is told")
    func expiry() {
        var line = line(threads: 1, length: 10)
        for (name, seconds) in [("a", 5), ("b", 1), ("c", 2), ("d", 9)] { _ = join(&line, name, after: seconds) }
        let (expired, next) = line.expire(at: start + .seconds(5))
        #expect(expired == ["a", "b", "c"])
        #expect(next == start + .seconds(9))
        #expect(line.expire(at: start + .seconds(10)).next == nil)
        #expect(line.count == 0)
    }

    @Test("A closed line gives back who waited and admits nobody")
    func close() {
        var line = line()
        _ = join(&line, "a")
        #expect(line.close() == ["a"])
        #expect(join(&line, "b") == .refuse(.closed))
    }
}
