/// Which objects are read from beginning to end; that they are there, and how long they are, is asked of all.
public struct Sample: Sendable, Equatable {
    /// Out of a hundred, on average.
    public let percent: Double

    /// All of them.
    public static let everything = Sample(percent: 100)
    static let nothing = Sample(percent: 0)

    /// - Parameter percent: 0 to 100.
    public init(percent: Double) { self.percent = percent }

    func includesNext() -> Bool { percent >= 100 || Double.random(in: 0..<100) < percent }
}
