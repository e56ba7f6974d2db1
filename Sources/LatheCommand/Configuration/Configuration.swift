import LatheAccess
import LatheDatabase
import LatheNATS
import LatheService
import LatheTelemetry
import LatheWorker

/// What is in force for a command, and where each value comes from.
///
/// The command line comes first, then the environment, then the file, then what is built in. Relative paths count from
/// the working directory, wherever they were said.
struct Configuration: Sendable {
    /// The file that was read; nil where there is none.
    var file = Configured<String?>(nil)
    /// A folder; what nobody puts elsewhere is inside it.
    var data: Configured<String>
    var database: Configured<DatabaseURL>
    /// A folder, `file:///folder` or `s3://bucket/prefix?…`.
    var storage: Configured<String>
    /// A folder.
    var scratch: Configured<String>
    var logLevel = Configured(LogLevel.info)
    var logFormat = Configured(LogStyle.auto)
    /// Jobs at the same time.
    var concurrency = Configured(1)
    /// The first one is served first.
    var queues = Configured(["default"])
    var lease = Configured(Duration.seconds(15))
    var hangTimeout = Configured(Duration.seconds(60))
    var drainTimeout = Configured(Duration.seconds(10))
    /// Where health and metrics are served; nil: nowhere.
    var admin = Configured<Endpoint?>(nil)
    /// Where the service listens.
    var listen = Configured(Endpoint(host: "127.0.0.1", port: 8080))
    /// How it is reached from outside; nil: as it listens.
    var publicURL = Configured<String?>(nil)
    /// The proxies that are believed who they ask for; nil: none.
    var trustedProxies = Configured<TrustedProxies?>(nil)
    /// How packages in S3 are played.
    var delivery = Configured(DeliveryWay.store)
    /// What a process of the service does.
    var roles = Configured(ServeRole.allCases)
    var rateLimits = Configured(RateLimiting.on)
    /// Where events are published; nil: nowhere.
    var nats = Configured<NATSAddress?>(nil)
    /// Where webhooks may lead to.
    var webhookHosts = Configured(WebhookHosts.public)
    /// The file of what tokens and addresses are signed with.
    var keys: Configured<String>
    /// Nil: made of the host's name and the process's id.
    var workerName = Configured<WorkerName?>(nil)

    static let defaultData = "./lathe-data"

    /// What is in force where nobody says more than where the data folder is.
    private init(in data: Configured<String>) throws {
        self.data = data
        let folder = data.value.hasSuffix("/") ? String(data.value.dropLast()) : data.value
        database = Configured(try DatabaseURL(file: folder + "/lathe.db"))
        storage = Configured(folder + "/store")
        scratch = Configured(folder + "/scratch")
        keys = Configured(folder + "/keys.json")
    }

    /// Decides between what was said in several places.
    ///
    /// - Parameters:
    ///   - flags: the values of options by their names; names that are no settings are passed over.
    ///   - environment: an empty variable counts as none.
    /// - Throws: `UsageError` that names the place and what it may hold; `DatabaseError` for a data folder whose name no
    ///   database's path can hold.
    static func resolve(
        flags: [String: String] = [:], environment: [String: String] = [:], file: ConfigurationFile? = nil
    ) throws -> Configuration {
        let said = { (setting: Setting) in text(of: setting, flags, environment, file) }
        var configuration = try Configuration(in: Configured(defaultData))
        if let (text, origin) = said(.data) { try Setting.data.set(text, origin, &configuration) }
        configuration = try Configuration(in: configuration.data)
        for setting in Setting.all {
            if let (text, origin) = said(setting) { try setting.set(text, origin, &configuration) }
        }
        if let file { configuration.file = Configured(file.path, from: file.origin) }
        return configuration
    }

    private static func text(
        of setting: Setting, _ flags: [String: String], _ environment: [String: String], _ file: ConfigurationFile?
    ) -> (String, Origin)? {
        if let text = flags[setting.syntax.name] { return (text, .option(setting.syntax.name)) }
        if let text = environment[setting.variable], !text.isEmpty { return (text, .variable(setting.variable)) }
        if let file, let text = file.texts[setting.key] { return (text, .file(file.path)) }
        return nil
    }
}
