/// Compares what an MPD says as a whole with its representations (ISO/IEC 23009-1 §5.3.1.2, §8).
struct ManifestCheck {
    let manifest: DASHManifest

    private var place: Finding.Place { .init(manifest.path, line: manifest.line) }

    func check(_ track: Track, _ findings: inout Findings) {
        if let limit = manifest.longestSegment {
            for segment in track.segments where segment.claim.duration > limit + 0.000_001 {
                let message =
                    "the segment lasts \(rounded(segment.claim.duration)) s, @maxSegmentDuration is \(limit) s"
                findings.add(.dashMaximumExceeded, at: segment.claim.place, message)
            }
        }
        if track.header.container == .webM, manifest.profiles.contains(where: { $0.contains(":isoff-") }),
            !manifest.profiles.contains(where: { $0.contains(":full") })
        {
            findings.add(.dashProfileWrong, at: place, "\"\(track.claim.name)\" is WebM in a profile of ISO BMFF")
        }
    }

    /// The programme may end within the last sample of a rendition: a master of another rate does.
    func checkDuration(_ longest: Double, sample: Double, _ findings: inout Findings) {
        guard let stated = manifest.duration, abs(stated - longest) > manifest.durationRounding * 1.01 + sample else {
            return
        }
        let message = "@mediaPresentationDuration is \(stated) s, the segments last \(rounded(longest)) s"
        findings.add(.dashTotalDurationWrong, at: place, message)
    }
}
