internal import FoundationEssentials
public import Lathe
internal import LatheCrypto
internal import LatheJobs

/// What a transcode job is to make: its payload.
public struct TranscodeOrder: Sendable, Equatable, Codable {
    /// The kind of these jobs.
    public static let kind = "transcode"

    /// Where the master is.
    public enum Master: Sendable, Equatable, Codable {
        /// On a disk that every worker sees.
        case file(path: String)
        /// In the store.
        case object(key: String)
    }

    public var track: String
    public var revision: String
    public var master: Master
    /// What its content must be, lower-case hexadecimal; nil where nobody knows.
    public var sha256: String?
    public var preset: Preset
    public var layout: Layout

    public init(
        track: String, revision: String, master: Master, sha256: String?, preset: Preset, layout: Layout
    ) {
        self.track = track
        self.revision = revision
        self.master = master
        self.sha256 = sha256
        self.preset = preset
        self.layout = layout
    }

    /// The job's key: a revision is made once, whoever asks for it how often.
    public static func uniqueKey(revision: String) -> String { "\(kind)/\(revision)" }

    /// What a job was to make, also where its payload is of another version; nil for jobs of other kinds.
    static func revision(ofKey key: String) -> String? {
        key.hasPrefix(kind + "/") ? String(key.dropFirst(kind.count + 1)) : nil
    }

    /// Of what decides what is made, lower-case hexadecimal.
    public static func fingerprint(of preset: Preset, _ layout: Layout) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let document = try encoder.encode(preset) + Data(layout.rawValue.utf8)
        return document.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal
    }

    /// The payload.
    public var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// - Throws: `JobFailure`, which is permanent.
    public init(json: String) throws {
        do {
            self = try JSONDecoder().decode(TranscodeOrder.self, from: Data(json.utf8))
        } catch {
            throw JobFailure("invalidOrder", "the job's payload is no transcode order: \(error)", isPermanent: true)
        }
    }
}
