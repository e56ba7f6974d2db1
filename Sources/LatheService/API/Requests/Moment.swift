/// A moment as RFC 3339 §5.6 writes it: `2026-03-27T09:30:00.25+01:00`.
enum Moment {
    static func isMoment(_ text: String) -> Bool {
        let parts = text.wholeMatch(
            of: /([0-9-]{10})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|[+-]([0-9]{2}):([0-9]{2}))/)
        guard let parts = parts?.output, ReleaseDate.isDay(String(parts.1)) else { return false }
        return isBelow(24, parts.2) && isBelow(60, parts.3)
            // A leap second.
            && isBelow(61, parts.4) && isBelow(24, parts.5 ?? "00") && isBelow(60, parts.6 ?? "00")
    }

    private static func isBelow(_ limit: Int, _ digits: Substring) -> Bool { Int(digits).map { $0 < limit } ?? false }
}
