internal import Testing

@testable internal import Lathe

struct ScheduleTests {
    @Test("The first lane makes its first segment before the others get a second turn")
    func firstSegmentFirst() {
        var schedule = Schedule(laneCount: 3, window: 4)
        decodeAll(&schedule, count: 4)
        #expect(schedule.next() == .advance(lane: 0, tick: 0))
        schedule.advanced(lane: 0, segment: 0)
        #expect(schedule.next() == .advance(lane: 0, tick: 1))
        schedule.advanced(lane: 0, segment: 1)
        #expect(schedule.next() == .advance(lane: 1, tick: 0))
    }

    @Test("A second thread gets another lane, never the same")
    func oneThreadPerLane() {
        var schedule = Schedule(laneCount: 2, window: 2)
        decodeAll(&schedule, count: 2)
        #expect(schedule.next() == .advance(lane: 0, tick: 0))
        #expect(schedule.next() == .advance(lane: 1, tick: 0))
        #expect(schedule.next() == .wait)
    }

    @Test("Decoding stops at the window and goes on when the last lane has left its oldest tick")
    func window() {
        var schedule = Schedule(laneCount: 1, window: 2)
        #expect(schedule.next() == .decode)
        #expect(schedule.next() == .wait, "one thread decodes at a time")
        schedule.decoded(isLast: false)
        #expect(schedule.next() == .decode)
        schedule.decoded(isLast: false)
        #expect(schedule.next() == .advance(lane: 0, tick: 0))
        schedule.advanced(lane: 0, segment: 0)
        #expect(schedule.oldestTick == 1)
        #expect(schedule.next() == .decode)
    }

    @Test("It ends when every lane has taken the last tick, not before")
    func end() {
        var schedule = Schedule(laneCount: 2, window: 2)
        #expect(schedule.next() == .decode)
        schedule.decoded(isLast: true)
        #expect(schedule.next() == .advance(lane: 0, tick: 0))
        #expect(schedule.next() == .advance(lane: 1, tick: 0))
        schedule.advanced(lane: 1, segment: 1)
        #expect(schedule.next() == .wait)
        schedule.advanced(lane: 0, segment: 1)
        #expect(schedule.next() == .finished)
    }

    @Test("Every lane takes every tick once, in order, however steps overlap", arguments: 1...4)
    func completeness(threads: Int) {
        var random = SplitMix(state: UInt64(threads))
        var schedule = Schedule(laneCount: 5, window: 3)
        var taken = Array(repeating: [Int](), count: 5)
        var running: [Schedule.Step] = []
        var decoded = 0
        while true {
            let step = running.count < threads ? schedule.next() : .wait
            if step == .finished { break }
            if step != .wait { running.append(step); continue }
            switch running.remove(at: Int(random.next() % UInt64(running.count))) {
            case .decode:
                decoded += 1
                schedule.decoded(isLast: decoded == 20)
            case .advance(let lane, let tick):
                taken[lane].append(tick)
                schedule.advanced(lane: lane, segment: tick / 4)
            case .wait, .finished: break
            }
        }
        #expect(taken == Array(repeating: Array(0..<20), count: 5))
    }

    private func decodeAll(_ schedule: inout Schedule, count: Int) {
        for index in 0..<count {
            #expect(schedule.next() == .decode)
            schedule.decoded(isLast: index == count - 1)
        }
    }
}

/// A repeatable source of chance (Steele, Lea, Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
