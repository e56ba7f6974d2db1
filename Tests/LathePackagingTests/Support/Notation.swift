/// Bytes in readable notation: hexadecimal digits, ASCII between apostrophes, comments from `//` to the line's end.
/// White space only separates.
func bytes(_ notation: String) -> [UInt8] {
    notation.split(separator: "\n").flatMap { line in
        let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
        return code.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { position, part in
            position.isMultiple(of: 2) ? hexadecimal(part) : Array(part.utf8)
        }
    }
}

private func hexadecimal(_ digits: Substring) -> [UInt8] {
    let nibbles = digits.compactMap(\.hexDigitValue)
    return stride(from: 0, to: nibbles.count - 1, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
}

/// A generator of the same numbers in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
