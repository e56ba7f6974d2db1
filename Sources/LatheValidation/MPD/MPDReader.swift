/// Reads an MPD (ISO/IEC 23009-1 §5) as claims about its audio representations.
struct MPDReader {
    let path: String
    private(set) var manifest: DASHManifest
    private var representationIDs: Set<String> = []

    static let namespace = "urn:mpeg:dash:schema:mpd:2011"

    /// - Returns: nil, with findings, where it is no MPD.
    static func read(_ bytes: [UInt8], path: String, _ findings: inout Findings) -> DASHManifest? {
        let root: XMLElement
        do {
            root = try XMLScanner.root(of: bytes)
        } catch {
            findings.add(.dashXMLMalformed, at: .init(path, line: error.line), error.cause)
            return nil
        }
        guard root.name == "MPD" else {
            findings.add(.dashNotMPD, at: .init(path, line: root.line), "the root element is <\(root.name)>")
            return nil
        }
        var reader = MPDReader(path: path)
        reader.takeRoot(root, &findings)
        return reader.manifest
    }

    private init(path: String) {
        self.path = path
        manifest = DASHManifest(path: path)
    }

    func place(_ element: XMLElement) -> Finding.Place { .init(path, line: element.line) }

    private mutating func takeRoot(_ root: XMLElement, _ findings: inout Findings) {
        let namespaces = root.attributes.filter { $0.key == "xmlns" || $0.key.hasPrefix("xmlns:") }.values
        if !namespaces.contains(Self.namespace) {
            findings.add(.dashNotMPD, at: place(root), "no namespace is \(Self.namespace)")
        }
        manifest.line = root.line
        manifest.profiles = (root["profiles"] ?? "").split(separator: ",").map { String($0.description.trimmed) }
        if manifest.profiles.isEmpty { missing("profiles", in: root, &findings) }
        manifest.isStatic = (root["type"] ?? "static") == "static"
        manifest.duration = duration("mediaPresentationDuration", in: root, &findings)
        manifest.durationRounding = Self.rounding(root["mediaPresentationDuration"], root["maxSegmentDuration"])
        manifest.longestSegment = duration("maxSegmentDuration", in: root, &findings)
        manifest.bufferTime = duration("minBufferTime", in: root, &findings)
        if root["minBufferTime"] == nil { missing("minBufferTime", in: root, &findings) }
        let periods = root.all("Period")
        if periods.isEmpty { findings.add(.dashElementMissing, at: place(root), "it has no Period") }
        let last = periods.last
        if manifest.isStatic, manifest.duration == nil, root["mediaPresentationDuration"] == nil,
            last?["duration"] == nil
        {
            missing("mediaPresentationDuration", in: root, &findings)
        }
        for period in periods { takePeriod(period, in: root, isOnly: periods.count == 1, &findings) }
    }

    /// The unit of the last digit of the coarsest duration: `PT12.0S` is right to 0.1 s.
    private static func rounding(_ texts: String?...) -> Double {
        texts.compactMap(\.self).map { text in
            let digits =
                text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.dropLast().utf8.count
                ?? 0
            return (0..<min(digits, 6)).reduce(1.0) { unit, _ in unit / 10 }
        }.max() ?? 0.000_001
    }

    private mutating func takePeriod(
        _ period: XMLElement, in root: XMLElement, isOnly: Bool, _ findings: inout Findings
    ) {
        representationIDs = []
        guard period["href"] == nil, period["xlink:href"] == nil else {
            return findings.add(.contentNotChecked, at: place(period), "the Period lies elsewhere")
        }
        let length = duration("duration", in: period, &findings) ?? (isOnly ? manifest.duration : nil)
        let sets = period.all("AdaptationSet")
        if sets.isEmpty { findings.add(.dashElementMissing, at: place(period), "the Period has no AdaptationSet") }
        for set in sets { takeSet(set, in: [root, period], length: length, &findings) }
    }

    private mutating func takeSet(
        _ set: XMLElement, in ancestors: [XMLElement], length: Double?, _ findings: inout Findings
    ) {
        let type = set["contentType"] ?? set["mimeType"] ?? set.first("Representation")?["mimeType"] ?? ""
        guard type.isEmpty || type.hasPrefix("audio") else {
            return findings.add(.contentNotChecked, at: place(set), "the AdaptationSet is of type \(type)")
        }
        let representations = set.all("Representation")
        if representations.isEmpty {
            findings.add(.dashElementMissing, at: place(set), "the AdaptationSet has no Representation")
        }
        var adaptation = DASHManifest.Set(place: place(set))
        adaptation.isAligned = set["segmentAlignment"] == "true" || set["subsegmentAlignment"] == "true"
        for representation in representations.prefix(Limits.renditions) {
            if let claim = claim(representation, in: ancestors + [set], length: length, &findings) {
                adaptation.claims.append(claim)
            }
        }
        manifest.sets.append(adaptation)
    }

