internal import LatheMedia
internal import LathePackaging
internal import Synchronization

/// Everything one master's transcode consists of: the passes over it, and how it ends. Knows no threads; each part is
/// used by one of them at a time.
final class LadderJob {
    let ladder: Ladder
    let facts: MasterFacts
    let cancellation = Cancellation()

    private let preset: Preset
    private let layout: Layout
    private let reader: MasterReader
    private let limits: MasterLimits
    private let sink: any PackageSink
    private let output: PackageOutput
    private let manifests: Manifests
    private let analysis: AnalysisLane
    /// By id; lanes complete on several threads.
    private let finished = Mutex<[String: FinishedRendition]>([:])
    /// The package, where an earlier run has completed it.
    private var earlierPackage: Package?

    /// - Throws: `LatheError`, `MediaError`.
    init(
        preset: Preset, layout: Layout, reader: MasterReader, limits: MasterLimits, subject: String,
        sink: any PackageSink
    ) throws {
        self.preset = preset
        self.layout = layout
        self.reader = reader
        self.limits = limits
        self.sink = sink
        facts = reader.facts
        ladder = try Ladder(preset: preset, facts: facts, subject: subject)
        let writer = PackageWriter(sink: sink)
        manifests = Manifests(plans: ladder.plans, writer: writer)
        output = PackageOutput(layout: layout, writer: writer, manifests: manifests)
        let timeline = Timeline(
            sampleRate: facts.sampleRate, segmentDuration: preset.segmentDuration, length: nil)
        analysis = try AnalysisLane(reader: reader, segmentLength: timeline.segmentLength) { [cancellation] in
            cancellation.isRequested
        }
    }

    /// What is finished so far, in the preset's order.
    var finishedRenditions: [Package.Rendition] { finishedInOrder.map(\.rendition) }

    /// The passes that are to be made: a single one, or where the sink can resume, as many as let renditions finish one
    /// after the other, none for those that an earlier run finished.
    func prepare(threadCount: Int) throws -> [Pass] {
        guard let sink = sink as? any ResumableSink else { return [try pass(ladder.plans, of: 1, isLast: true)] }
        switch try sink.resume(try recipe(), isCancelled: { [cancellation] in cancellation.isRequested }) {
        case .complete(let package):
            earlierPackage = package
            finished.withLock { finished in
                for rendition in package.renditions { finished[rendition.id] = FinishedRendition(rendition) }
            }
            return []
        case .renditions(let kept):
            try adopt(kept)
            let ids = kept.map(\.rendition.id)
            let groups = ladder.plans.filter { !ids.contains($0.id) }.chunked(by: threadCount)
            return try groups.enumerated().map { index, plans in
                try pass(plans, of: groups.count, isLast: index == groups.count - 1)
            }
        }
    }

    /// A lane has taken the last tick.
    func complete(_ lane: any Lane) throws {
        guard let lane = lane as? any RenditionLane else { return }
        let result = output.writer.describe(lane.rendition, note: lane.note)
        try (sink as? any ResumableSink)?.keep(result)
        finished.withLock { $0[lane.plan.id] = result }
    }

    /// Publishes what is known only at the end, `package.json` last.
    func finish() throws -> Package {
        if let earlierPackage { return earlierPackage }
        let writer = output.writer
        let renditions = finishedRenditions
        let manifestList = try manifests.publishFinal(
            renditions, length: analysis.sampleCount, sampleRate: facts.sampleRate)
        try writer.publish(analysis.waveform.json(sampleRate: facts.sampleRate), at: "waveform.json")
        let package = Package(
            schema: Package.currentSchema, version: LatheVersion.current, layout: layout,
            master: try describeMaster(), preset: preset, loudness: analysis.loudness,
            notes: ladder.notes + finishedInOrder.compactMap(\.note) + reader.warnings,
            manifests: manifestList, renditions: renditions, files: writer.files(with: renditions))
        try writer.finish(package)
        return package
    }

    /// Takes back what was published, as far as the sink does not keep it for another run.
    func abandon() { sink.abandon() }

    private var finishedInOrder: [FinishedRendition] {
        let finished = finished.withLock { $0 }
        return ladder.plans.compactMap { finished[$0.id] }
    }

    private func recipe() throws -> Recipe {
        Recipe(
            master: try reader.file.sha256 { [cancellation] in cancellation.isRequested }, preset: preset,
            layout: layout, version: LatheVersion.current,
            libraries: Dictionary(uniqueKeysWithValues: LatheVersion.libraries.map { ($0.name, $0.version) }))
    }

    private func adopt(_ kept: [FinishedRendition]) throws {
        for result in kept {
            output.writer.adopt(result.files)
            finished.withLock { $0[result.rendition.id] = result }
        }
        for plan in ladder.plans where kept.contains(where: { $0.rendition.playlist == plan.playlistPath }) {
            try manifests.announce(plan)
        }
    }

    private func describeMaster() throws -> Package.Master {
        guard let checksum = analysis.checksum else { throw CancellationError() }
        return Package.Master(
            container: facts.container, codec: facts.codec, sampleRate: facts.sampleRate,
            channels: facts.channelCount, bitsPerSample: facts.bitsPerSample, samples: analysis.sampleCount,
            bytes: facts.byteCount, sha256: checksum, integrity: reader.integrity, tags: facts.tags)
    }
}

// MARK: - Passes

extension LadderJob {
    /// - Parameters:
    ///   - passCount: passes that may be under way together, and share the memory.
    ///   - isLast: it also measures the master.
    private func pass(_ plans: [RenditionPlan], of passCount: Int, isLast: Bool) throws -> Pass {
        let reader = isLast ? reader : try MasterReader(file: reader.file, limits: limits)
        return Pass(
            source: try MasterSource(reader: reader, outputs: ladder.inputs, wanted: Set(plans.map(\.input))),
            lanes: try plans.map(lane) + (isLast ? [analysis] : []), window: window(passCount: passCount))
    }

    private func lane(for plan: RenditionPlan) throws -> any RenditionLane {
        switch plan.codec {
        case .aac: try AACLane(plan: plan, output: output)
        case .mp3: try MP3Lane(plan: plan, tags: facts.tags, output: output)
        case .vorbis: try VorbisLane(plan: plan, tags: facts.tags, output: output)
        case .flac: try FLACLane(plan: plan, facts: facts, output: output)
        case .opus: try OpusLane(plan: plan, facts: facts, output: output)
        }
    }

    /// Ticks to hold: more than a segment, so that a lane can run ahead to its end, within a fixed amount of memory.
    private func window(passCount: Int) -> Int {
        let bytesPerSample = MemoryLayout<Float>.stride
        let masterBytes = MasterSource.tickLength * facts.channelCount * bytesPerSample
        let convertedBytes = ladder.inputs.reduce(0) { sum, form in
            sum + form.sampleCount(for: MasterSource.tickLength, at: facts.sampleRate) * form.channelCount
                * bytesPerSample
        }
        let budget = (24 << 20) / passCount
        let affordable = budget / (masterBytes + convertedBytes)
        let wanted = Int(preset.segmentDuration * 1.5) * facts.sampleRate / MasterSource.tickLength + 2
        return max(2, min(wanted, affordable))
    }
}

extension [RenditionPlan] {
    /// Runs of so many, the last perhaps of fewer; one that is empty where there is nothing.
    fileprivate func chunked(by size: Int) -> [[RenditionPlan]] {
        guard !isEmpty else { return [[]] }
        return stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}

/// A request to stop, seen by all threads.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isRequested: Bool { flag.load(ordering: .relaxed) }

    func request() { flag.store(true, ordering: .relaxed) }
}
