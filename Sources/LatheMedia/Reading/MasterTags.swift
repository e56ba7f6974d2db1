/// What a master says about its music; texts as they stand in the file, valid Unicode without control characters and at
/// most 4096 bytes each.
public struct MasterTags: Sendable, Equatable, Codable {
    /// Of the recording.
    public var title: String?
    /// Who performs it.
    public var artist: String?
    /// The release that it is from.
    public var album: String?
    /// As the file has it: a year, a day or anything else.
    public var date: String?
    /// Its number in the release, as the file has it: `3`, `3/12`.
    public var track: String?
    /// International Standard Recording Code (ISO 3901).
    public var isrc: String?
    /// ReplayGain as text: `-6.20 dB`.
    public var trackGain: String?
    /// ReplayGain's largest sample, full scale 1: `0.98765`.
    public var trackPeak: String?
    /// The same for the whole release.
    public var albumGain: String?
    /// The same for the whole release.
    public var albumPeak: String?

    /// No tags.
    public init() {}

    /// The longest text that is kept, in bytes of UTF-8.
    static let longestText = 4096

    /// Takes one tag under its name in Vorbis comments or FFmpeg's metadata, in any case; the first of a name wins and
    /// other names are ignored.
    mutating func take(name: String, value: some Collection<UInt8>) {
        guard let field = Self.field(named: name.lowercased()), self[keyPath: field] == nil else { return }
        let text = Self.text(value)
        if !text.isEmpty { self[keyPath: field] = text }
    }

    private static func field(named name: String) -> WritableKeyPath<MasterTags, String?>? {
        switch name {
        case "title": \.title
        case "artist": \.artist
        case "album": \.album
        case "date", "year": \.date
        case "track", "tracknumber": \.track
        case "isrc", "tsrc": \.isrc
        case "replaygain_track_gain": \.trackGain
        case "replaygain_track_peak": \.trackPeak
        case "replaygain_album_gain": \.albumGain
        case "replaygain_album_peak": \.albumPeak
        default: nil
        }
    }

    /// Bounded, repaired text without control characters or blank ends.
    private static func text(_ bytes: some Collection<UInt8>) -> String {
        let repaired = String(decoding: bytes.prefix(longestText), as: UTF8.self)
        let scalars = repaired.unicodeScalars.filter { $0.properties.generalCategory != .control }
        var kept = Substring(String(String.UnicodeScalarView(scalars)))
        while kept.utf8.count > longestText { kept.removeLast() }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return String(kept.drop(while: \.isWhitespace))
    }
}
