/// What a multivariant playlist offers (RFC 8216 §4.3.4).
struct MultivariantPlaylist {
    /// EXT-X-STREAM-INF and the URI after it.
    struct Variant {
        let path: String
        let place: Finding.Place
        let attributes: AttributeList
    }

    /// EXT-X-MEDIA.
    struct Rendition {
        let path: String?
        let place: Finding.Place
        let attributes: AttributeList
    }

    let path: String
    private(set) var variants: [Variant] = []
    private(set) var renditions: [Rendition] = []
    private(set) var claimsIndependence = false
    private var version = 1

    init(_ text: PlaylistText, _ findings: inout Findings) {
        path = text.path
        var pending: (attributes: AttributeList, line: PlaylistLine)?
        for line in text.lines {
            switch line.content {
            case .uri(let uri):
                add(uri, pending?.attributes, text.place(line), &findings)
                pending = nil
            case .tag("EXT-X-STREAM-INF", let value):
                if let pending { Self.reportUnnamed(text.place(pending.line), &findings) }
                pending = (attributes(value, text.place(line), &findings), line)
            case .tag("EXT-X-MEDIA", let value):
                addRendition(attributes(value, text.place(line), &findings), text.place(line), &findings)
            case .tag("EXT-X-VERSION", let value):
                version = decimalInteger(value ?? "") ?? 0
                if version < 1 { findings.add(.hlsTagMalformed, at: text.place(line), "the version is no integer") }
            case .tag("EXT-X-INDEPENDENT-SEGMENTS", _): claimsIndependence = true
            default: break
            }
        }
        if let pending { Self.reportUnnamed(text.place(pending.line), &findings) }
        if variants.isEmpty { findings.add(.hlsSegmentMissing, at: .init(path), "it names no variant stream") }
    }

    private static func reportUnnamed(_ place: Finding.Place, _ findings: inout Findings) {
        findings.add(.hlsSegmentMissing, at: place, "no URI follows this #EXT-X-STREAM-INF")
    }

    private func attributes(
        _ value: String?, _ place: Finding.Place, _ findings: inout Findings
    ) -> AttributeList {
        let attributes = AttributeList(value ?? "")
        if let fault = attributes.fault { findings.add(.hlsTagMalformed, at: place, fault) }
        return attributes
    }

    private mutating func add(
        _ uri: String, _ attributes: AttributeList?, _ place: Finding.Place, _ findings: inout Findings
    ) {
        guard let attributes else {
            return findings.add(.hlsTagMalformed, at: place, "\(uri) has no #EXT-X-STREAM-INF before it")
        }
        if attributes.integer("BANDWIDTH") == nil {
            findings.add(.hlsBandwidthMissing, at: place, "\(uri) has no BANDWIDTH")
        }
        if attributes["CODECS"] == nil { findings.add(.hlsCodecsMissing, at: place, "\(uri) has no CODECS") }
        guard variants.count < Limits.renditions else {
            return findings.add(.limitExceeded, at: place, "there are more than \(Limits.renditions) variants")
        }
        guard let path = References(path: path).resolve(uri, at: place, &findings) else { return }
        if variants.contains(where: { $0.path == path && $0.attributes.values == attributes.values }) {
            findings.add(.hlsVariantRepeated, at: place, "\(uri) is offered twice with the same attributes")
        }
        variants.append(Variant(path: path, place: place, attributes: attributes))
    }

    private mutating func addRendition(
        _ attributes: AttributeList, _ place: Finding.Place, _ findings: inout Findings
    ) {
        for name in ["TYPE", "GROUP-ID", "NAME"] where attributes[name] == nil {
            findings.add(.hlsTagMalformed, at: place, "#EXT-X-MEDIA has no \(name)")
        }
        guard renditions.count < Limits.renditions else {
            return findings.add(.limitExceeded, at: place, "there are more than \(Limits.renditions) renditions")
        }
        var target: String?
        if let uri = attributes["URI"] { target = References(path: path).resolve(uri, at: place, &findings) }
        renditions.append(Rendition(path: target, place: place, attributes: attributes))
    }
}
