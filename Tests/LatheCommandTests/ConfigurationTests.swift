import Foundation
import LatheDatabase
import Testing

@testable import LatheCommand

@Suite("The configuration")
struct ConfigurationTests {
    private static func file(_ json5: String) throws -> ConfigurationFile {
        try ConfigurationFile(json5: Data(json5.utf8), path: "a.json5")
    }

    @Test(
        "The option comes first, then the variable, then the file, then what is built in",
        arguments: [
            ([:], [:], "{}", 1, .builtIn),
            ([:], [:], "{ concurrency: 2 }", 2, .file("a.json5")),
            ([:], ["LATHE_CONCURRENCY": "3"], "{ concurrency: 2 }", 3, .variable("LATHE_CONCURRENCY")),
            ([:], ["LATHE_CONCURRENCY": ""], "{ concurrency: 2 }", 2, .file("a.json5")),
            (["concurrency": "4"], ["LATHE_CONCURRENCY": "3"], "{ concurrency: 2 }", 4, .option("concurrency")),
            (["concurrency": "4"], [:], "{}", 4, .option("concurrency")),
        ] as [([String: String], [String: String], String, Int, Origin)])
    func precedence(
        flags: [String: String], environment: [String: String], file: String, value: Int, origin: Origin
    ) throws {
        let configuration = try Configuration.resolve(
            flags: flags, environment: environment, file: Self.file(file))
        #expect(configuration.concurrency.value == value)
        #expect(configuration.concurrency.origin == origin)
    }

    @Test("What nobody puts elsewhere is in the data folder", arguments: ["/var/lib/lathe", "/var/lib/lathe/"])
    func dataFolder(folder: String) throws {
        let configuration = try Configuration.resolve(environment: ["LATHE_DATA": folder], file: Self.file("{}"))
        #expect(configuration.database.value.file == "/var/lib/lathe/lathe.db")
        #expect(configuration.storage.value == "/var/lib/lathe/store")
        #expect(configuration.scratch.value == "/var/lib/lathe/scratch")
        #expect(configuration.scratch.origin == .builtIn)
    }

    @Test("A data folder may be called anything", arguments: ["a:b", "100%", "sqlite:", "ü ?#"])
    func hostileFolder(folder: String) throws {
        let configuration = try Configuration.resolve(flags: ["data": folder])
        #expect(configuration.database.value.file == folder + "/lathe.db")
    }

    @Test(
        "A setting is spelt by rule",
        arguments: [
            ("data", "LATHE_DATA", "data"), ("log-level", "LATHE_LOG_LEVEL", "logLevel"),
            ("hang-timeout", "LATHE_HANG_TIMEOUT", "hangTimeout"),
            ("worker-name", "LATHE_WORKER_NAME", "workerName"),
        ])
    func spelling(option: String, variable: String, key: String) throws {
        let setting = try #require(Setting.all.first { $0.syntax.name == option })
        #expect(setting.variable == variable)
        #expect(setting.key == key)
    }

    @Test(
        "Every setting takes a value that it prints again",
        arguments: [
            ("data", "/a"), ("database", "sqlite:///a/b.db"), ("storage", "s3://music/a?region=eu-central-1"),
            ("scratch", "/b"), ("log-level", "warning"), ("log-format", "json"), ("concurrency", "12"),
            ("queues", "express,default"), ("lease", "1m"), ("hang-timeout", "90s"), ("drain-timeout", "1500ms"),
            ("admin", "[::1]:9090"), ("worker-name", "press 7"), ("listen", "0.0.0.0:80"),
            ("public-url", "https://music.example/lathe"), ("roles", "media,worker"), ("keys", "/etc/keys.json"),
            ("nats", "nats://one:4222,tls://[::1]"), ("webhook-hosts", "any"),
            ("trusted-proxies", "127.0.0.1, fd00::/8"), ("delivery", "edge"), ("rate-limits", "off"),
        ])
    func roundTrip(name: String, text: String) throws {
        let setting = try #require(Setting.all.first { $0.syntax.name == name })
        let configuration = try Configuration.resolve(flags: [name: text])
        #expect(setting.state(configuration).value == text)
        #expect(setting.state(configuration).origin == .option(name))
        #expect(Setting.all.count == 22)
    }

