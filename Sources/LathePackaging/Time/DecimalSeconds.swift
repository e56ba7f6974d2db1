/// Seconds with six decimals, from an integer count of microseconds.
func decimalSeconds(microseconds: Int) -> String {
    let (seconds, fraction) = microseconds.quotientAndRemainder(dividingBy: microsecondsPerSecond)
    let digits = String(fraction)
    return "\(seconds)." + String(repeating: "0", count: 6 - digits.utf8.count) + digits
}

/// The resolution of every time that is printed.
///
/// Up to a rate of 500 kHz half a microsecond is less than half a sample, so each printed time still names one sample.
let microsecondsPerSecond = 1_000_000
