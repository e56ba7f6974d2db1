internal import LatheCatalog
internal import Synchronization

/// What is known of tracks that are listened to, for a few seconds each.
///
/// Of many that ask for the same track at once, one asks the database, and the others wait for it. The number of tracks
/// is bounded: there are two generations, and the older one is dropped when the younger one is full.
final class StreamCache: Sendable {
    private let state = Mutex(State())
    private let capacity: Int
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter capacity: tracks, about 2 kB each.
    init(capacity: Int = 20_000, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.capacity = max(2, capacity)
        self.now = now
    }

    /// What is known of a track; where that is nothing, or old, what the source says.
    func answer(
        for track: Track.ID, orAsking source: () async throws -> StreamAnswer
    ) async throws -> StreamAnswer {
        while true {
            switch state.withLock({ $0.claim(track, at: now()) }) {
            case .known(let answer): return answer
            case .lead(let turn): return try await lead(track, turn, source)
            case .follow: if let answer = await following(track) { return answer }
            }
        }
    }

    /// Has the next one ask anew: the track has been changed here.
    func forget(_ track: Track.ID) { state.withLock { $0.forget(track) } }

    private func lead(
        _ track: Track.ID, _ turn: Int, _ source: () async throws -> StreamAnswer
    ) async throws -> StreamAnswer {
        do {
            let answer = try await source()
            let end = now() + Self.lifetime(of: answer) * Double.random(in: 0.75...1.25)
            let waiting = state.withLock {
                $0.finish(track, turn, with: Entry(answer: answer, end: end), most: capacity)
            }
            for continuation in waiting { continuation.resume(returning: answer) }
            return answer
        } catch {
            // The failure is the leader's own, a cancellation perhaps: those who waited try for themselves.
            let waiting = state.withLock { $0.finish(track, turn, with: nil, most: capacity) }
            for continuation in waiting { continuation.resume(returning: nil) }
            throw error
        }
    }

    /// Waits for the one that asks. The wait is as short as a statement may take, so it heeds no cancellation.
    private func following(_ track: Track.ID) async -> StreamAnswer? {
        await withCheckedContinuation { continuation in
            if !state.withLock({ $0.follow(track, continuation) }) { continuation.resume(returning: nil) }
        }
    }

    /// What was published is replaced seldom; what is not ready yet is asked for until it is.
    private static func lifetime(of answer: StreamAnswer) -> Duration {
        switch answer {
        case .ready: .seconds(5)
        case .deleted: .seconds(60)
        case .notReady, .unknown: .milliseconds(500)
        }
    }
}

extension StreamCache {
    fileprivate typealias Waiting = CheckedContinuation<StreamAnswer?, Never>

    fileprivate struct Entry {
        let answer: StreamAnswer
        let end: ContinuousClock.Instant
    }

    fileprivate enum Claim {
        case known(StreamAnswer)
        /// Ask, under this number.
        case lead(Int)
        /// Somebody asks.
        case follow
    }

    fileprivate struct Question {
        let turn: Int
        var waiting: [Waiting] = []
        /// The track was changed since it was asked for: the answer may be the one from before.
        var isOutdated = false
    }

    fileprivate struct State {
        private var young: [Track.ID: Entry] = [:]
        private var old: [Track.ID: Entry] = [:]
        private var questions: [Track.ID: Question] = [:]
        private var lastTurn = 0

        mutating func claim(_ track: Track.ID, at now: ContinuousClock.Instant) -> Claim {
            if let entry = young[track] ?? old[track], now < entry.end { return .known(entry.answer) }
            guard questions[track] == nil else { return .follow }
            lastTurn += 1
            questions[track] = Question(turn: lastTurn)
            return .lead(lastTurn)
        }

        mutating func follow(_ track: Track.ID, _ continuation: Waiting) -> Bool {
            guard questions[track] != nil else { return false }
            questions[track]?.waiting.append(continuation)
            return true
        }

        /// - Returns: who waits.
        mutating func finish(_ track: Track.ID, _ turn: Int, with entry: Entry?, most: Int) -> [Waiting] {
            guard let question = questions[track], question.turn == turn else { return [] }
            questions[track] = nil
            if let entry, !question.isOutdated {
                if young.count >= most / 2 { (old, young) = (young, [:]) }
                young[track] = entry
            }
            return question.waiting
        }

        mutating func forget(_ track: Track.ID) {
            young[track] = nil
            old[track] = nil
            questions[track]?.isOutdated = true
        }
    }
}
