internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheJobs
internal import LatheService
internal import LatheStorage
internal import LatheTelemetry
internal import LatheWorker

/// A service in a process of its own, for tests to kill and to measure.
///
/// - `ServiceHost serve FOLDER PORT` serves what lies in the folder, and says so with one line of JSON: its port and a
///   token of an artist.
/// - `ServiceHost probe` is the child that looks at masters.
@main
enum Host {
    static func main() async throws {
        let arguments = CommandLine.arguments
        if arguments.count > 1, arguments[1] == "probe" { exit(ProbeChild.run(readLine() ?? "")) }
        guard arguments.count == 4, arguments[1] == "serve", let port = UInt16(arguments[3]) else { exit(64) }
        // Ends with whoever holds the other end.
        Thread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            _exit(0)
        }.start()
        let server = try await serve(arguments[2], port)
        while true { try await Task.sleep(for: .seconds(3600)) }
        withExtendedLifetime(server) {}
    }

    private static func serve(_ folder: String, _ port: UInt16) async throws -> HTTPServer {
        let database = try Database(DatabaseURL(file: folder + "/lathe.db"))
        try await database.migrate(JobQueue.migrations + Catalog.migrations)
        let keys = KeyStore(path: folder + "/keys.json")
        _ = try keys.createIfAbsent()
        let ring = try KeyRing(keys)
        let policy = TokenPolicy(issuer: "lathe", audience: "lathe")
        var settings = ServiceSettings(publicURL: "http://127.0.0.1:\(port)")
        settings.probe = ChildCommand(executable: "/proc/self/exe", arguments: ["probe"])
        let catalog = Catalog(database: database)
        let service = Service(
            Service.Parts(
                settings: settings, catalog: catalog, queue: JobQueue(makingTracksOf: catalog),
                store: try DirectoryStore(folder + "/store"), keys: ring,
                verifier: TokenVerifier(policy: policy, ring: ring), limiter: RateLimiter([:]), log: .silent,
                metrics: Metrics(), now: { .now }))
        var configuration = ServerConfiguration()
        configuration.port = port
        let server = try HTTPServer(router: service.router, configuration: configuration)
        let token = try TokenIssuer(policy: policy, ring: ring).token(
            for: "ada", role: .artist, lifetime: 3600, at: .now)
        FileHandle.standardOutput.write(Data((#"{"port": \#(server.port), "token": "\#(token)"}"# + "\n").utf8))
        return server
    }
}
