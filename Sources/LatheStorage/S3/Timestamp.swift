internal import Foundation

/// Moments as S3 writes them.
enum Timestamp {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Wed, 12 Oct 2009 17:50:00 GMT` (RFC 9110 §5.6.7); nil for anything else.
    static func http(_ text: String) -> Date? {
        let parts = text.split { " :,".contains($0) }
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let numbers = [parts[3], "\(month + 1)", parts[1], parts[4], parts[5], parts[6]].map { Int32($0) }
        return date(numbers)
    }

    /// `2009-10-12T17:50:30.000Z` (ISO 8601), a fraction or none; nil for anything else.
    static func iso(_ text: String) -> Date? {
        guard text.hasSuffix("Z") else { return nil }
        let parts = text.dropLast().split { "-T:.".contains($0) }
        guard 6...7 ~= parts.count, let date = date(parts.prefix(6).map { Int32($0) }) else { return nil }
        return date + (parts.count == 7 ? Double("0.\(parts[6])") ?? 0 : 0)
    }

    private static func date(_ numbers: [Int32?]) -> Date? {
        let known = numbers.compactMap(\.self)
        guard known.count == 6, 1900...9999 ~= known[0], 1...12 ~= known[1], 1...31 ~= known[2],
            0...23 ~= known[3], 0...59 ~= known[4], 0...60 ~= known[5]
        else { return nil }
        var parts = tm()
        parts.tm_year = known[0] - 1900
        parts.tm_mon = known[1] - 1
        (parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec) = (known[2], known[3], known[4], known[5])
        return Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
    }
}
