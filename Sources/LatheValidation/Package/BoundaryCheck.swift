/// Segments of all renditions begin together, where frames of AAC and of MP3 both begin, and are neither splinters nor
/// endless. Opus has packets of its own, and of these no whole number before the programme.
///
/// Of files that were coded before, only the lengths of segments are promised: their frames lie on no common grid.
struct BoundaryCheck {
    let document: PackageDocument

    /// Samples that 1024 and 1152 both divide.
    private static let grid = 9216
    /// Samples of a packet of 20 ms at 48 kHz.
    private static let opusPacket = 960
    /// The longest block of Vorbis: its packets have two lengths, so a segment begins up to one packet late.
    private static let longestBlock = 8192

    func run(_ findings: inout Findings) {
        for rendition in document.renditions { check(rendition, &findings) }
        guard !document.isOfCodedFiles else { return }
        let ladders = Dictionary(grouping: document.renditions) { "\($0.sampleRate) \($0.codec == "opus")" }
        for ladder in ladders.values {
            guard let reference = ladder.first(where: { $0.codec != "vorbis" }) else { continue }
            for rendition in ladder { compare(rendition, with: reference, &findings) }
        }
    }

    private func report(_ rendition: PackageDocument.Rendition, _ message: String, _ findings: inout Findings) {
        findings.add(.documentBoundary, at: .init(DocumentCheck.path), "\(rendition.id): \(message)")
    }

    /// Segments last 2 to 10 s, but for the tail, which may be half as long or half as long again.
    private func check(_ rendition: PackageDocument.Rendition, _ findings: inout Findings) {
        guard 1..<10_000_000 ~= rendition.sampleRate else { return }
        for (index, segment) in rendition.segments.enumerated() {
            if !document.isOfCodedFiles, !isOnGrid(segment.start, rendition) {
                report(rendition, "segment \(index + 1) begins at \(segment.start), off the grid", &findings)
            }
            let seconds = Double(segment.samples) / Double(rendition.sampleRate)
            let isTail = index >= rendition.segments.count - 2
            if seconds > 15 || seconds < 1.8 && !isTail {
                report(rendition, "segment \(index + 1) lasts \(rounded(seconds)) s", &findings)
            }
        }
    }

    private func isOnGrid(_ start: Int, _ rendition: PackageDocument.Rendition) -> Bool {
        switch rendition.codec {
        case "vorbis": true
        case "opus": start == 0 || (start + rendition.primingSamples) % Self.opusPacket == 0
        default: start % Self.grid == 0
        }
    }

    private func compare(
        _ rendition: PackageDocument.Rendition, with reference: PackageDocument.Rendition, _ findings: inout Findings
    ) {
        let slack = rendition.codec == "vorbis" ? Self.longestBlock : 0
        guard rendition.segments.count == reference.segments.count else {
            let message = "\(rendition.segments.count) segments, \(reference.id) has \(reference.segments.count)"
            return report(rendition, message, &findings)
        }
        for (index, (one, other)) in zip(rendition.segments, reference.segments).enumerated() {
            guard abs(Double(one.start) - Double(other.start)) > Double(slack) else { continue }
            return report(
                rendition, "segment \(index + 1) begins at \(one.start), that of \(reference.id) at \(other.start)",
                &findings)
        }
    }
}
