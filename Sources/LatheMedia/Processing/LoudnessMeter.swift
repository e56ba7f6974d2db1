internal import CEBUR128
internal import Foundation

/// Loudness by EBU R 128 and ITU-R BS.1770-4 through libebur128. Used by one thread at a time.
public final class LoudnessMeter {
    private let state: UnsafeMutablePointer<ebur128_state>
    private let channelCount: Int
    private var interleaved: [Float] = []

    /// - Parameter channelMask: the channels in WAVE order; LFE does not count towards loudness.
    /// - Throws: `MediaError` with code `encoder`.
    public init(sampleRate: Int, channelCount: Int, channelMask: UInt64) throws {
        let mode =
            EBUR128_MODE_I.rawValue | EBUR128_MODE_LRA.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue
        guard let state = ebur128_init(UInt32(clamping: channelCount), UInt(clamping: sampleRate), Int32(mode)) else {
            throw MediaError(
                .encoder, "measure", "the loudness",
                because: "libebur128 refuses \(channelCount) channels at \(sampleRate) Hz")
        }
        self.state = state
        self.channelCount = channelCount
        for (index, role) in Self.roles(of: channelMask, count: channelCount).enumerated() {
            ebur128_set_channel(state, UInt32(index), Int32(role.rawValue))
        }
    }

    deinit {
        var state: UnsafeMutablePointer<ebur128_state>? = state
        ebur128_destroy(&state)
    }

    /// - Throws: `MediaError` with code `encoder` when memory is exhausted.
    public func add(_ block: PCMBlock) throws {
        interleave(block)
        let status = interleaved.withUnsafeBufferPointer {
            ebur128_add_frames_float(state, $0.baseAddress, block.sampleCount)
        }
        guard status == Int32(EBUR128_SUCCESS.rawValue) else {
            throw MediaError(.encoder, "measure", "the loudness", because: "libebur128 failed with code \(status)")
        }
    }

    private func interleave(_ block: PCMBlock) {
        let needed = block.sampleCount * channelCount
        if interleaved.count < needed { interleaved = Array(repeating: 0, count: needed) }
        interleaved.withUnsafeMutableBufferPointer { target in
            for channel in 0..<channelCount {
                block.withChannel(channel) { source in
                    var position = channel
                    for sample in source {
                        target[position] = sample
                        position += channelCount
                    }
                }
            }
        }
    }

    /// Integrated loudness in LUFS; nil when nothing was loud enough to count (below -70 LUFS) or long enough.
    public var integrated: Double? { measured { ebur128_loudness_global(state, $0) } }

    /// Loudness range (EBU Tech 3342) in LU.
    public var range: Double? { measured { ebur128_loudness_range(state, $0) } }

    /// The largest true peak of all channels in dBTP; nil for digital silence.
    public var truePeak: Double? {
        var largest = 0.0
        for channel in 0..<channelCount {
            var peak = 0.0
            guard ebur128_true_peak(state, UInt32(channel), &peak) == 0 else { return nil }
            largest = max(largest, peak)
        }
        return largest > 0 ? 20 * log10(largest) : nil
    }

    private func measured(_ body: (UnsafeMutablePointer<Double>) -> Int32) -> Double? {
        var value = 0.0
        guard body(&value) == 0, value.isFinite else { return nil }
        return value
    }

    /// The place of each channel, in libebur128's terms. Back channels are the surrounds of 5.1 unless there are side
    /// channels as well.
    private static func roles(of mask: UInt64, count: Int) -> [channel] {
        guard count != 2 || mask != 0 else { return [EBUR128_LEFT, EBUR128_RIGHT] }
        let bits = (0..<64).filter { mask & (1 << UInt64($0)) != 0 }
        guard bits.count == count else {
            return (0..<count).map { $0 == 0 ? EBUR128_LEFT : $0 == 1 ? EBUR128_RIGHT : EBUR128_CENTER }
        }
        let hasSides = bits.contains(9) && bits.contains(10)
        return bits.map { bit in
            switch bit {
            case 0: EBUR128_LEFT
            case 1: EBUR128_RIGHT
            case 2: EBUR128_CENTER
            case 3: EBUR128_UNUSED
            case 4: hasSides ? EBUR128_Mp135 : EBUR128_LEFT_SURROUND
            case 5: hasSides ? EBUR128_Mm135 : EBUR128_RIGHT_SURROUND
            case 6: EBUR128_MpSC
            case 7: EBUR128_MmSC
            case 8: EBUR128_Mp180
            case 9: hasSides && bits.contains(4) ? EBUR128_Mp090 : EBUR128_LEFT_SURROUND
            case 10: hasSides && bits.contains(5) ? EBUR128_Mm090 : EBUR128_RIGHT_SURROUND
            default: EBUR128_CENTER
            }
        }
    }
}
