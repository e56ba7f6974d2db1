import LatheJobs
import LatheStorage
import Testing

@testable import LatheWorker

@Suite("Small decisions")
struct DecisionTests {
    @Test("After the database's clock was put forward leases are not judged for a lease's length")
    func jump() {
        var guarding = JumpGuard(leaseDuration: 15_000)
        let looks: [(database: Int64, own: Int64, mayJudge: Bool)] = [
            (1_000_000, 0, true), (1_001_000, 1000, true), (4_602_000, 2000, false), (4_610_000, 10_000, false),
            (4_617_000, 17_000, true),
        ]
        let answers = looks.map { guarding.mayJudge(database: $0.database, own: $0.own) }
        #expect(answers == looks.map(\.mayJudge))
    }

    @Test("A clock that is put back, or a slow look, is no jump")
    func noJump() {
        var guarding = JumpGuard(leaseDuration: 15_000)
        let looks: [(Int64, Int64)] = [(5_000_000, 0), (1_400_000, 1000), (1_410_000, 11_000)]
        let answers = looks.map { guarding.mayJudge(database: $0.0, own: $0.1) }
        #expect(answers == [true, true, true])
    }

    @Test("A worker that saw nothing for longer than a lease lets the others speak first")
    func standstill() {
        var guarding = JumpGuard(leaseDuration: 15_000)
        let looks: [(Int64, Int64)] = [(0, 0), (1000, 1000), (61_000, 61_000), (75_000, 75_000), (76_000, 76_000)]
        let answers = looks.map { guarding.mayJudge(database: $0.0, own: $0.1) }
        #expect(answers == [true, true, false, false, true])
    }

    @Test("While jobs are postponed a worker rests longer each time, then tries with one")
    func breaker() {
        var breaker = CircuitBreaker()
        func allowance(_ time: Int64, running: Int = 0) -> Int {
            breaker.allowance(at: time, free: 4 - running, running: running)
        }
        #expect(allowance(0) == 4)
        breaker.record(postponed: true, at: 1000)
        #expect([1000, 1499, 1500].map { allowance($0) } == [0, 0, 1])
        #expect(allowance(1500, running: 1) == 0)
        breaker.record(postponed: true, at: 2000)
        #expect([2999, 3000].map { allowance($0) } == [0, 1])
        for _ in 0..<40 { breaker.record(postponed: true, at: 10_000) }
        #expect([39_999, 40_000].map { allowance($0) } == [0, 1])
        breaker.record(postponed: false, at: 40_000)
        #expect(allowance(40_000, running: 1) == 3)
    }

    @Test("What a job depends on is told from the job itself")
    func surroundings() {
        let full = StorageError(.full, "put", "a", because: "no space left", remedy: "Free some.")
        #expect(JobPostponement(full)?.failure.message == "cannot put a: no space left")
        #expect(JobPostponement(full)?.failure.remedy == "Free some.")
        #expect(JobPostponement(WorkerError.system("make", "a pipe", errno: 24)) != nil)
        #expect(JobPostponement(StorageError(.corrupt, "put", "a", because: "it differs")) == nil)
        #expect(JobPostponement(CancellationError()) == nil)
    }

    @Test("Lines are cut wherever the pieces end")
    func lines() throws {
        var splitter = LineSplitter(limit: 10)
        var lines: [[[UInt8]]] = []
        for piece in ["ab", "c\nd\ne", "\n"] { lines.append(try splitter.take(Array(piece.utf8))) }
        #expect(lines == [[], [Array("abc".utf8), Array("d".utf8)], [Array("e".utf8)]])
    }

    @Test("A line without an end is refused")
    func endless() {
        var splitter = LineSplitter(limit: 10)
        #expect(throws: WorkerError.self) { _ = try splitter.take([UInt8](repeating: 65, count: 11)) }
    }

    @Test(
        "Events come back from their lines",
        arguments: [
            EncodeEvent.progress(EncodeProgress(fraction: 0.5, speed: 20, remaining: nil, segments: 3)),
            .object(SpooledObject(path: "a/0.m4s", file: "1", bytes: 5, sha256: "00")), .finished,
            .failed(EncodeFailure(code: "masterRejected", message: "line\nbreak", remedy: nil)),
        ])
    func events(event: EncodeEvent) throws {
        let line = try event.line
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(try EncodeEvent(line: line.dropLast()) == event)
    }

    @Test("A place is found again from a key, and from nothing else")
    func place() throws {
        let place = PackagePlace(track: "t", revision: "0192-ab", token: 12)
        #expect(place.prefix == "tracks/t/0192-ab-12/")
        #expect(PackagePlace(containing: try place.key("aac-96/0.m4s")) == place)
        for key in ["tracks/t/0192-ab-12", "masters/t/0192-ab-12/x", "tracks/t/0192/x", "tracks/t/0192-x/y"] {
            #expect(PackagePlace(containing: try .init(key)) == nil)
        }
    }

    @Test("The tail of a log is its last 4096 bytes")
    func tail() {
        var tail = LogTail()
        for _ in 0..<1000 { tail.append(Array("0123456789".utf8)) }
        #expect(tail.text.utf8.count == 4096 && tail.text.hasSuffix("789"))
    }

    @Test("A provoked fault names its masters")
    func faults() {
        #expect(ProvokedFault("crash:poison")?.concerns("/m/poison.flac") == true)
        #expect(ProvokedFault("crash:poison")?.concerns("/m/good.flac") == false)
        #expect(ProvokedFault("laugh:poison") == nil)
    }
}
