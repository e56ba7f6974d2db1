import Glibc

// Times as databases of Lathe have them: milliseconds since 1970.

/// RFC 3339 in UTC: `2026-11-25T23:32:09.123Z`.
func timestamp(_ milliseconds: Int64) -> String {
    let milliseconds = writable(milliseconds)
    let fields = utc(milliseconds)
    let date = [Int(fields.tm_year) + 1900, Int(fields.tm_mon) + 1, Int(fields.tm_mday)].map(twoDigits)
    return date.joined(separator: "-") + "T" + timeOfDay(milliseconds) + "."
        + fixed(Double(milliseconds - milliseconds.floored(to: 1000)) / 1000, 3).suffix(3) + "Z"
}

/// `23:32:09`, in UTC.
func timeOfDay(_ milliseconds: Int64) -> String {
    let fields = utc(writable(milliseconds))
    return [fields.tm_hour, fields.tm_min, fields.tm_sec].map { twoDigits(Int($0)) }.joined(separator: ":")
}

/// Milliseconds from one time to another; the longest there is where there is no such number.
func span(from start: Int64, to end: Int64) -> Int64 {
    let (length, isTooLong) = end.subtractingReportingOverflow(start)
    return isTooLong ? (end > start ? .max : .min) : length
}

/// A length of time in one unit: `12 s`, `3 min`, `5 h`, `8 d`.
func age(_ milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds / 1000)
    switch seconds {
    case ..<100: return "\(seconds) s"
    case ..<6000: return "\(seconds / 60) min"
    case ..<172_800: return "\(seconds / 3600) h"
    default: return "\(seconds / 86_400) d"
    }
}

/// The nearest time from year 0 to 9999: the only ones that RFC 3339 can write.
private func writable(_ milliseconds: Int64) -> Int64 {
    min(max(milliseconds, -62_167_219_200_000), 253_402_300_799_999)
}

private func utc(_ milliseconds: Int64) -> tm {
    var seconds = time_t(milliseconds.floored(to: 1000) / 1000)
    var fields = tm()
    gmtime_r(&seconds, &fields)
    return fields
}

private func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

extension Int64 {
    fileprivate func floored(to unit: Int64) -> Int64 {
        let rest = self % unit
        return self - (rest < 0 ? rest + unit : rest)
    }
}
