internal import LatheMedia

/// Measures the master itself: loudness, peaks for a picture, checksum of its file.
final class AnalysisLane: Lane {
    let renditionID: String? = nil

    private let meter: LoudnessMeter
    private let reader: MasterReader
    private let segmentLength: Int
    private let isCancelled: @Sendable () -> Bool
    private var taken = 0

    private(set) var waveform = Waveform()
    /// Of the master's file; known after the last tick.
    private(set) var checksum: SHA256Digest?

    /// - Parameter segmentLength: samples of the master that count as a segment for the schedule.
    init(reader: MasterReader, segmentLength: Int, isCancelled: @escaping @Sendable () -> Bool) throws {
        let facts = reader.facts
        meter = try LoudnessMeter(
            sampleRate: facts.sampleRate, channelCount: facts.channelCount, channelMask: facts.channelMask)
        self.reader = reader
        self.segmentLength = segmentLength
        self.isCancelled = isCancelled
    }

    var segmentIndex: Int { taken / segmentLength }

    func take(_ tick: Tick) throws {
        try meter.add(tick.master)
        waveform.add(tick.master)
        taken += tick.master.sampleCount
        guard tick.isLast else { return }
        waveform.finish()
        checksum = try reader.file.sha256(isCancelled: isCancelled)
    }

    /// Samples of the master, once the last tick was taken.
    var sampleCount: Int { taken }

    /// Rounded to hundredths, as EBU R 128 reports them.
    var loudness: Package.Loudness {
        func rounded(_ value: Double?) -> Double? { value.map { ($0 * 100).rounded() / 100 } }
        return Package.Loudness(
            integrated: rounded(meter.integrated), range: rounded(meter.range), truePeak: rounded(meter.truePeak))
    }
}
