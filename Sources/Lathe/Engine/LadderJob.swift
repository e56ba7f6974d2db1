internal import LatheMedia
internal import LathePackaging
internal import Synchronization

/// Everything one master's transcode consists of: the source, the lanes, and how it ends. Knows no threads; each part
/// is used by one of them at a time.
final class LadderJob {
    let source: MasterSource
    /// In the preset's order.
    let renditionLanes: [any RenditionLane]
    let analysis: AnalysisLane
    let ladder: Ladder
    let facts: MasterFacts
    let cancellation = Cancellation()

    private let preset: Preset
    private let layout: Layout
    private let reader: MasterReader
    private let writer: PackageWriter
    private let manifests: Manifests

    /// - Throws: `LatheError`, `MediaError`.
    init(preset: Preset, layout: Layout, reader: MasterReader, subject: String, sink: any PackageSink) throws {
        self.preset = preset
        self.layout = layout
        self.reader = reader
        facts = reader.facts
        ladder = try Ladder(preset: preset, facts: facts, subject: subject)
        source = try MasterSource(reader: reader, outputs: ladder.inputs)
        let writer = PackageWriter(sink: sink)
        let manifests = Manifests(plans: ladder.plans, writer: writer)
        let output = PackageOutput(layout: layout, writer: writer, manifests: manifests)
        let tags = facts.tags
        renditionLanes = try ladder.plans.map { plan -> any RenditionLane in
            switch plan.codec {
            case .aac: try AACLane(plan: plan, output: output)
            case .mp3: try MP3Lane(plan: plan, tags: tags, output: output)
            case .vorbis: try VorbisLane(plan: plan, tags: tags, output: output)
            case .flac: try FLACLane(plan: plan, facts: reader.facts, output: output)
            case .opus: try OpusLane(plan: plan, facts: reader.facts, output: output)
            }
        }
        let timeline = Timeline(
            sampleRate: facts.sampleRate, segmentDuration: preset.segmentDuration, length: nil)
        analysis = try AnalysisLane(reader: reader, segmentLength: timeline.segmentLength) { [cancellation] in
            cancellation.isRequested
        }
        self.writer = writer
        self.manifests = manifests
    }

    /// In the order of their claim to a free thread: who listens first comes first.
    var lanes: [any Lane] { renditionLanes + [analysis] }

    /// Ticks to hold: more than a segment, so that a lane can run ahead to its end, within a fixed amount of memory.
    var window: Int {
        let bytesPerSample = MemoryLayout<Float>.stride
        let masterBytes = MasterSource.tickLength * facts.channelCount * bytesPerSample
        let convertedBytes = ladder.inputs.reduce(0) { sum, form in
            sum + form.sampleCount(for: MasterSource.tickLength, at: facts.sampleRate) * form.channelCount
                * bytesPerSample
        }
        let budget = 24 << 20
        let affordable = budget / (masterBytes + convertedBytes)
        let wanted = Int(preset.segmentDuration * 1.5) * facts.sampleRate / MasterSource.tickLength + 2
        return max(2, min(wanted, affordable))
    }

    /// Publishes what is known only at the end, `package.json` last.
    func finish() throws -> Package {
        let renditions = renditionLanes.map(\.rendition)
        let manifestList = try manifests.publishFinal(
            renditions, length: analysis.sampleCount, sampleRate: facts.sampleRate)
        try writer.publish(analysis.waveform.json(sampleRate: facts.sampleRate), at: "waveform.json")
        let package = Package(
            schema: Package.currentSchema, version: LatheVersion.current, layout: layout,
            master: try describeMaster(), preset: preset, loudness: analysis.loudness,
            notes: ladder.notes + renditionLanes.compactMap(\.note) + reader.warnings,
            manifests: manifestList, renditions: renditions, files: writer.files(with: renditions))
        try writer.finish(package)
        return package
    }

    /// Takes back what was published.
    func abandon() { writer.abandon() }

    private func describeMaster() throws -> Package.Master {
        guard let checksum = analysis.checksum else { throw CancellationError() }
        return Package.Master(
            container: facts.container, codec: facts.codec, sampleRate: facts.sampleRate,
            channels: facts.channelCount, bitsPerSample: facts.bitsPerSample, samples: analysis.sampleCount,
            bytes: facts.byteCount, sha256: checksum, integrity: reader.integrity, tags: facts.tags)
    }
}

/// A request to stop, seen by all threads.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .relaxed) }

    func request() { flag.store(true, ordering: .relaxed) }
}
