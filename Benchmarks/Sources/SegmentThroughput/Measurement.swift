import LathePackaging

/// One container at one bit rate.
struct Measurement {
    static let rounds = 9

    private let name: String
    private let kilobits: Int
    private let durations: [Duration]
    private let made: Packaged

    init(_ name: String, _ kilobits: Int, frameLength: Int, _ package: (Programme) -> Packaged) {
        self.name = name
        self.kilobits = kilobits
        let programme = Programme(kilobitsPerSecond: kilobits, frameLength: frameLength)
        let clock = ContinuousClock()
        var made = package(programme)
        durations = (0..<Self.rounds).map { _ in clock.measure { made = package(programme) } }.sorted()
        self.made = made
    }

    func report() {
        let seconds = durations[Self.rounds / 2] / .seconds(1)
        func rate(_ count: Int, width: Int) -> String { column("\(Int(Double(count) / seconds))", width) }
        print(
            column(name, 9, left: true), column("\(kilobits)", 7), rate(made.segments, width: 11),
            rate(Programme.seconds, width: 12), rate(made.bytes / 1_000_000, width: 6))
    }

    private func column(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + space : space + text
    }
}

/// What came out.
struct Packaged {
    var segments = 0
    var bytes = 0

    mutating func count(_ file: [UInt8]) {
        segments += 1
        bytes += file.count
    }
}

/// Coded frames of an hour: sizes as an encoder of an average bit rate gives them.
struct Programme {
    static let seconds = 3600
    static let sampleRate = 44_100
    static let length = seconds * sampleRate

    struct Segment {
        let range: Range<Int>
        let sizes: [Int]
        let payload: [UInt8]
    }

    let timeline = Timeline(sampleRate: sampleRate, segmentDuration: 4, length: length)
    let kilobitsPerSecond: Int
    let segments: [Segment]

    /// Sizes vary by a third around the mean.
    init(kilobitsPerSecond: Int, frameLength: Int) {
        self.kilobitsPerSecond = kilobitsPerSecond
        let mean = kilobitsPerSecond * 125 * frameLength / Self.sampleRate
        segments = (0..<(timeline.segmentCount ?? 0)).map { [timeline] segment in
            let range = timeline.range(ofSegment: segment)
            let sizes = (0..<range.count / frameLength).map { mean + ($0 * 7919 % 101 - 50) * mean / 150 }
            return Segment(range: range, sizes: sizes, payload: Array(repeating: 0x55, count: sizes.reduce(0, +)))
        }
    }
}
