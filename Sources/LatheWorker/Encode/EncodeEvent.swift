internal import FoundationEssentials

/// What a child process says, one JSON document a line on its standard output.
enum EncodeEvent: Sendable, Equatable, Codable {
    case progress(EncodeProgress)
    case object(SpooledObject)
    /// The last one: everything is in the spool, `package.json` included.
    case finished
    /// The last one instead.
    case failed(EncodeFailure)

    /// With its line's end.
    var line: [UInt8] {
        get throws { Array(try JSONEncoder().encode(self)) + [UInt8(ascii: "\n")] }
    }

    init(line: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(EncodeEvent.self, from: Data(line))
    }
}

/// An object that is whole, and lies in the spool until it is taken.
struct SpooledObject: Sendable, Equatable, Codable {
    /// In the package.
    let path: String
    /// In the spool.
    let file: String
    let bytes: Int
    /// Lower-case hexadecimal.
    let sha256: String
}

struct EncodeProgress: Sendable, Equatable, Codable {
    /// 0 to 1; nil while the master's length is unknown.
    let fraction: Double?
    /// Times real time.
    let speed: Double
    /// Seconds.
    let remaining: Double?
    /// All renditions' together: rises also where no fraction is known.
    let segments: Int
}

struct EncodeFailure: Sendable, Equatable, Codable {
    /// A `LatheError.Code`, or `failed`.
    let code: String
    let message: String
    let remedy: String?
}
