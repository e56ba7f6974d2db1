internal import Foundation

extension Preset {
    /// The default preset: AAC, MP3 and Vorbis at 96, 160 and 320 kbit/s.
    public static let music = embedded("music", PackageResources.music_json5)

    /// `music`, and the master itself as FLAC.
    public static let musicLossless = embedded("music-lossless", PackageResources.music_lossless_json5)

    /// `music` in about half the time, a little worse at low rates.
    public static let musicFast = embedded("music-fast", PackageResources.music_fast_json5)

    /// Opus at 64, 96 and 160 kbit/s.
    public static let opus = embedded("opus", PackageResources.opus_json5)

    /// The presets that come with Lathe.
    public static let builtIn = [music, musicLossless, musicFast, opus]

    /// The preset of that name.
    /// - Throws: `LatheError` with code `presetInvalid`.
    public static func named(_ name: String) throws -> Preset {
        if let preset = builtIn.first(where: { $0.name == name }) { return preset }
        let known = builtIn.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw LatheError(
            .presetInvalid, "use preset", "\"\(name)\"", because: "there is none of that name",
            remedy: "Choose one of \(known), or give the path of a .json5 file.")
    }

    /// The commented JSON5 of a built-in preset, to start one's own from; nil when there is none of that name.
    public static func source(of name: String) -> String? {
        let sources = [
            "music": PackageResources.music_json5, "music-lossless": PackageResources.music_lossless_json5,
            "music-fast": PackageResources.music_fast_json5, "opus": PackageResources.opus_json5,
        ]
        return sources[name].map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads a preset file.
    /// - Throws: `LatheError` with code `presetInvalid` that names the field and what it may hold.
    public init(contentsOf path: String) throws {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw LatheError(.presetInvalid, "read preset", path, because: "the file cannot be read")
        }
        try self.init(json5: data, from: path)
    }

    /// - Parameter origin: where the text came from, for errors.
    init(json5 data: Data, from origin: String) throws {
        // Foundation's JSON5 traps on names that are not UTF-8.
        guard data.count <= Self.largestFile, String(validating: data, as: UTF8.self) != nil else {
            throw LatheError(.presetInvalid, "read preset", origin, because: "it is no text in UTF-8 of at most 1 MiB")
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            self = try decoder.decode(Preset.self, from: data)
        } catch let error as DecodingError {
            throw LatheError(.presetInvalid, "read preset", origin, because: Self.explain(error))
        }
        try validate(from: origin)
    }

    private static let largestFile = 1 << 20

    private static func embedded(_ name: String, _ bytes: [UInt8]) -> Preset {
        do {
            return try Preset(json5: Data(bytes), from: "\(name).json5")
        } catch {
            // A test loads every embedded preset; none that fails is ever released.
            preconditionFailure("\(error)")
        }
    }

    private static func explain(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\(place(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(place(context.codingPath)) has the wrong type"
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            "it is not JSON5" + ((context.underlyingError.map { ": \($0)" }) ?? "")
        case .dataCorrupted(let context):
            "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.reduce("") { text, key in
            key.intValue.map { "\(text)[\($0)]" } ?? (text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)")
        }
    }
}
