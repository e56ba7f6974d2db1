internal import LatheMedia
internal import LathePackaging

/// MP3 in packed audio segments for HLS, and from the same encode a progressive file.
final class MP3Lane: RenditionLane {
    let plan: RenditionPlan
    private let encoder: MP3Encoder
    private let writer: PackageWriter
    private var segmenter: PackedMP3Segmenter
    /// Begun with the first segment, when the size of its head is known.
    private var progressive: GrowingFile?
    /// What a player shows of a progressive file.
    private let textTag: [UInt8]

    init(plan: RenditionPlan, tags: MasterTags, output: PackageOutput) throws {
        self.plan = plan
        writer = output.writer
        encoder = try MP3Encoder(
            sampleRate: plan.form.sampleRate, channelCount: plan.form.channelCount,
            kilobitsPerSecond: plan.bitsPerSecond / 1000, quality: plan.rendition.lameQuality, subject: plan.id)
        segmenter = try PackedMP3Segmenter(plan: plan, sampleRate: plan.form.sampleRate, output: output)
        textTag = ID3Tag(frames: tags.id3Frames).encoded()
    }

    var segmentIndex: Int { segmenter.log.segmentIndex }

    func take(_ tick: Tick) throws {
        segmenter.learnLength(from: tick)
        chooseCut()
        for block in tick.converted[plan.input] { try encoder.encode(block, add) }
        guard tick.isLast else { return }
        encoder.nextCut = nil
        try encoder.finish(add)
        try progressive?.commit(head: head())
        try segmenter.finish()
    }

    private func add(_ bytes: UnsafeRawBufferPointer, endsSegment: Bool) throws {
        segmenter.append(bytes)
        if endsSegment {
            try appendToProgressive()
            try segmenter.closeSegment()
            chooseCut()
        }
    }

    private func chooseCut() {
        encoder.nextCut = segmenter.log.nextCut.map { $0 / encoder.samplesPerFrame }
    }

    private func appendToProgressive() throws {
        let file = try progressive ?? writer.begin(at: "\(plan.directory).mp3", headSize: head().count)
        try file.append(segmenter.payload)
        progressive = file
    }

    /// What begins the progressive file; right at the end, of that length from the first segment on.
    private func head() throws -> [UInt8] { try textTag + encoder.infoFrame() }

    var rendition: Package.Rendition {
        Package.Rendition(
            segmenter.log, codecs: CodecString.mp3, primingSamples: encoder.primingSamples,
            paddingSamples: encoder.paddingSamples, progressive: "\(plan.directory).mp3")
    }
}

extension MasterTags {
    fileprivate var id3Frames: [ID3Tag.Frame] {
        let fields: [(ID3Tag.TextField, String?)] = [
            (.title, title), (.artist, artist), (.album, album), (.date, date), (.track, track), (.isrc, isrc),
        ]
        return fields.compactMap { field, value in value.map { .text(field, $0) } }
    }
}
