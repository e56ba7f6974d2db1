internal import Foundation
@testable internal import LatheStorage
internal import Synchronization
internal import Testing

struct BlockingThreadsTests {
    @Test("No more run at once than there are threads, and all run")
    func limit() async throws {
        let threads = BlockingThreads(limit: 3)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await threads.run { _ in
                        gauge.enter()
                        usleep(1000)
                        gauge.leave()
                        return number
                    }
                }
            }
            let sum = try await group.reduce(0, +)
            #expect(sum == 50 * 49 / 2)
        }
        #expect(1...3 ~= gauge.most)
    }

    @Test("What waits for a thread can be cancelled, and is never run")
    func cancelWaiting() async throws {
        let threads = BlockingThreads(limit: 1)
        let (began, signal) = AsyncStream.makeStream(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        let first = Task {
            try await threads.run { _ in
                signal.yield()
                release.wait()
            }
        }
        for await _ in began { break }
        let gauge = Gauge()
        let second = Task { try await threads.run { _ in gauge.enter() } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        release.signal()
        try await first.value
        try await threads.run { _ in }
        #expect(gauge.most == 0)
    }

    @Test("What runs is told of its cancellation")
    func cancelRunning() async throws {
        let threads = BlockingThreads(limit: 1)
        let (began, signal) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await threads.run { cancellation in
                signal.yield()
                while true {
                    try cancellation.check()
                    usleep(1000)
                }
            }
        }
        for await _ in began { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

/// How many are inside, and how many were at most.
private final class Gauge: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func leave() { counts.withLock { $0.now -= 1 } }
    var most: Int { counts.withLock { $0.most } }
}
