/// Names made of words as rare and as frequent as real ones are: the n-th word comes about once where the first comes
/// n times (Zipf's law). The same number always makes the same name.
struct Vocabulary: Sendable {
    private let words: [String]
    /// Rising, to 1: where a random number falls is a word.
    private let shares: [Double]

    init(size: Int = 30_000) {
        words = (0..<size).map(Self.word)
        var sum = 0.0
        let sums = (0..<size).map { rank in
            sum += 1 / Double(rank + 1)
            return sum
        }
        shares = sums.map { [sum] in $0 / sum }
    }

    /// Two to four syllables, all different.
    private static func word(_ number: Int) -> String {
        let consonants = Array("bdfghklmnprstvwz")
        let vowels = Array("aeiou")
        var rest = number &* 7919 % 512_000
        var word = ""
        repeat {
            word.append(consonants[rest % 16])
            rest /= 16
            word.append(vowels[rest % 5])
            rest /= 5
        } while rest > 0 || word.count < 4
        return word
    }

    /// One to four words.
    func name(_ kind: UInt64, _ number: Int) -> String {
        var random = Random(seed: kind << 40 | UInt64(number))
        return (0..<1 + Int(random.next() % 4)).map { _ in word(&random) }.joined(separator: " ")
    }

    /// The words by their frequency.
    func frequent(_ rank: Int) -> String { words[rank] }

    private func word(_ random: inout Random) -> String {
        let share = Double(random.next() >> 11) / Double(1 << 53)
        var (low, high) = (0, shares.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] < share { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }
}

/// SplitMix64.
struct Random: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
