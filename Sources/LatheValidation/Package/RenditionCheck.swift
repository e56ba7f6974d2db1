/// Compares what `package.json` says of one rendition with its playlists and media.
struct RenditionCheck {
    let rendition: PackageDocument.Rendition
    let document: PackageDocument

    private var place: Finding.Place { .init(DocumentCheck.path) }

    func run(_ tracks: [String: Track], _ library: inout MediaLibrary, _ findings: inout Findings) {
        checkSamples(&findings)
        checkFiles(&findings)
        var found = rendition.playlist.flatMap { tracks[$0] }.map { [$0] } ?? []
        for manifest in document.manifests where manifest.format == "dash" && manifest.renditions.contains(rendition.id)
        {
            if let track = tracks["\(manifest.path)#\(rendition.id)"] { found.append(track) }
        }
        for track in found { check(track, &findings) }
        if let progressive = rendition.progressive, progressive.hasSuffix(".mp3") {
            ProgressiveMP3Check(rendition: rendition, path: progressive).run(&library, &findings)
        }
    }

    private func report(_ code: FindingCode, _ message: String, _ findings: inout Findings) {
        findings.add(code, at: place, "\(rendition.id): \(message)")
    }

    /// The same programme as the master, at the rendition's own rate, in segments that follow each other.
    private func checkSamples(_ findings: inout Findings) {
        guard rendition.sampleRate > 0, document.master.sampleRate > 0, rendition.samples >= 0,
            document.master.samples < Limits.number, rendition.sampleRate < 10_000_000
        else { return report(.documentSamples, "rates and counts are not to be believed", &findings) }
        let master = Double(document.master.samples) * Double(rendition.sampleRate) / Double(document.master.sampleRate)
        if abs(master.rounded(.up) - Double(rendition.samples)) > 0.5 {
            report(
                .documentSamples, "\(rendition.samples) samples, the master makes \(nearest(master.rounded(.up)))",
                &findings)
        }
        var end = 0
        for (index, segment) in rendition.segments.enumerated() {
            guard segment.start == end, segment.samples > 0, segment.samples < Limits.number, end < Limits.number else {
                let message =
                    "segment \(index + 1) begins at \(segment.start) and lasts \(segment.samples), "
                    + "the one before ends at \(end)"
                return report(.documentTimeline, message, &findings)
            }
            end += segment.samples
        }
        if end != rendition.samples {
            report(.documentTimeline, "the segments hold \(end) samples of \(rendition.samples)", &findings)
        }
    }

    /// Segments are files of the package, with the same size and checksum.
    private func checkFiles(_ findings: inout Findings) {
        guard document.layout == "segments" else { return }
        let files = Dictionary(document.files.map { ($0.path, $0) }) { first, _ in first }
        for segment in rendition.segments {
            guard let file = files[segment.path], file.bytes == segment.bytes,
                segment.sha256 == nil || segment.sha256 == file.sha256
            else {
                report(
                    .documentSegments, "\(segment.path) is not listed among the files with this size and checksum",
                    &findings)
                continue
            }
        }
    }

    private func check(_ track: Track, _ findings: inout Findings) {
        checkFormat(track, &findings)
        checkBandwidth(track, &findings)
        guard checkSegments(track, &findings) else { return }
        checkTime(track, &findings)
        checkEnds(track, &findings)
        if !track.claim.isComplete {
            findings.add(.documentOpen, at: track.claim.place, "package.json is there, but this playlist still grows")
        }
    }

    private func checkFormat(_ track: Track, _ findings: inout Findings) {
        let header = track.header
        if rendition.codecs != header.codecs {
            report(.documentFormat, "codecs are \"\(rendition.codecs)\", the media are \"\(header.codecs)\"", &findings)
        }
        if rendition.sampleRate != header.sampleRate {
            report(.documentFormat, "\(rendition.sampleRate) Hz, the media have \(header.sampleRate)", &findings)
        }
        if rendition.channels != header.channelCount {
            report(.documentFormat, "\(rendition.channels) channels, the media have \(header.channelCount)", &findings)
        }
    }

    /// The playlist or manifest names these segments, no others.
    private func checkSegments(_ track: Track, _ findings: inout Findings) -> Bool {
        guard document.layout == "segments" else { return track.segments.count == rendition.segments.count }
        let stated = rendition.segments.map(\.path)
        let named = track.claim.segments.map(\.location.path)
        guard stated != named else { return track.segments.count == stated.count }
        let index = zip(stated, named).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let message =
            index.map { "segment \($0 + 1) is \(named[$0]), package.json says \(stated[$0])" }
            ?? "it names \(named.count) segments, package.json \(stated.count)"
        findings.add(.documentSegments, at: track.claim.place, message)
        return false
    }

