internal import Glibc

/// A moment as whole seconds since 1970 in UTC: NumericDate of RFC 7519 §2 without its fraction.
public struct UnixTime: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int64

    /// Names a moment.
    public init(_ seconds: Int64) { self.seconds = seconds }

    /// This moment, as the system's clock has it.
    public static var now: UnixTime { UnixTime(Int64(time(nil))) }

    /// The end of the year 9999. Nothing here lasts longer, and sums of such moments do not overflow.
    public static let latest = UnixTime(253_402_300_799)

    /// Whether the first is earlier.
    public static func < (one: UnixTime, other: UnixTime) -> Bool { one.seconds < other.seconds }

    /// So many seconds later, `latest` at most.
    public static func + (moment: UnixTime, seconds: Int64) -> UnixTime {
        let (sum, isTooLarge) = moment.seconds.addingReportingOverflow(seconds)
        guard isTooLarge else { return UnixTime(min(sum, latest.seconds)) }
        return seconds > 0 ? latest : UnixTime(.min)
    }
}
