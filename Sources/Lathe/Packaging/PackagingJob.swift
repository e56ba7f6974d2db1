internal import LatheMedia
internal import LathePackaging

/// Makes a package of coded files, one after the other: reading and writing is all there is to do.
struct PackagingJob {
    private let inputs: [any CodedInput]
    private let ladder: CodedLadder
    private let layout: Layout
    private let writer: PackageWriter
    private let cancellation: Cancellation

    init(
        inputs: [any CodedInput], ladder: CodedLadder, layout: Layout, sink: any PackageSink,
        cancellation: Cancellation
    ) {
        self.inputs = inputs
        self.ladder = ladder
        self.layout = layout
        self.cancellation = cancellation
        writer = PackageWriter(sink: sink)
    }

    /// - Throws: `LatheError`, `MediaError`, `CancellationError`.
    func run() throws -> Package {
        let first = inputs[0]
        let checksum = BackgroundChecksum(of: first.file, cancellation)
        let renditions = try ladder.plans.map { plan in try rendition(plan, inputs[plan.input]) }
        let manifests = try Manifests(plans: ladder.plans, writer: writer).publishFinal(
            renditions, length: first.facts.sampleCount, sampleRate: first.facts.sampleRate)
        let package = Package(
            schema: Package.currentSchema, version: LatheVersion.current, layout: layout,
            master: Package.Master(first.facts, bytes: first.file.byteCount, sha256: try checksum.value()),
            preset: ladder.preset, loudness: Package.Loudness(),
            notes: ladder.notes + renditions.compactMap(\.reservoirNote), manifests: manifests,
            renditions: renditions, files: writer.files(with: renditions))
        try writer.finish(package)
        return package
    }

    private func rendition(_ plan: RenditionPlan, _ input: any CodedInput) throws -> Package.Rendition {
        let output = PackageOutput(layout: layout, writer: writer, manifests: nil)
        switch input.facts.coding {
        case .aac, .flac: return try cmaf(plan, input, output)
        case .mp3: return try packedMP3(plan, input, output)
        case .vorbis(let headers): return try webM(plan, input, headers, output)
        }
    }

    /// Lends all frames of an input, until somebody asks to stop.
    private func forEachFrame(of input: any CodedInput, _ body: (CodedFrame) throws -> Void) throws {
        try input.forEachFrame { frame in
            if cancellation.isRequested { throw CancellationError() }
            try body(frame)
        }
    }

    private func cmaf(
        _ plan: RenditionPlan, _ input: any CodedInput, _ output: PackageOutput
    ) throws -> Package.Rendition {
        let facts = input.facts
        let (coding, codecs) = CMAFTrack.Coding.of(facts.coding, plan)
        var segmenter = try CMAFSegmenter(
            plan: plan,
            track: CMAFTrack(
                coding: coding, sampleRate: facts.sampleRate, channelCount: facts.channelCount,
                frameLength: facts.frameLength, primingSamples: facts.primingSamples),
            output: output)
        try forEachFrame(of: input) { try segmenter.add($0.bytes, samples: $0.sampleCount) }
        try segmenter.finish()
        return Package.Rendition(
            segmenter.log, codecs: codecs, primingSamples: facts.primingSamples,
            paddingSamples: segmenter.paddingSamples)
    }

    private func packedMP3(
        _ plan: RenditionPlan, _ input: any CodedInput, _ output: PackageOutput
    ) throws -> Package.Rendition {
        let facts = input.facts
        var segmenter = try PackedMP3Segmenter(plan: plan, sampleRate: facts.sampleRate, output: output)
        var (position, isDependent) = (0, false)
        try forEachFrame(of: input) { frame in
            if segmenter.payload.isEmpty, position > 0 { isDependent = frame.mp3ReservoirBytes > 0 }
            segmenter.append(frame.bytes)
            position += frame.sampleCount
            if let cut = segmenter.log.nextCut, position >= cut {
                try segmenter.closeSegment(dependsOnEarlier: isDependent)
            }
        }
        try segmenter.closeSegment(dependsOnEarlier: isDependent)
        try segmenter.finish()
        return Package.Rendition(
            segmenter.log, codecs: CodecString.mp3, primingSamples: facts.primingSamples,
            paddingSamples: position - facts.primingSamples - facts.sampleCount,
            progressive: try copy(input.file, to: "\(plan.directory).mp3"))
    }

    private func webM(
        _ plan: RenditionPlan, _ input: any CodedInput, _ headers: [[UInt8]], _ output: PackageOutput
    ) throws -> Package.Rendition {
        let facts = input.facts
        let track = WebMTrack(
            codecPrivate: WebMTrack.vorbisCodecPrivate(
                identification: headers[0], comment: headers[1], setup: headers[2]),
            sampleRate: facts.sampleRate, channelCount: facts.channelCount, length: facts.sampleCount)
        var segmenter = try WebMSegmenter(plan: plan, track: track, output: output)
        try forEachFrame(of: input) { try segmenter.add($0.bytes, samples: $0.sampleCount) }
        try segmenter.finish()
        return Package.Rendition(
            segmenter.log, codecs: CodecString.vorbis, primingSamples: 0, paddingSamples: segmenter.paddingSamples,
            progressive: try copy(input.file, to: "\(plan.directory).ogg"))
    }

    /// Publishes an input as it is, to the byte.
    private func copy(_ file: MasterFile, to path: String) throws -> String {
        let copy = try writer.begin(at: path)
        try file.forEachPiece(isCancelled: { cancellation.isRequested }) { try copy.object.append($0) }
        try copy.commit()
        return path
    }
}

extension CMAFTrack.Coding {
    /// What an init segment and manifests say of frames that MP4 can hold.
    fileprivate static func of(_ coding: CodedFacts.Coding, _ plan: RenditionPlan) -> (Self, codecs: String) {
        switch coding {
        case .aac(let config):
            (
                .aac(audioSpecificConfig: config, bitsPerSecond: plan.bitsPerSecond),
                CodecString.mpeg4Audio(audioSpecificConfig: config) ?? plan.codec.codecs
            )
        case .flac(let streamInfo, let bits): (.flac(streamInfo: streamInfo, bitsPerSample: bits), CodecString.flac)
        // `rendition` hands these to other segmenters; no input leads here.
        case .mp3, .vorbis: preconditionFailure("MP3 and Vorbis go into other containers")
        }
    }
}

extension Package.Master {
    fileprivate init(_ facts: CodedFacts, bytes: Int, sha256: SHA256Digest) {
        let (codec, bits): (String, Int) =
            if case .flac(_, let bits) = facts.coding { ("flac", bits) } else { (Codec(facts.coding).rawValue, 0) }
        self.init(
            container: facts.container, codec: codec, sampleRate: facts.sampleRate, channels: facts.channelCount,
            bitsPerSample: bits, samples: facts.sampleCount, bytes: bytes, sha256: sha256,
            integrity: facts.integrity, tags: facts.tags)
    }
}

extension Package.Rendition {
    fileprivate var reservoirNote: String? {
        dependentSegments.map {
            "\(id): \($0) of \(segments.count) segments need the one before, as the bit reservoir crosses their border"
        }
    }
}
