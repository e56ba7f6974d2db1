internal import Foundation
internal import FoundationNetworking
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import TestServers
internal import Testing

/// A folder that `lathe serve` serves, for as long as a test lives.
final class Installation: Sendable {
    let folder: String
    let port: UInt16
    /// Of another process than the service: what it writes is no work of the service's.
    let catalog: Catalog
    private let options: [String]
    private let environment: [String: String]

    /// - Parameter database: its URL; nil for a file in the folder.
    init(_ options: [String] = [], environment: [String: String] = [:], database: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory.path + "/lathe-events-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        port = try FreePort.find()
        let url = database ?? "sqlite://\(folder)/lathe.db"
        catalog = Catalog(database: try Database(DatabaseURL(url)))
        self.options = options
        self.environment = environment.merging(["LATHE_DATABASE": url]) { $1 }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Starts the service, which is not there yet when this returns.
    func launch() throws -> LatheProcess {
        try LatheProcess(
            ["serve", "--data", folder, "--listen", "127.0.0.1:\(port)"] + options, environment: environment,
            log: folder + "/log")
    }

    /// Starts the service, and waits until it answers.
    func start() async throws -> LatheProcess {
        let process = try launch()
        try await eventually("the service answers: \(log.suffix(500))") { FreePort.answers(self.port) }
        return process
    }

    var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }

    func token(for subject: String = "root") throws -> String {
        let ring = try KeyRing(KeyStore(path: folder + "/keys.json"))
        return try TokenIssuer(policy: TokenPolicy(issuer: "lathe", audience: "lathe"), ring: ring)
            .token(for: subject, role: .admin, lifetime: 3600, at: .now)
    }

    /// Asks the API, as an administrator.
    func send(_ method: String, _ path: String, json: String? = nil) async throws -> String {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/api/v1\(path)"))
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue("Bearer \(try token())", forHTTPHeaderField: "Authorization")
        if let json {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(json.utf8)
        }
        return String(decoding: try await URLSession.shared.data(for: request).0, as: UTF8.self)
    }

    /// Runs another command on the folder, to its end.
    /// - Returns: what it said.
    @discardableResult
    func lathe(_ arguments: [String], environment: [String: String] = [:]) async throws -> String {
        let log = folder + "/log-" + UUID().uuidString
        let words = arguments.prefix(1) + ["--data", folder] + arguments.dropFirst()
        let status = try await LatheProcess(Array(words), environment: environment, log: log).end(0)
        let text = try String(contentsOfFile: log, encoding: .utf8)
        guard status == 0 else { throw Impatience(description: "lathe \(arguments): \(text)") }
        return text
    }

    /// A second of sound.
    func makeMaster(_ name: String) throws -> String {
        let path = "\(folder)/\(name).wav"
        let samples = Data((0..<88_200).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 / 4 % 16)] })
        func field(_ value: Int, _ size: Int) -> Data { Data((0..<size).map { UInt8(value >> ($0 * 8) & 0xFF) }) }
        var file = Data("RIFF".utf8) + field(36 + samples.count, 4) + Data("WAVEfmt ".utf8)
        file += field(16, 4) + field(1, 2) + field(1, 2) + field(44_100, 4) + field(88_200, 4) + field(2, 2)
        file += field(16, 2) + Data("data".utf8) + field(samples.count, 4) + samples
        try file.write(to: URL(filePath: path))
        return path
    }

    /// News of a track, with a number.
    func announce(_ number: Int, of track: String) async throws {
        try await catalog.database.write { [catalog] connection in
            try catalog.announce(
                .trackUpdated, tenant: "label", subject: track, payload: ["n": number], in: connection)
        }
    }
}
