/// How a Representation's segments are named: SegmentTemplate or SegmentBase, inherited level by level
/// (ISO/IEC 23009-1 §5.3.9).
struct SegmentAddressing {
    let path: String
    /// From the MPD down to the Representation.
    let lineage: [XMLElement]
    let id: String
    let base: DASHBase
    /// Of the Period in seconds, where it is known.
    let length: Double?

    func fill(_ claim: inout TrackClaim, _ manifest: inout DASHManifest, _ findings: inout Findings) {
        if let template = Merged("SegmentTemplate", lineage) {
            fillFromTemplate(&claim, template, &manifest, &findings)
        } else if lineage.contains(where: { $0.first("SegmentList") != nil }) {
            findings.add(.contentNotChecked, at: claim.place, "\"\(id)\" has a SegmentList")
        } else if let single = Merged("SegmentBase", lineage) {
            fillFromIndex(&claim, single, &manifest, &findings)
        } else if let file = base.ownFile, file != path {
            claim.segments =
                length.map {
                    [.init(location: Location(path: file), place: claim.place, duration: $0, start: 0)]
                } ?? []
            claim.rounding = 1
        } else {
            findings.add(.dashElementMissing, at: claim.place, "\"\(id)\" does not say where its segments are")
        }
    }

    /// An element's attributes over those of the same element in the levels above.
    struct Merged {
        let attributes: [String: String]
        let elements: [XMLElement]

        init?(_ name: String, _ lineage: [XMLElement]) {
            elements = lineage.dropFirst().compactMap { $0.first(name) }
            guard !elements.isEmpty else { return nil }
            attributes = elements.reduce(into: [:]) { $0.merge($1.attributes) { _, new in new } }
        }

        func integer(_ name: String) -> Int? { attributes[name].flatMap { decimalInteger($0) } }

        func first(_ name: String) -> XMLElement? { elements.reversed().lazy.compactMap { $0.first(name) }.first }

        var line: Int { elements.last?.line ?? 1 }
    }
}

// MARK: - SegmentTemplate

extension SegmentAddressing {
    private func fillFromTemplate(
        _ claim: inout TrackClaim, _ template: Merged, _ manifest: inout DASHManifest, _ findings: inout Findings
    ) {
        let place = Finding.Place(path, line: template.line)
        let timescale = max(1, template.integer("timescale") ?? 1)
        let unit = Double(timescale)
        claim.timeOffset = Double(template.integer("presentationTimeOffset") ?? 0) / unit
        claim.rounding = max(claim.rounding, timescale < 8000 ? 1 / unit : 0)
        guard let media = template.attributes["media"] else {
            return findings.add(.dashAttributeMissing, at: place, "<SegmentTemplate> has no @media")
        }
        if let name = template.attributes["initialization"] {
            claim.initialization = expand(name, claim, number: nil, time: nil, place, &findings).map {
                Location(path: $0)
            }
        }
        let slots = slots(template, timescale: timescale, &findings)
        manifest.segmentBudget -= slots.count
        guard manifest.segmentBudget >= 0 else {
            let message = "there are more than \(Limits.segmentsOfManifest) segments"
            return findings.add(.limitExceeded, at: place, message)
        }
        let first = template.integer("startNumber") ?? 1
        for (index, slot) in slots.enumerated() {
            let uri = expand(media, claim, number: first + index, time: slot.start, slot.place, &findings)
            guard let uri else { return claim.hasHoles = true }
            claim.segments.append(
                .init(
                    location: Location(path: uri), place: slot.place, duration: Double(slot.duration) / unit,
                    start: Double(slot.start) / unit - claim.timeOffset))
        }
        if slots.isEmpty { findings.add(.dashElementMissing, at: place, "\"\(id)\" has no segments") }
    }

    private struct Slot {
        let start: Int
        let duration: Int
        let place: Finding.Place
    }

    private func slots(_ template: Merged, timescale: Int, _ findings: inout Findings) -> [Slot] {
        let place = Finding.Place(path, line: template.line)
        if let timeline = template.first("SegmentTimeline") { return slots(of: timeline, timescale, &findings) }
        guard let duration = template.integer("duration"), duration > 0 else {
            findings.add(.dashElementMissing, at: place, "there is neither a SegmentTimeline nor a @duration")
            return []
        }
        guard let length else { return [] }
        let total = nearest(length * Double(timescale))
        let count = min(Limits.segments, (total + duration - 1) / duration)
        return (0..<count).map {
            Slot(start: $0 * duration, duration: min(duration, total - $0 * duration), place: place)
        }
    }

