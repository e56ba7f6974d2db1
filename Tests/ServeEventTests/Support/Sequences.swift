/// What a receiver got of the news of one track: numbers in the order of their arrival.
struct Sequences {
    private(set) var all: [String: [Int]] = [:]
    private(set) var count = 0

    mutating func add(_ number: Int, of track: String) {
        all[track, default: []].append(number)
        count += 1
    }

    /// Tracks of which something is missing, or came for the first time after what happened later.
    func faults(expecting last: [String: Int]) -> [String] {
        last.sorted { $0.key < $1.key }.compactMap { track, last in
            var seen: Set<Int> = []
            let firsts = (all[track] ?? []).filter { seen.insert($0).inserted }
            if firsts == Array(0..<last) { return nil }
            let missing = (0..<last).filter { !seen.contains($0) }
            return "\(track): \(firsts.count) of \(last), missing \(missing.prefix(5)), \(firsts == firsts.sorted())"
        }
    }

    /// How many came more than once.
    var repetitions: Int { all.values.reduce(0) { $0 + $1.count - Set($1).count } }
}

/// Announces news of several tracks, numbered for each, until it is told to stop.
actor Announcer {
    private let installation: Installation
    private let tracks: [String]
    /// How many there are of each.
    private(set) var last: [String: Int] = [:]

    init(_ installation: Installation, tracks: Int) {
        self.installation = installation
        self.tracks = (0..<tracks).map { "track-\($0)" }
    }

    /// One for each track, in one order after another.
    func round() async throws {
        for track in tracks.shuffled() {
            let number = last[track, default: 0]
            try await installation.announce(number, of: track)
            last[track] = number + 1
        }
    }

    var total: Int { last.values.reduce(0, +) }
}
