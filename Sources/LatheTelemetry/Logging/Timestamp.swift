internal import Foundation

/// Times as RFC 3339 writes them.
enum Timestamp {
    /// Appends the time in UTC, to the millisecond, rounded down. Times outside of the years 0 to 9999, which RFC 3339
    /// cannot write, become the nearest that it can.
    static func append(_ time: Date, to bytes: inout [UInt8]) {
        let seconds1970 = min(max(time.timeIntervalSince1970, -62_167_219_200), 253_402_300_799.999)
        let milliseconds = Int64((seconds1970 * 1000).rounded(.down))
        var seconds = time_t(milliseconds.flooredQuotient(by: 1000))
        var fields = tm()
        gmtime_r(&seconds, &fields)
        append(Int(fields.tm_year) + 1900, digits: 4, to: &bytes)
        append(Int(fields.tm_mon) + 1, digits: 2, after: "-", to: &bytes)
        append(Int(fields.tm_mday), digits: 2, after: "-", to: &bytes)
        append(Int(fields.tm_hour), digits: 2, after: "T", to: &bytes)
        append(Int(fields.tm_min), digits: 2, after: ":", to: &bytes)
        append(Int(fields.tm_sec), digits: 2, after: ":", to: &bytes)
        append(Int(milliseconds - Int64(seconds) * 1000), digits: 3, after: ".", to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    private static func append(
        _ number: Int, digits: Int, after separator: Unicode.Scalar? = nil, to bytes: inout [UInt8]
    ) {
        if let separator { bytes.append(UInt8(ascii: separator)) }
        var divisor = (1..<digits).reduce(1) { product, _ in product * 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
