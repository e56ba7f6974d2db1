internal import CFFmpeg

/// One frame of interleaved samples, on its way to planar floats of full scale ±1.
struct PackedSamples {
    private let bytes: UnsafeMutablePointer<UInt8>
    private let format: AVSampleFormat
    private let channelCount: Int

    init(_ bytes: UnsafeMutablePointer<UInt8>, _ format: AVSampleFormat, channelCount: Int) {
        self.bytes = bytes
        self.format = format
        self.channelCount = channelCount
    }

    /// Converts the first samples; floats that are none or absurd are repaired.
    func write(_ count: Int, to sink: SampleSink, _ repair: inout FloatRepair) {
        switch format {
        case AV_SAMPLE_FMT_U8: write(count, to: sink, UInt8.self) { (Float($0) - 128) * 0x1p-7 }
        case AV_SAMPLE_FMT_S16: write(count, to: sink, Int16.self) { Float($0) * 0x1p-15 }
        case AV_SAMPLE_FMT_S32: write(count, to: sink, Int32.self) { Float($0) * 0x1p-31 }
        case AV_SAMPLE_FMT_DBL:
            repair.scan(bytes, count * channelCount, Double.self)
            write(count, to: sink, Double.self) { Float($0) }
        default:
            repair.scan(bytes, count * channelCount, Float.self)
            write(count, to: sink, Float.self) { $0 }
        }
    }

    @inline(__always)
    private func write<Sample>(_ count: Int, to sink: SampleSink, _: Sample.Type, _ convert: (Sample) -> Float) {
        // FFmpeg aligns frames for every sample type.
        let samples = UnsafeRawPointer(bytes).assumingMemoryBound(to: Sample.self)
        let step = channelCount
        sink.write(count) { channel, offset, target, count in
            let source = samples + offset * step + channel
            for index in 0..<count { target[index] = convert(source[index * step]) }
        }
    }
}

/// Looks for sound in the bits that a header declares empty: whoever wrote them may have meant something else.
struct PaddingCheck {
    private let bits: Int
    private var seen: Int32 = 0

    /// Integers of 32 bits of which the upper ones carry sound.
    init(validBits: Int) { bits = validBits }

    /// A sentence where such bits were set.
    var warnings: [String] {
        let empty = Int32(truncatingIfNeeded: (1 << (32 - bits)) - 1)
        return seen & empty == 0 ? [] : ["Bits below the declared \(bits) are set; they were taken as sound."]
    }

    /// Looks at a frame's samples.
    mutating func scan(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
        let samples = UnsafeMutableRawPointer(bytes).assumingMemoryBound(to: Int32.self)
        var union: Int32 = 0
        for index in 0..<count { union |= samples[index] }
        seen |= union
    }
}

/// Makes floats fit for encoders: what is no number becomes silence, what is absurdly loud is clamped.
struct FloatRepair {
    /// +24 dB over full scale; no mix is louder, but a file of integers taken for floats is.
    static let loudest = 16.0

    private var silenced = 0
    private var clamped = 0

    /// Sentences that count what was changed.
    var warnings: [String] {
        var sentences: [String] = []
        if silenced > 0 { sentences.append("\(silenced) NaN or infinite \(Self.samples(silenced)) became 0.") }
        if clamped > 0 { sentences.append("\(clamped) \(Self.samples(clamped)) beyond ±16 were clamped.") }
        return sentences
    }

    private static func samples(_ count: Int) -> String { count == 1 ? "sample" : "samples" }

    /// Repairs a frame's samples in place.
    mutating func scan<Sample: BinaryFloatingPoint>(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _: Sample.Type)
    {
        let samples = UnsafeMutableRawPointer(bytes).assumingMemoryBound(to: Sample.self)
        let bound = Sample(Self.loudest)
        for index in 0..<count where !(samples[index].magnitude <= bound) {
            let sample = samples[index]
            if sample.isFinite {
                samples[index] = sample < 0 ? -bound : bound
                clamped += 1
            } else {
                samples[index] = 0
                silenced += 1
            }
        }
    }
}