    @Test(
        "A value that makes no sense is refused in the words of its place",
        arguments: [
            ("concurrency", "0", "--concurrency takes a whole number from 1 to 256, not \"0\""),
            ("log-level", "loud", "--log-level takes one of debug, info, notice, warning, error, not \"loud\""),
            ("log-format", "xml", "--log-format takes one of auto, json, text, not \"xml\""),
            ("queues", "a,,b", "--queues takes names with commas between them, not \"a,,b\""),
            ("lease", "1s", "--lease takes a time from 3s to 1h, such as 1500ms, 15s or 2m, not \"1s\""),
            ("lease", "nan", "--lease takes a time from 3s to 1h, such as 1500ms, 15s or 2m, not \"nan\""),
            ("lease", "99999999999999999999h", nil),
            ("admin", "9090", "--admin takes host:port, such as 127.0.0.1:9090, not \"9090\""),
            ("admin", "::1:9090", nil), ("admin", "host:0", nil), ("admin", "host:65536", nil),
            (
                "roles", "api,cook",
                "--roles takes some of api, media, worker, with commas between them, not \"api,cook\""
            ),
            ("roles", "api,api", nil), ("roles", "", nil), ("public-url", "music.example", nil),
            ("public-url", "http:///", nil), ("public-url", "https://a:b@music.example", nil),
            ("public-url", "https://music.example/?a", nil), ("public-url", "https://music.example/\"", nil),
            (
                "trusted-proxies", "nginx",
                "--trusted-proxies takes addresses and blocks with commas between them, such as "
                    + "127.0.0.1,10.1.0.0/16, not \"nginx\""
            ),
            ("delivery", "cdn", "--delivery takes one of store, edge, not \"cdn\""),
            ("scratch", "", "--scratch takes a text, not \"\""),
            (
                "worker-name", "../victim",
                "--worker-name takes a name of at most 128 bytes, without slashes and control characters, "
                    + "not \"../victim\""
            ),
            ("worker-name", "..", nil), ("worker-name", "a\n", nil),
        ] as [(String, String, String?)])
    func refused(name: String, text: String, message: String?) {
        let error = #expect(throws: UsageError.self) { try Configuration.resolve(flags: [name: text]) }
        if let message { #expect(error?.message == message) }
    }

    @Test("A variable and a key are named as they were written")
    func places() {
        #expect(throws: UsageError("LATHE_ADMIN takes host:port, such as 127.0.0.1:9090, not \"x\"", command: "config"))
        {
            try Configuration.resolve(environment: ["LATHE_ADMIN": "x"])
        }
        let message = "\"logFormat\" in a.json5 takes one of auto, json, text, not \"x\""
        #expect(throws: UsageError(message, command: "config")) {
            try Configuration.resolve(file: Self.file("{ logFormat: 'x' }"))
        }
    }

    @Test(
        "A secret is in no message and no table",
        arguments: [
            ("database", "postgres://lathe:hush@db/lathe"), ("database", "postgres://lathe:hu@sh@db/lathe"),
            ("database", "mysql://lathe:hush@db/lathe"), ("database", "postgres://db/lathe?password=hush"),
            ("database", "host=db password=hush"), ("storage", "s3://key:hush@bucket"), ("storage", "ftp://hush"),
            ("storage", "s3://bucket?endpoint=http://key:hush@host"),
        ])
    func secrets(name: String, text: String) {
        let captured = CapturedConsole()
        _ = LatheTool.run(["config", "--\(name)", text], console: captured.console)
        _ = LatheTool.run(["config", "--json", "--\(name)", text], console: captured.console)
        #expect(!(captured.output + captured.errors).contains("hush"))
        #expect(!(captured.output + captured.errors).contains("sh@"))
        #expect(!(captured.output + captured.errors).isEmpty)
    }
}
