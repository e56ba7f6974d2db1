import Lathe
import LatheMedia

/// What `lathe transcode` says at its end.
func summary(of result: TranscodeResult) -> String {
    let package = result.package
    var sections = [headline(of: result), renditionTable(of: package)]
    var facts = Table(alignments: [.left, .left])
    if let loudness = describe(package.loudness) { facts.rows.append(["loudness", loudness]) }
    for note in package.notes { facts.rows.append(["note", note]) }
    if !facts.rows.isEmpty { sections.append(facts.rendered(indent: "  ")) }
    sections.append(placesTable(of: result))
    return sections.joined(separator: "\n")
}

private func headline(of result: TranscodeResult) -> String {
    let tags = result.package.master.tags
    let name = result.master.split(separator: "/").last.map(String.init) ?? result.master
    let title = tags.title.map { title in tags.artist.map { "\(title) by \($0)" } ?? title } ?? name
    guard !result.wasComplete else { return "\(title): complete already, nothing was to be done\n" }
    let took = clock(result.elapsed.seconds)
    return "\(title): \(clock(result.duration)) of music in \(took), \(fixed(result.speed, 1))× real time\n"
}

private func renditionTable(of package: Package) -> String {
    var table = Table(alignments: [.left, .left, .right, .right, .right, .right])
    table.rows.append(["rendition", "codec", "average kbit/s", "peak kbit/s", "size", "segments"])
    for rendition in package.renditions {
        table.rows.append([
            rendition.id, rendition.codecs,
            fixed(Double(rendition.averageBitsPerSecond) / 1000, 1),
            fixed(Double(rendition.peakBitsPerSecond) / 1000, 1),
            size(package.streamedBytes(of: rendition)), grouped(rendition.segments.count),
        ])
    }
    return table.rendered(indent: "  ")
}

private func describe(_ loudness: Package.Loudness) -> String? {
    let parts = [
        loudness.integrated.map { fixed($0, 1) + " LUFS" },
        loudness.range.map { "range " + fixed($0, 1) + " LU" },
        loudness.truePeak.map { "true peak " + fixed($0, 1) + " dBTP" },
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
}

private func placesTable(of result: TranscodeResult) -> String {
    let package = result.package
    var table = Table(alignments: [.left, .left])
    for manifest in package.manifests {
        let renditions = manifest.renditions.joined(separator: ", ")
        table.rows.append([manifest.format == .hls ? "HLS" : "DASH", "\(result.path(manifest.path)) (\(renditions))"])
    }
    for path in package.renditions.compactMap(\.progressive) { table.rows.append(["file", result.path(path)]) }
    table.rows.append(["contents", result.path("package.json")])
    if let entry = package.manifests.first?.path ?? package.renditions.compactMap(\.progressive).first {
        table.rows.append(["play it", "mpv " + shellQuoted(result.path(entry))])
    }
    return table.rendered(indent: "  ")
}

/// As it must be written for a POSIX shell.
func shellQuoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"): true
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ","): true
        default: false
        }
    }
    if plain, !text.isEmpty, !text.hasPrefix("-") { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
}

extension Package {
    /// Bytes that a player streams of a rendition: its init segment and its segments.
    func streamedBytes(of rendition: Rendition) -> Int {
        let initSegment = rendition.initRange?.bytes ?? files.first { $0.path == rendition.initSegment }?.bytes ?? 0
        return rendition.segments.reduce(initSegment) { $0 + $1.bytes }
    }
}
