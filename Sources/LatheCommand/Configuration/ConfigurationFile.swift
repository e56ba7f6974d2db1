import FoundationEssentials

/// What a configuration file says: JSON5, one object, a key for each setting.
///
/// ```
/// { database: "postgres://lathe@db/lathe", concurrency: 4, queues: ["express", "default"], lease: "15s" }
/// ```
struct ConfigurationFile: Sendable, Equatable {
    let path: String
    /// Who named the file: an option, a variable, or nobody.
    let origin: Origin
    /// By key.
    let texts: [String: String]

    private static let largest = 1 << 20

    /// - Throws: `UsageError` for what is no JSON5, keys that no setting has, and values that no setting takes.
    init(json5 data: Data, path: String, origin: Origin = .builtIn) throws {
        self.path = path
        self.origin = origin
        // Foundation's JSON5 traps on names that are not UTF-8.
        guard data.count <= Self.largest, String(validating: data, as: UTF8.self) != nil else {
            throw UsageError("\(path) is no text in UTF-8 of at most 1 MiB", command: "config")
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            texts = try decoder.decode([String: Value].self, from: data).mapValues(\.text)
        } catch let error as DecodingError {
            throw UsageError(Self.explain(error, path), command: "config")
        }
        try refuseStrayKeys()
    }

    private func refuseStrayKeys() throws {
        let known = Setting.all.map(\.key)
        for key in texts.keys.sorted() where !known.contains(key) {
            let hint = nearest(to: key, in: known).map { "did you mean \"\($0)\"?" }
            throw UsageError(
                "\(path) has the key \"\(key)\", which is no setting; "
                    + (hint ?? "there are " + known.joined(separator: ", ")), command: "config")
        }
    }

    /// Never with a value, which may be secret.
    private static func explain(_ error: DecodingError, _ path: String) -> String {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            guard let key = context.codingPath.first?.stringValue else {
                return "\(path) is not a JSON5 object" + (context.underlyingError.map { ": \($0)" } ?? "")
            }
            return "\"\(key)\" in \(path) must be a text, a number or a list of texts"
        @unknown default: return "\(path) cannot be read"
        }
    }

    /// A text, a number, or a list of texts: as an option would have it.
    private struct Value: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self.text = text
            } else if let number = try? value.decode(Double.self) {
                text = shortest(number)
            } else {
                text = try value.decode([String].self).joined(separator: ",")
            }
        }
    }
}
