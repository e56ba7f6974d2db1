/// How a queue decides; every process of an installation should use the same.
public struct QueueSettings: Sendable, Equatable {
    /// Without a report for so long, a worker counts as dead. Milliseconds.
    public var leaseDuration: Int64 = 15_000
    /// So much older makes up for one level of priority, so that nothing waits for ever. Milliseconds.
    public var ageOfOneLevel: Int64 = 600_000
    /// A job that brings its process down so often is dead, whatever attempts it has left.
    public var maximumCrashes = 2
    /// A job whose workers vanish so often is dead: it may be what kills them.
    public var maximumLosses = 10
    /// A job that is postponed so often is dead: it seems to be the only one with such surroundings. Most of a day.
    public var maximumPostponements = 500
    /// The delay before the second attempt is random up to this, doubled with each. Milliseconds.
    public var firstDelay: Int64 = 2_000
    /// No delay is longer. Milliseconds.
    public var longestDelay: Int64 = 300_000

    public init() {}
}
