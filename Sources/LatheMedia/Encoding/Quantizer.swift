/// Brings float samples back to integers: exactly where they were integers of at most 24 bits, else by dithering.
///
/// The dither is triangular, of two least significant bits' width, from a generator that starts the same each time: the
/// error becomes noise that does not follow the music (Lipshitz, Wannamaker and Vanderkooy, "Quantization and Dither",
/// JAES 40, 1992), and the same master makes the same bytes.
struct Quantizer {
    /// Of what comes out.
    let bits: Int
    private let isDithered: Bool
    private let scale: Double
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var clippedCount = 0

    private static let mostBits = 24

    init(bitsPerSample: Int, isFloat: Bool) {
        isDithered = isFloat || bitsPerSample > Self.mostBits
        bits = isDithered ? Self.mostBits : max(4, bitsPerSample)
        scale = Double(1 << (bits - 1))
    }

    var note: String? {
        guard isDithered else { return nil }
        return "dithered to \(bits) bits" + (clippedCount > 0 ? ", \(clippedCount) samples beyond full scale cut" : "")
    }

    mutating func convert(_ source: UnsafePointer<Float>, _ count: Int, into target: inout [Int32]) {
        let (lowest, highest) = (-scale, scale - 1)
        for index in 0..<count {
            var value = Double(source[index]) * scale
            if isDithered {
                value = (value + uniform() - uniform()).rounded()
                if value < lowest || value > highest { clippedCount += 1 }
            }
            target[index] = Int32(min(highest, max(lowest, value)))
        }
    }

    /// From 0 to 1 (xorshift, Marsaglia 2003).
    private mutating func uniform() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) * 0x1p-53
    }
}
