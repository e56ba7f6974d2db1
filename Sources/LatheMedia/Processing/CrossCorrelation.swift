internal import CFFmpeg

/// How far one signal lags behind another, by the largest cross-correlation: through libavutil's FFT.
public struct CrossCorrelation: Sendable, Equatable {
    /// Samples by which the second signal is later than the first; negative: earlier.
    public let lag: Int
    /// How far the correlation at that lag stands out from all others, as a multiple of their root mean square: about 5
    /// for signals that have nothing in common, hundreds for one signal coded twice.
    public let prominence: Float

    /// Both signals together fill the longest FFT that FFmpeg 5.1 does fast: 131,072 points.
    public static let longestSignal = 1 << 16

    /// Compares differences of neighbouring samples, which tell more of time than the slow movements of a bass do.
    ///
    /// The signals have at most `longestSignal` samples each. Of lags that are as good as the best, as in a tone, the smallest is taken. Silence has lag 0 and prominence 0.
    /// - Throws: `MediaError` with code `encoder` when memory is exhausted.
    public init(_ first: [Float], _ second: [Float]) throws {
        precondition(max(first.count, second.count) <= Self.longestSignal, "the transform holds both")
        let (a, b) = (Self.differences(first), Self.differences(second))
        let correlation = try Self.correlation(a, b)
        let best = correlation.max() ?? 0
        guard best > 0 else {
            (lag, prominence) = (0, 0)
            return
        }
        let size = correlation.count
        let lags = correlation.indices.filter { correlation[$0] >= 0.999 * best }.map { $0 < size / 2 ? $0 : $0 - size }
        lag = lags.min { abs($0) < abs($1) } ?? 0
        prominence = best / (Self.energy(correlation) / Float(size)).squareRoot()
    }

    private static func differences(_ signal: [Float]) -> [Float] {
        zip(signal.dropFirst(), signal).map { $0 - $1 }
    }

    private static func energy(_ signal: [Float]) -> Float {
        Float(signal.reduce(0.0) { $0 + Double($1) * Double($1) })
    }

    /// For each lag, those that are negative from the end on; times the number of lags.
    private static func correlation(_ first: [Float], _ second: [Float]) throws -> [Float] {
        var size = 2
        while size < first.count + second.count { size *= 2 }
        let forward = try Transform(size, isInverse: false)
        let (a, b) = (forward.apply(to: complex(first, size)), forward.apply(to: complex(second, size)))
        var product = [Float](repeating: 0, count: 2 * size)
        for index in stride(from: 0, to: 2 * size, by: 2) {
            product[index] = a[index] * b[index] + a[index + 1] * b[index + 1]
            product[index + 1] = a[index] * b[index + 1] - a[index + 1] * b[index]
        }
        let correlation = try Transform(size, isInverse: true).apply(to: product)
        return stride(from: 0, to: 2 * size, by: 2).map { correlation[$0] }
    }

    private static func complex(_ signal: [Float], _ size: Int) -> [Float] {
        var numbers = [Float](repeating: 0, count: 2 * size)
        for index in signal.indices { numbers[2 * index] = signal[index] }
        return numbers
    }

    /// Owns a context of libavutil's complex FFT.
    private final class Transform {
        private var context: OpaquePointer?
        private let function: av_tx_fn

        init(_ size: Int, isInverse: Bool) throws {
            var function: av_tx_fn?
            var scale: Float = 1
            let flags = UInt64(AV_TX_UNALIGNED.rawValue)
            try FFmpeg.check(
                av_tx_init(
                    &context, &function, AV_TX_FLOAT_FFT, isInverse ? 1 : 0, Int32(clamping: size), &scale, flags),
                .encoder, "set up", "the comparison of inputs")
            guard let function else { throw FFmpeg.outOfMemory("the comparison of inputs") }
            self.function = function
        }

        deinit { av_tx_uninit(&context) }

        func apply(to numbers: [Float]) -> [Float] {
            var input = numbers
            return [Float](unsafeUninitializedCapacity: numbers.count) { output, count in
                input.withUnsafeMutableBytes {
                    function(context, output.baseAddress, $0.baseAddress, 2 * MemoryLayout<Float>.stride)
                }
                count = numbers.count
            }
        }
    }
}
