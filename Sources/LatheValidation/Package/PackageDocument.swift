internal import Foundation

/// `package.json`, as far as its statements can be checked; what a later version adds is ignored.
struct PackageDocument: Decodable {
    static let schema = "lathe-package/1"

    struct Master: Decodable {
        let sampleRate: Int
        let samples: Int
    }

    struct Preset: Decodable {
        let name: String
    }

    struct Manifest: Decodable {
        let path: String
        let format: String
        let renditions: [String]
    }

    struct Rendition: Decodable {
        let id: String
        let codec: String
        let codecs: String
        let sampleRate: Int
        let channels: Int
        let averageBitsPerSecond: Int
        let peakBitsPerSecond: Int
        let samples: Int
        let primingSamples: Int
        let paddingSamples: Int
        let initSegment: String?
        let playlist: String?
        let progressive: String?
        let segments: [Segment]
    }

    struct Segment: Decodable {
        let path: String
        let start: Int
        let samples: Int
        let bytes: Int
        let sha256: String?
    }

    struct File: Decodable {
        let path: String
        let bytes: Int
        let sha256: String
    }

    let schema: String
    let layout: String
    let master: Master
    let preset: Preset
    let manifests: [Manifest]
    let renditions: [Rendition]
    let files: [File]

    /// Made by `lathe package`: frames lie where another encoder put them.
    var isOfCodedFiles: Bool { preset.name == "package" }

    private struct Head: Decodable {
        let schema: String
    }

    /// - Returns: nil, with a finding, where it is another schema or does not decode.
    static func decode(_ bytes: [UInt8], path: String, _ findings: inout Findings) -> PackageDocument? {
        let data = Data(bytes)
        let place = Finding.Place(path)
        do {
            let head = try JSONDecoder().decode(Head.self, from: data)
            guard head.schema == schema else {
                findings.add(.documentSchema, at: place, "the schema is \"\(head.schema)\", not \(schema)")
                return nil
            }
            return try JSONDecoder().decode(PackageDocument.self, from: data)
        } catch let error as DecodingError {
            findings.add(.documentMalformed, at: place, cause(of: error))
        } catch {
            findings.add(.documentMalformed, at: place, "it cannot be decoded")
        }
        return nil
    }

    private static func cause(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "\(name(context.codingPath + [key])) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(name(context.codingPath)) is of the wrong type"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is not JSON" : "\(name(context.codingPath)) is damaged"
        @unknown default: "it cannot be decoded"
        }
    }

    private static func name(_ path: [any CodingKey]) -> String {
        "\"" + path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".") + "\""
    }
}
