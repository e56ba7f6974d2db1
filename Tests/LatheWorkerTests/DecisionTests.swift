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

    @Test("A clock that is put back, or a worker that was stopped, is no jump")
    func noJump() {
        var guarding = JumpGuard(leaseDuration: 15_000)
        let looks: [(Int64, Int64)] = [(5_000_000, 0), (1_400_000, 1000), (1_460_000, 61_000)]
        let answers = looks.map { guarding.mayJudge(database: $0.0, own: $0.1) }
        #expect(answers == [true, true, true])
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