    /// Starts and durations in samples, which the claims state to the microsecond.
    private func checkTime(_ track: Track, _ findings: inout Findings) {
        let rate = Double(rendition.sampleRate)
        let tolerance = track.tick + track.claim.rounding * 1.01 + 0.000_000_1
        let isPacked = track.header.container == .packed
        for (index, (stated, found)) in zip(rendition.segments, track.segments).enumerated()
        where found.isPlaced {
            let isLast = index == rendition.segments.count - 1
            let start = max(0, found.start)
            if abs(Double(stated.start) / rate - start) > track.tick + 0.000_000_1 {
                let message =
                    "segment \(index + 1) is to begin at sample \(stated.start), it begins at \(rounded(start)) s"
                report(.documentTimeline, message, &findings)
            }
            let excess = found.presented - Double(stated.samples) / rate
            if abs(excess) > tolerance, !(isLast && isPacked && excess > 0) {
                let message =
                    "segment \(index + 1) is to last \(stated.samples) samples, it lasts \(rounded(found.presented)) s"
                report(.documentTimeline, message, &findings)
            }
            if abs(found.claim.duration - Double(stated.samples) / rate) > tolerance {
                let message = "\(stated.path) lasts \(stated.samples) samples, here \(rounded(found.claim.duration)) s"
                findings.add(.documentTimeline, at: found.claim.place, message)
            }
            if stated.bytes != found.facts.byteCount {
                report(
                    .documentSegments, "segment \(index + 1) has \(found.facts.byteCount) bytes, not \(stated.bytes)",
                    &findings)
            }
        }
        checkTimestamps(track, &findings)
    }

    /// Packed audio counts from the programme's first sample (RFC 8216 §3.4).
    private func checkTimestamps(_ track: Track, _ findings: inout Findings) {
        for (stated, found) in zip(rendition.segments, track.segments) {
            guard let ticks = found.facts.timestamp else { continue }
            let expected = nearest(Double(stated.start) * 90_000 / Double(rendition.sampleRate)) & (1 << 33 - 1)
            guard ticks != expected else { continue }
            let message = "the timestamp is \(ticks), sample \(stated.start) is \(expected)"
            findings.add(.packedTimestampWrong, at: .init(stated.path, offset: 0), message)
        }
    }

    /// Priming is what the edit list cuts away; padding is what the frames hold behind the programme.
    private func checkEnds(_ track: Track, _ findings: inout Findings) {
        let header = track.header
        let frames = track.segments.reduce(0) { $0 + $1.facts.frameCount }
        switch header.coding {
        case .aac:
            if header.presentationStart != rendition.primingSamples {
                report(
                    .documentPriming,
                    "priming is \(rendition.primingSamples), the edit list cuts \(header.presentationStart)", &findings)
            }
            if !header.fragmentDefaults.hasRollGroup {
                findings.add(.bmffRollGroup, at: header.place, "no 'sgpd' says that decoding begins one frame early")
            }
            fallthrough
        case .mp3:
            guard let length = header.frameLength else { return }
            let padding = frames * length &- rendition.primingSamples &- rendition.samples
            if padding != rendition.paddingSamples {
                report(
                    .documentPadding, "padding is \(rendition.paddingSamples), \(frames) frames leave \(padding)",
                    &findings)
            }
        default: break
        }
    }

    /// The same measurement everywhere, in samples: exact.
    private func checkBandwidth(_ track: Track, _ findings: inout Findings) {
        guard track.isWhole, track.segments.count == rendition.segments.count, rendition.sampleRate > 0 else { return }
        let target = track.claim.targetDuration
        let measured = MeasuredBandwidth(
            sizes: track.segments.map(\.facts.byteCount),
            durations: rendition.segments.map { Double($0.samples) / Double(rendition.sampleRate) },
            targetDuration: Double(target ?? 1))
        guard let measured else { return }
        func differs(_ stated: Int, _ measured: Double) -> Bool { abs(Double(stated) - measured.rounded(.up)) > 1 }
        if differs(rendition.averageBitsPerSecond, measured.average) {
            let actual = Int(min(measured.average.rounded(.up), 1e15))
            report(
                .documentBandwidth, "the average is \(rendition.averageBitsPerSecond), measured \(actual)", &findings)
        }
        if target != nil, differs(rendition.peakBitsPerSecond, measured.peak) {
            let actual = Int(min(measured.peak.rounded(.up), 1e15))
            report(.documentBandwidth, "the peak is \(rendition.peakBitsPerSecond), measured \(actual)", &findings)
        }
        let statement = track.claim.variantPlace ?? track.claim.place
        if let stated = track.claim.bandwidth, stated != rendition.peakBitsPerSecond {
            findings.add(
                .documentBandwidth, at: statement,
                "the bandwidth is \(stated), package.json says \(rendition.peakBitsPerSecond)")
        }
        if let stated = track.claim.averageBandwidth, stated != rendition.averageBitsPerSecond {
            findings.add(
                .documentBandwidth, at: statement,
                "the average is \(stated), package.json says \(rendition.averageBitsPerSecond)")
        }
    }
}