    /// S@t, S@d, S@r (ISO/IEC 23009-1 §5.3.9.6).
    private func slots(of timeline: XMLElement, _ timescale: Int, _ findings: inout Findings) -> [Slot] {
        var slots: [Slot] = []
        var position = 0
        let runs = timeline.all("S")
        for (index, run) in runs.enumerated() {
            let place = Finding.Place(path, line: run.line)
            guard let duration = run["d"].flatMap({ decimalInteger($0) }), duration > 0 else {
                findings.add(.dashAttributeMalformed, at: place, "S has no @d above 0")
                return slots
            }
            if let start = run["t"].flatMap({ decimalInteger($0) }) {
                if !slots.isEmpty, start != position {
                    let kind = start > position ? "a gap" : "an overlap"
                    let message = "S@t is \(start), but the segment before it ends at \(position): \(kind)"
                    findings.add(.dashTimelineGap, at: place, message)
                }
                position = start
            }
            let last = index + 1 < runs.count ? runs[index + 1]["t"].flatMap { decimalInteger($0) } : nil
            let end =
                last ?? length.map { Int(min($0 * Double(timescale), Double(Limits.number)).rounded()) } ?? position
            let repeats =
                run["r"] == "-1" ? max(0, (end - position + duration - 1) / duration - 1) : count(run, &findings)
            for _ in 0...repeats {
                guard slots.count < Limits.segments, position < Limits.number else {
                    findings.add(.limitExceeded, at: place, "there are more than \(Limits.segments) segments")
                    return slots
                }
                slots.append(Slot(start: position, duration: duration, place: place))
                position += duration
            }
        }
        return slots
    }

    private func count(_ run: XMLElement, _ findings: inout Findings) -> Int {
        guard let text = run["r"] else { return 0 }
        if let value = decimalInteger(text) { return min(value, Limits.segments) }
        findings.add(.dashAttributeMalformed, at: .init(path, line: run.line), "S@r is \"\(text)\"")
        return 0
    }

    /// Replaces `$RepresentationID$`, `$Number%05d$` and so on (ISO/IEC 23009-1 §5.3.9.4.4).
    private func expand(
        _ template: String, _ claim: TrackClaim, number: Int?, time: Int?, _ place: Finding.Place,
        _ findings: inout Findings
    ) -> String? {
        let parts = template.split(separator: "$", omittingEmptySubsequences: false)
        var uri = ""
        for (index, part) in parts.enumerated() {
            if index % 2 == 0 { uri += part; continue }
            let name = part.prefix { $0 != "%" }
            let values = ["Number": number, "Time": time, "Bandwidth": claim.bandwidth]
            if part.isEmpty {
                uri += "$"
            } else if part == "RepresentationID" {
                uri += id
            } else if index < parts.count - 1, let value = values[String(name)] ?? nil,
                let text = Self.format(value, part.dropFirst(name.count))
            {
                uri += text
            } else {
                findings.add(.dashTemplateInvalid, at: place, "$\(part)$ in \"\(template)\" stands for nothing")
                return nil
            }
        }
        return base.resolve(uri, at: place, &findings)
    }

    /// `%05d`: at least so many digits.
    private static func format(_ value: Int, _ format: Substring) -> String? {
        if format.isEmpty { return String(value) }
        guard format.hasPrefix("%0"), format.hasSuffix("d"), let width = Int(format.dropFirst(2).dropLast()),
            0...20 ~= width
        else { return nil }
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

// MARK: - SegmentBase

extension SegmentAddressing {
    /// One file with an index: the index itself says where the segments are, and is read later.
    private func fillFromIndex(
        _ claim: inout TrackClaim, _ single: Merged, _ manifest: inout DASHManifest, _ findings: inout Findings
    ) {
        let place = Finding.Place(path, line: single.line)
        guard let file = base.ownFile, file != path else {
            return findings.add(.dashElementMissing, at: place, "\"\(id)\" has a SegmentBase but no BaseURL of a file")
        }
        claim.timeOffset =
            Double(single.integer("presentationTimeOffset") ?? 0) / Double(max(1, single.integer("timescale") ?? 1))
        if let header = single.first("Initialization") {
            let range = header["range"].flatMap(Self.range)
            if header["range"] != nil, range == nil {
                findings.add(.dashAttributeMalformed, at: place, "Initialization@range is no byte range")
            }
            claim.initialization = Location(path: file, range: range)
        }
        guard let text = single.attributes["indexRange"] else {
            return findings.add(.dashAttributeMissing, at: place, "<SegmentBase> has no @indexRange")
        }
        guard let range = Self.range(text) else {
            return findings.add(.dashAttributeMalformed, at: place, "@indexRange is \"\(text)\", no byte range")
        }
        manifest.indices[id] = .init(path: file, range: range, place: place)
    }

    /// `first-last`, both included (RFC 7233 §2.1).
    private static func range(_ text: String) -> Range<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = decimalInteger(parts[0]), let last = decimalInteger(parts[1]), first <= last
        else { return nil }
        return first..<last + 1
    }
}

extension DASHBase {
    /// The file that the BaseURL itself names; nil where it names a folder.
    fileprivate var ownFile: String? { file.hasSuffix("/.") || file == "." ? nil : file }
}
