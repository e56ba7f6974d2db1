internal import Foundation

/// Who asks. The secret is in no description, mirror or log.
public struct S3Credentials: Sendable {
    public let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// Looks where users of other S3 clients put them: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and
    /// `AWS_SESSION_TOKEN`, else the profile `AWS_PROFILE` (by default `default`) of `AWS_SHARED_CREDENTIALS_FILE` (by
    /// default `~/.aws/credentials`).
    ///
    /// - Throws: `StorageError` with code `denied` if there are none.
    public static func find(in environment: [String: String]) throws -> S3Credentials {
        try S3Credentials { environment[$0] } ?? inFile(environment)
    }

    private static func inFile(_ environment: [String: String]) throws -> S3Credentials {
        let path = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(environment["HOME"] ?? "")/.aws/credentials"
        let profile = environment["AWS_PROFILE"] ?? "default"
        let settings = FileManager.default.contents(atPath: path).map {
            Self.settings(ofProfile: profile, in: String(decoding: $0, as: UTF8.self))
        }
        guard let settings, let found = S3Credentials({ settings[$0.lowercased()] }) else {
            throw StorageError(
                .denied, "find credentials for", "S3",
                because: "they are neither in the environment nor under [\(profile)] in \(path)",
                remedy: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
        }
        return found
    }

    /// Nil unless both parts of the key are there.
    private init?(_ setting: (String) -> String?) {
        guard let id = setting("AWS_ACCESS_KEY_ID"), !id.isEmpty,
            let secret = setting("AWS_SECRET_ACCESS_KEY"), !secret.isEmpty
        else { return nil }
        let token = setting("AWS_SESSION_TOKEN").flatMap { $0.isEmpty ? nil : $0 }
        self.init(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
    }

    private static func settings(ofProfile profile: String, in file: String) -> [String: String] {
        var settings: [String: String] = [:]
        var isInProfile = false
        for line in file.split(whereSeparator: \.isNewline).map(\.trimmingBlanks) where !line.hasPrefix("#") {
            if line.hasPrefix("[") {
                isInProfile = line.dropFirst().prefix { $0 != "]" }.trimmingBlanks == profile
            } else if isInProfile, let sign = line.firstIndex(of: "=") {
                settings[line[..<sign].trimmingBlanks.lowercased()] = line[line.index(after: sign)...].trimmingBlanks
            }
        }
        return settings
    }
}

extension S3Credentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "S3 credentials \(accessKeyID)" }
    /// Nothing, or `dump` would show the secret.
    public var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
