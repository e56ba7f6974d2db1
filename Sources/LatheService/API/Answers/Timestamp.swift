internal import FoundationEssentials
internal import LatheAccess

/// A time as RFC 3339 writes it, in UTC: `2026-03-27T09:30:00.250Z`.
/// - Parameter milliseconds: since 1970.
func timestamp(_ milliseconds: Int64) -> String {
    let time = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    return time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
}

/// The same in whole seconds.
func timestamp(_ moment: UnixTime) -> String {
    Date(timeIntervalSince1970: Double(moment.seconds)).formatted(Date.ISO8601FormatStyle())
}
