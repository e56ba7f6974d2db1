import LatheAccess
import LatheDatabase
import LatheService
import LatheTelemetry
import LatheWorker

// The one list of what can be configured: options, variables, keys and `lathe config` follow from it.
extension Setting {
    static let all = [
        data, database, storage, scratch, logLevel, logFormat, concurrency, queues, lease, hangTimeout, drainTimeout,
        admin, workerName, listen, publicURL, trustedProxies, roles, delivery, rateLimits, keys, nats, webhookHosts,
    ]

    static let data = Setting(
        .text(OptionSyntax(name: "data", placeholder: "DIR", help: "the folder for all that is not put elsewhere")),
        at: \.data)

    static let database = Setting(
        .database(OptionSyntax(name: "database", placeholder: "URL", help: "where jobs and tracks are kept")),
        at: \.database)

    static let storage = Setting(
        .storage(OptionSyntax(name: "storage", placeholder: "URL", help: "where packages are put")),
        at: \.storage)

    static let scratch = Setting(
        .text(OptionSyntax(name: "scratch", placeholder: "DIR", help: "the folder for what is being made")),
        at: \.scratch)

    static let logLevel = Setting(
        ValueOption(
            syntax: OptionSyntax(name: "log-level", placeholder: "LEVEL", help: "the least level that is logged"),
            expectation: "one of " + LogLevel.allCases.map(\.name).joined(separator: ", "),
            parse: { LogLevel($0) }),
        at: \.logLevel, described: \.name)

    static let logFormat = Setting(
        .choice(
            OptionSyntax(
                name: "log-format", placeholder: "FORMAT", help: "json, text, or auto: text on a terminal")),
        at: \.logFormat, described: \.rawValue)

    static let concurrency = Setting(
        .integer(OptionSyntax(name: "concurrency", placeholder: "N", help: "jobs at the same time"), in: 1...256),
        at: \.concurrency)

    static let queues = Setting(
        .list(OptionSyntax(name: "queues", placeholder: "LIST", help: "queues to serve, the first one first")),
        at: \.queues, described: { $0.joined(separator: ",") })

    static let lease = Setting(
        .duration(
            OptionSyntax(name: "lease", placeholder: "TIME", help: "after so long without a word a worker is dead"),
            in: .seconds(3) ... .seconds(3600)),
        at: \.lease, described: shortest)

    static let hangTimeout = Setting(
        .duration(
            OptionSyntax(name: "hang-timeout", placeholder: "TIME", help: "after so long without progress a job hangs"),
            in: .seconds(1) ... .seconds(24 * 3600)),
        at: \.hangTimeout, described: shortest)

    static let drainTimeout = Setting(
        .duration(
            OptionSyntax(name: "drain-timeout", placeholder: "TIME", help: "what running jobs get when told to stop"),
            in: .zero ... .seconds(24 * 3600)),
        at: \.drainTimeout, described: shortest)

    static let admin = Setting(
        .endpoint(
            OptionSyntax(name: "admin", placeholder: "HOST:PORT", help: "where health and metrics are served")),
        at: \.admin, absent: "off")

    static let workerName = Setting(
        ValueOption(
            syntax: OptionSyntax(name: "worker-name", placeholder: "NAME", help: "what the worker is called"),
            expectation: "a name of at most \(WorkerName.lengthLimit) bytes, without slashes and control characters",
            parse: { WorkerName($0) }),
        at: \.workerName, absent: "its host and process")

    static let listen = Setting(
        .endpoint(OptionSyntax(name: "listen", placeholder: "HOST:PORT", help: "where the service is served")),
        at: \.listen)

    static let publicURL = Setting(
        .webAddress(
            OptionSyntax(name: "public-url", placeholder: "URL", help: "how the service is reached from outside")),
        at: \.publicURL, absent: "as it listens")

    static let trustedProxies = Setting(
        ValueOption(
            syntax: OptionSyntax(
                name: "trusted-proxies", placeholder: "LIST", help: "proxies that are believed who they ask for"),
            expectation: "addresses and blocks with commas between them, such as 127.0.0.1,10.1.0.0/16",
            parse: { TrustedProxies($0) }),
        at: \.trustedProxies, absent: "none")

    static let delivery = Setting(
        .choice(
            OptionSyntax(
                name: "delivery", placeholder: "WAY", help: "how packages in S3 are played: from the store, or an edge")
        ),
        at: \.delivery, described: \.rawValue)

    static let roles = Setting(
        .roles(OptionSyntax(name: "roles", placeholder: "LIST", help: "what to do of api, media, worker")),
        at: \.roles, described: { $0.map(\.rawValue).joined(separator: ",") })

    static let rateLimits = Setting(
        .choice(
            OptionSyntax(name: "rate-limits", placeholder: "on|off", help: "off where a proxy in front has limits")),
        at: \.rateLimits, described: \.rawValue)

    static let keys = Setting(
        .text(OptionSyntax(name: "keys", placeholder: "FILE", help: "what tokens and addresses are signed with")),
        at: \.keys)

    static let nats = Setting(
        .nats(OptionSyntax(name: "nats", placeholder: "URL", help: "the NATS server that events are published to")),
        at: \.nats, absent: "off")

    static let webhookHosts = Setting(
        .choice(
            OptionSyntax(
                name: "webhook-hosts", placeholder: "WHICH",
                help: "public, or any: webhooks may lead to private addresses, and http")),
        at: \.webhookHosts, described: \.rawValue)
}

/// Where webhooks may lead to.
enum WebhookHosts: String, Sendable, CaseIterable {
    /// Over https to addresses of the public Internet only.
    case `public`
    /// Wherever this machine reaches, for networks whose users are trusted.
    case any
}

/// How log lines are written.
enum LogStyle: String, Sendable, CaseIterable {
    /// Text on a terminal, else JSON.
    case auto
    case json
    case text
}