    private mutating func claim(
        _ representation: XMLElement, in ancestors: [XMLElement], length: Double?, _ findings: inout Findings
    ) -> TrackClaim? {
        guard let id = representation["id"], !id.isEmpty else {
            missing("id", in: representation, &findings)
            return nil
        }
        if !representationIDs.insert(id).inserted {
            findings.add(.dashIDRepeated, at: place(representation), "another Representation has the id \"\(id)\"")
        }
        let lineage = ancestors + [representation]
        var claim = TrackClaim(format: .dash, place: place(representation), name: id)
        claim.bandwidth = integer("bandwidth", in: representation, &findings)
        if representation["bandwidth"] == nil { missing("bandwidth", in: representation, &findings) }
        claim.codecs = inherited("codecs", lineage)
        if claim.codecs == nil { missing("codecs", in: representation, &findings) }
        claim.mimeType = inherited("mimeType", lineage)
        if claim.mimeType == nil { missing("mimeType", in: representation, &findings) }
        claim.sampleRate = inherited("audioSamplingRate", lineage).flatMap { decimalInteger($0) }
        claim.channelCount = Self.channelCount(lineage)
        claim.claimsIndependence =
            inherited("startWithSAP", lineage) == "1" || inherited("subsegmentStartsWithSAP", lineage) == "1"
        let base = baseURL(lineage, &findings)
        let addressing = SegmentAddressing(path: path, lineage: lineage, id: id, base: base, length: length)
        addressing.fill(&claim, &manifest, &findings)
        return claim
    }

    private func inherited(_ name: String, _ lineage: [XMLElement]) -> String? {
        lineage.dropFirst(2).reversed().lazy.compactMap { $0[name] }.first
    }

    /// CICP's ChannelConfiguration, or MPEG's older scheme with the same values (ISO/IEC 23009-1 §5.8.5.4).
    private static func channelCount(_ lineage: [XMLElement]) -> Int? {
        let schemes = [
            "urn:mpeg:mpegB:cicp:ChannelConfiguration", "urn:mpeg:dash:23003:3:audio_channel_configuration:2011",
        ]
        for element in lineage.reversed() {
            for configuration in element.all("AudioChannelConfiguration") {
                guard let scheme = configuration["schemeIdUri"], schemes.contains(scheme) else { continue }
                let counts = [1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 8]
                return configuration["value"].flatMap { Int($0) }.flatMap { counts[$0] }
            }
        }
        return nil
    }

    /// The folder or file that references start from (ISO/IEC 23009-1 §5.6.4): BaseURL of each level in turn.
    private func baseURL(_ lineage: [XMLElement], _ findings: inout Findings) -> DASHBase {
        var base = DASHBase(file: path)
        for element in lineage {
            guard let url = element.first("BaseURL") else { continue }
            base.append(url.text)
        }
        return base
    }
}

// MARK: - Attributes

extension MPDReader {
    private func missing(_ name: String, in element: XMLElement, _ findings: inout Findings) {
        findings.add(.dashAttributeMissing, at: place(element), "<\(element.name)> has no @\(name)")
    }

    private func integer(_ name: String, in element: XMLElement, _ findings: inout Findings) -> Int? {
        guard let text = element[name] else { return nil }
        if let value = decimalInteger(text) { return value }
        findings.add(.dashAttributeMalformed, at: place(element), "@\(name) is \"\(text)\", which is no integer")
        return nil
    }

    private func duration(_ name: String, in element: XMLElement, _ findings: inout Findings) -> Double? {
        guard let text = element[name] else { return nil }
        if let value = durationSeconds(text) { return value }
        findings.add(.dashAttributeMalformed, at: place(element), "@\(name) is \"\(text)\", which is no duration")
        return nil
    }
}

/// `P1DT2H3M4.5S` in seconds (XML Schema, duration); years and months, which have no fixed length, are refused.
func durationSeconds(_ text: String) -> Double? {
    guard text.hasPrefix("P") else { return nil }
    var seconds = 0.0
    var number = ""
    var isTime = false
    var hasField = false
    for character in text.dropFirst() {
        if character == "T" {
            guard !isTime, number.isEmpty else { return nil }
            isTime = true
        } else if let factor = (isTime ? ["H": 3600.0, "M": 60, "S": 1] : ["D": 86_400.0])[character] {
            guard let value = decimalNumber(number) else { return nil }
            seconds += value * factor
            number = ""
            hasField = true
        } else {
            number.append(character)
        }
    }
    return number.isEmpty && hasField && seconds < Double(Limits.number) ? seconds : nil
}
