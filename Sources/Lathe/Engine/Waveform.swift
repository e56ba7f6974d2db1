internal import LatheMedia

/// Peaks of the master for a player's picture: 1,024 to 2,047 pairs whatever the length, in constant memory.
///
/// Starts with fine bins and joins neighbours whenever there are too many.
struct Waveform {
    static let mostBins = 2048

    private(set) var samplesPerBin = 32
    private(set) var bins: [Bin] = []
    private var current = Bin()
    private var filled = 0

    /// The lowest and highest sample of a stretch, over all channels.
    struct Bin: Equatable {
        var low: Float = 0
        var high: Float = 0

        mutating func join(_ other: Bin) {
            low = min(low, other.low)
            high = max(high, other.high)
        }
    }

    init() { bins.reserveCapacity(Self.mostBins) }

    mutating func add(_ block: PCMBlock) {
        var position = 0
        while position < block.sampleCount {
            let count = min(samplesPerBin - filled, block.sampleCount - position)
            for channel in 0..<block.channelCount {
                block.withChannel(channel) { current.join(Self.extremes(of: $0[position..<position + count])) }
            }
            position += count
            filled += count
            if filled == samplesPerBin { close() }
        }
    }

    /// Counts what is left as a bin of its own.
    mutating func finish() {
        if filled > 0 { close() }
    }

    private mutating func close() {
        bins.append(current)
        current = Bin()
        filled = 0
        guard bins.count == Self.mostBins else { return }
        for index in 0..<Self.mostBins / 2 {
            bins[index] = bins[2 * index]
            bins[index].join(bins[2 * index + 1])
        }
        bins.removeLast(Self.mostBins / 2)
        samplesPerBin *= 2
    }

    /// Reads four lanes at once: a plain minimum over floats does not vectorise.
    private static func extremes(of samples: Slice<UnsafeBufferPointer<Float>>) -> Bin {
        var low = SIMD8<Float>.zero
        var high = SIMD8<Float>.zero
        let samples = UnsafeBufferPointer(rebasing: samples)
        let vectors = samples.count / 8
        for index in 0..<vectors {
            let raw = UnsafeRawPointer(samples.baseAddress! + index * 8)
            let vector = raw.loadUnaligned(as: SIMD8<Float>.self)
            low = pointwiseMin(low, vector)
            high = pointwiseMax(high, vector)
        }
        var bin = Bin(low: low.min(), high: high.max())
        for sample in samples[(vectors * 8)...] { bin.join(Bin(low: sample, high: sample)) }
        return bin
    }
}

extension Waveform {
    /// JSON in the form of audiowaveform's version 2: `data` holds low and high of each bin as 8-bit integers.
    func json(sampleRate: Int) -> [UInt8] {
        func level(_ value: Float) -> Int { Int((value * 127).rounded().clamped(to: -128...127)) }
        let data = bins.map { "\(level($0.low)),\(level($0.high))" }.joined(separator: ",")
        let text = """
            {"version":2,"channels":1,"sample_rate":\(sampleRate),"samples_per_pixel":\(samplesPerBin),\
            "bits":8,"length":\(bins.count),"data":[\(data)]}

            """
        return Array(text.utf8)
    }
}

extension Comparable {
    fileprivate func clamped(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
