// Written out where the synthesized forms are too lenient: a field that nobody reads is an error, and what may be left
// out has its default.

extension Preset {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, summary, segmentDuration, maximumSampleRate, downmix, renditions
    }

    /// Only `name` and `renditions` must be there. A key that is not known is an error: a typo must not change the sound.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.allCases)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        summary = try fields.decodeIfPresent(String.self, forKey: .summary) ?? ""
        segmentDuration = try fields.decodeIfPresent(Double.self, forKey: .segmentDuration) ?? 4
        maximumSampleRate = try fields.decodeIfPresent(Int.self, forKey: .maximumSampleRate) ?? 48_000
        downmix = try fields.decodeChoice(Downmix.self, forKey: .downmix) ?? .itu
        renditions = try fields.decode([Rendition].self, forKey: .renditions)
    }
}

extension Preset.Rendition {
    enum CodingKeys: String, CodingKey, CaseIterable { case codec, kilobitsPerSecond, options }

    /// Only `codec` must be there. A key that is not known is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.allCases)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        guard let codec = try fields.decodeChoice(Codec.self, forKey: .codec) else {
            throw DecodingError.keyNotFound(
                CodingKeys.codec, .init(codingPath: decoder.codingPath, debugDescription: "missing"))
        }
        self.codec = codec
        kilobitsPerSecond = try fields.decodeIfPresent(Int.self, forKey: .kilobitsPerSecond)
        options = try fields.decodeIfPresent([String: String].self, forKey: .options) ?? [:]
    }
}

extension Decoder {
    /// Refuses fields that nothing reads: most likely they are misspelt.
    fileprivate func refuseKeys(besides known: [some CodingKey]) throws {
        let names = known.map(\.stringValue)
        for key in try container(keyedBy: AnyKey.self).allKeys where !names.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath + [key],
                    debugDescription: "no such field; there are \(names.joined(separator: ", "))"))
        }
    }
}

extension KeyedDecodingContainer {
    /// Decodes a name of a closed set; an error lists the set.
    fileprivate func decodeChoice<Choice: RawRepresentable & CaseIterable>(
        _: Choice.Type, forKey key: Key
    ) throws -> Choice? where Choice.RawValue == String {
        guard let name = try decodeIfPresent(String.self, forKey: key) else { return nil }
        if let choice = Choice(rawValue: name) { return choice }
        throw DecodingError.dataCorruptedError(
            forKey: key, in: self,
            debugDescription: "\"\(name)\" is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}

/// A key of any name.
private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init?(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init?(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}
