internal import LatheMedia

/// Signals with a known value at each sample.
enum TestSignal {
    /// Pulses and tones: something for every encoder to work on, different in each channel.
    static func music(sampleRate: Int = 44_100, channelCount: Int = 2, sampleCount: Int) -> PCMBlock {
        block(sampleRate: sampleRate, channelCount: channelCount, sampleCount: sampleCount) { channel, index in
            let beat = index % (sampleRate / 2)
            let decay = max(0, 1 - Float(beat) / Float(sampleRate / 4))
            let period = channel == 0 ? 100 : 147
            let saw = Float(index % period) / Float(period) - 0.5
            return 0.6 * decay * saw + (beat < 40 ? 0.3 * Float(beat % 2 == 0 ? 1 : -1) : 0)
        }
    }

    static func block(
        sampleRate: Int = 44_100, channelCount: Int, sampleCount: Int, value: (_ channel: Int, _ index: Int) -> Float
    ) -> PCMBlock {
        PCMBlock(sampleRate: sampleRate, channelCount: channelCount, capacity: sampleCount) { planes in
            for channel in 0..<channelCount {
                for index in 0..<sampleCount { planes[channel][index] = value(channel, index) }
            }
            return sampleCount
        }
    }
}

extension PCMBlock {
    /// The samples of a stretch as a block of their own.
    func slice(_ range: Range<Int>) -> PCMBlock {
        let planes = (0..<channelCount).map(samples)
        return TestSignal.block(sampleRate: sampleRate, channelCount: channelCount, sampleCount: range.count) {
            planes[$0][range.lowerBound + $1]
        }
    }

    func samples(_ channel: Int) -> [Float] { withChannel(channel) { Array($0) } }
}
