extension Preset {
    /// The segment durations that Lathe makes, in seconds.
    public static let segmentDurations = 2.0...10.0

    /// Says what a preset must not say.
    /// - Parameter origin: where the preset came from, for errors.
    /// - Throws: `LatheError` with code `presetInvalid`.
    func validate(from origin: String) throws {
        func require(_ holds: Bool, _ field: String, _ allowed: String) throws {
            guard !holds else { return }
            throw LatheError(.presetInvalid, "use preset", origin, because: "\(field) must be \(allowed)")
        }
        try require(
            Self.segmentDurations.contains(segmentDuration), "segmentDuration",
            "2 to 10 seconds, not \(segmentDuration)")
        try require(
            (8000...192_000).contains(maximumSampleRate), "maximumSampleRate",
            "8000 to 192000 Hz, not \(maximumSampleRate)")
        try require(!renditions.isEmpty, "renditions", "a list of at least one")
        for (index, rendition) in renditions.enumerated() {
            try rendition.validateRate { try require($0, "renditions[\(index)].kilobitsPerSecond", $1) }
            try require(
                !renditions[..<index].contains { $0.id == rendition.id }, "renditions[\(index)]",
                "different from the others: there are two of \(rendition.id)")
            try rendition.validateOptions { try require($0, "renditions[\(index)].options.\($1)", $2) }
        }
    }
}

extension Preset.Rendition {
    /// LAME's quality, 0 best to 9 fastest; nil where the preset leaves it to LAME.
    var lameQuality: Int? { options["quality"].flatMap(Int.init) }

    /// libvorbis's quality, -1 lowest to 10 best; nil where it follows from the rate.
    var vorbisQuality: Double? { options["quality"].flatMap(Double.init) }

    /// Opus's effort, 0 fastest to 10 best.
    var opusComplexity: Int { options["complexity"].flatMap(Int.init) ?? 10 }

    /// libFLAC's effort, 0 fastest to 8 smallest.
    var flacLevel: Int { options["compressionLevel"].flatMap(Int.init) ?? 5 }

    fileprivate func validateRate(_ require: (Bool, String) throws -> Void) throws {
        switch (codec, kilobitsPerSecond) {
        case (.flac, let rate): try require(rate == nil, "left out: flac has no bit rate")
        case (_, let rate?): try require((8...512).contains(rate), "8 to 512, not \(rate)")
        case (_, nil): try require(false, "given: 8 to 512")
        }
    }

    fileprivate func validateOptions(_ require: (Bool, String, String) throws -> Void) throws {
        for (name, value) in options {
            switch codec {
            // libavcodec checks its own options when the encoder is opened.
            case .aac: break
            case .mp3: try validateNumber("quality", 0...9, name, value, require)
            case .flac: try validateNumber("compressionLevel", 0...8, name, value, require)
            case .opus: try validateNumber("complexity", 0...10, name, value, require)
            case .vorbis: try validateNumber("quality", -1.0...10.0, name, value, require)
            }
        }
    }

    /// The only option of a codec.
    private func validateNumber<Number: LosslessStringConvertible & Comparable>(
        _ known: String, _ allowed: ClosedRange<Number>, _ name: String, _ value: String,
        _ require: (Bool, String, String) throws -> Void
    ) throws {
        try require(name == known, name, "left out: the options of \(codec.rawValue) are \"\(known)\"")
        let isAllowed = Number(value).map(allowed.contains) ?? false
        try require(isAllowed, name, "\(allowed.lowerBound) to \(allowed.upperBound), not \(value)")
    }
}

extension Preset {
    /// Only the renditions with these ids, in the preset's order.
    /// - Throws: `LatheError` with code `presetInvalid` that lists the ids there are.
    public func selecting(_ ids: [String]) throws -> Preset {
        let known = renditions.map(\.id)
        for id in ids where !known.contains(id) {
            throw LatheError(
                .presetInvalid, "select rendition", "\"\(id)\"", because: "preset \"\(name)\" has none of that id",
                remedy: "It has \(known.joined(separator: ", ")).")
        }
        var selection = self
        selection.renditions = renditions.filter { ids.contains($0.id) }
        return selection
    }
}
