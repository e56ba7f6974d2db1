/// Checks a progressive MP3: its Info tag counts the frames that are there, and gapless players drop what
/// `package.json` calls priming and padding.
struct ProgressiveMP3Check {
    let rendition: PackageDocument.Rendition
    let path: String

    /// Samples by which every decoder of layer III is late: LAME counts its delay without them.
    private static let decoderDelay = 529

    func run(_ library: inout MediaLibrary, _ findings: inout Findings) {
        guard let bytes = library.file(path, at: .init(DocumentCheck.path), &findings) else { return }
        let head = ID3Reader(bytes, file: path, &findings).end
        let audio = head..<TrailingTags.start(in: bytes, after: head)
        let first = audio.isEmpty ? nil : MPEGAudioFrame(bytes, at: audio.lowerBound, end: audio.upperBound)
        let tag = first?.tag
        let start = audio.lowerBound + (tag == nil ? 0 : first?.byteCount ?? 0)
        guard let frames = countFrames(bytes, start, audio.upperBound, &findings) else { return }
        if let tag { checkCounts(tag, frames, audio.count, at: audio.lowerBound, &findings) }
        checkGaps(tag, frames * (first?.samples ?? 0), at: audio.lowerBound, &findings)
    }

    /// Tags without gaps are of other encoders, of which some count the tag's own frame, and some no bytes.
    private func checkCounts(
        _ tag: InfoTag, _ frames: Int, _ byteCount: Int, at offset: Int, _ findings: inout Findings
    ) {
        let isForeign = tag.delay == nil
        if tag.frameCount != frames, !isForeign || tag.frameCount.map({ $0 != frames + 1 }) ?? false {
            report("the tag counts \(tag.frameCount ?? 0) frames, there are \(frames)", offset, &findings)
        }
        if tag.byteCount != byteCount, !isForeign {
            report("the tag counts \(tag.byteCount ?? 0) bytes, there are \(byteCount)", offset, &findings)
        }
    }

    /// Without a tag that says so, players drop nothing.
    private func checkGaps(_ tag: InfoTag?, _ samples: Int, at offset: Int, _ findings: inout Findings) {
        guard let delay = tag?.delay else {
            guard rendition.primingSamples != 0 || rendition.samples != samples else { return }
            return report("the first frame has no Info tag", offset, &findings)
        }
        let dropped = delay + Self.decoderDelay
        if dropped != rendition.primingSamples {
            report("the tag drops \(dropped) samples first, not \(rendition.primingSamples)", offset, &findings)
        }
        let heard = samples - delay - (tag?.padding ?? 0)
        if heard != rendition.samples {
            report("gapless players give \(heard) samples, not \(rendition.samples)", offset, &findings)
        }
    }

    private func report(_ message: String, _ offset: Int, _ findings: inout Findings) {
        findings.add(.progressiveTag, at: .init(path, offset: offset), message)
    }

    /// - Returns: nil, with a finding, where frames do not follow each other to the end.
    private func countFrames(_ bytes: [UInt8], _ start: Int, _ end: Int, _ findings: inout Findings) -> Int? {
        var offset = start
        var count = 0
        while offset < end {
            guard let frame = MPEGAudioFrame(bytes, at: offset, end: end) else {
                findings.add(
                    .packedFrameLost, at: .init(path, offset: offset), "no frame begins where the last one ended")
                return nil
            }
            offset += frame.byteCount
            count += 1
        }
        if offset > end {
            findings.add(.mediaTruncated, at: .init(path, offset: end), "the last frame is cut off")
            return nil
        }
        return count
    }
}
