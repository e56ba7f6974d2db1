/// Checks a progressive MP3: its Info tag counts the frames that are there, and gapless players drop what
/// `package.json` calls priming and padding.
struct ProgressiveMP3Check {
    let rendition: PackageDocument.Rendition
    let path: String

    /// Samples by which every decoder of layer III is late: LAME counts its delay without them.
    private static let decoderDelay = 529

    func run(_ library: inout MediaLibrary, _ findings: inout Findings) {
        guard let bytes = library.file(path, at: .init(DocumentCheck.path), &findings) else { return }
        let tags = ID3Reader(bytes, file: path, &findings)
        let start = Finding.Place(path, offset: tags.end)
        guard let first = MPEGAudioFrame(bytes, at: tags.end, end: bytes.count), let tag = first.tag else {
            return findings.add(.progressiveTag, at: start, "the first frame has no Info tag")
        }
        guard let frames = countFrames(bytes, from: tags.end + first.byteCount, &findings) else { return }
        if tag.frameCount != frames {
            findings.add(
                .progressiveTag, at: start, "the tag counts \(tag.frameCount ?? 0) frames, there are \(frames)")
        }
        if tag.byteCount != bytes.count - tags.end {
            findings.add(
                .progressiveTag, at: start,
                "the tag counts \(tag.byteCount ?? 0) bytes, there are \(bytes.count - tags.end)")
        }
        let delay = (tag.delay ?? 0) + Self.decoderDelay
        if delay != rendition.primingSamples {
            findings.add(
                .progressiveTag, at: start, "the tag drops \(delay) samples first, not \(rendition.primingSamples)")
        }
        let heard = frames * first.samples - (tag.delay ?? 0) - (tag.padding ?? 0)
        if heard != rendition.samples {
            findings.add(.progressiveTag, at: start, "gapless players give \(heard) samples, not \(rendition.samples)")
        }
    }

    /// - Returns: nil, with a finding, where frames do not follow each other to the end.
    private func countFrames(_ bytes: [UInt8], from start: Int, _ findings: inout Findings) -> Int? {
        var offset = start
        var count = 0
        while offset < bytes.count {
            guard let frame = MPEGAudioFrame(bytes, at: offset, end: bytes.count) else {
                findings.add(
                    .packedFrameLost, at: .init(path, offset: offset), "no frame begins where the last one ended")
                return nil
            }
            offset += frame.byteCount
            count += 1
        }
        if offset > bytes.count {
            findings.add(.mediaTruncated, at: .init(path, offset: bytes.count), "the last frame is cut off")
            return nil
        }
        return count
    }
}
