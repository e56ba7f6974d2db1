internal import LatheAccess
internal import LatheHTTP

/// A day of the Gregorian calendar as ISO 8601 writes it: `2026-03-27`.
enum ReleaseDate {
    static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...lengths[month - 1]).contains(day)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension RequestFields {
    /// A day, or nil where it is null or not there.
    func day(_ name: String) throws -> String? {
        guard let value = value(name), value != .null else { return nil }
        guard let text = value.string, ReleaseDate.isDay(text) else {
            throw Problem.invalid(pointer(name), "This is no day such as 2026-03-27.")
        }
        return text
    }
}
