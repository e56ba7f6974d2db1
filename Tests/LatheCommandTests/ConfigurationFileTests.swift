import Foundation
import Testing

@testable import LatheCommand

@Suite("The configuration file")
struct ConfigurationFileTests {
    private static func texts(_ json5: String) throws -> [String: String] {
        try ConfigurationFile(json5: Data(json5.utf8), path: "a.json5").texts
    }

    @Test("Texts, numbers and lists are as an option would have them")
    func values() throws {
        let texts = try Self.texts(
            """
            // A comment.
            { concurrency: 4, lease: 7.5, queues: ["express", 'default'], workerName: "a", }
            """)
        #expect(texts == ["concurrency": "4", "lease": "7.5", "queues": "express,default", "workerName": "a"])
    }

    @Test(
        "What makes no sense is refused with the file's name",
        arguments: [
            ("[1]", "a.json5 is not a JSON5 object"),
            ("{ databse: 'x' }", "a.json5 has the key \"databse\", which is no setting; did you mean \"database\"?"),
            ("{ leases: 'x' }", "a.json5 has the key \"leases\", which is no setting; did you mean \"lease\"?"),
            (
                "{ zzz: 1 }",
                "a.json5 has the key \"zzz\", which is no setting; there are data, database, storage, scratch, "
                    + "logLevel, logFormat, concurrency, queues, lease, hangTimeout, drainTimeout, admin, workerName, "
                    + "listen, publicUrl, trustedProxies, roles, delivery, rateLimits, keys, nats, "
                    + "webhookHosts"
            ),
            ("{ lease: true }", "\"lease\" in a.json5 must be a text, a number or a list of texts"),
            ("{ queues: [1] }", "\"queues\" in a.json5 must be a text, a number or a list of texts"),
            ("{ queues: null }", "\"queues\" in a.json5 must be a text, a number or a list of texts"),
            ("{ lease: { s: 1 } }", "\"lease\" in a.json5 must be a text, a number or a list of texts"),
        ])
    func refused(json5: String, message: String) {
        #expect(throws: UsageError(message, command: "config")) { try Self.texts(json5) }
    }

    @Test("No text is no file", arguments: [[0xFF], [UInt8](repeating: 0x20, count: 1 << 20 | 1)])
    func noText(bytes: [UInt8]) {
        let error = #expect(throws: UsageError.self) { try ConfigurationFile(json5: Data(bytes), path: "a.json5") }
        #expect(error?.message == "a.json5 is no text in UTF-8 of at most 1 MiB")
    }

    @Test("An option names the file before a variable does, and that before the data folder")
    func search() throws {
        try withFolder { folder in
            for name in ["lathe", "flag", "variable"] {
                let path = folder.appending(path: "\(name).json5")
                try Data("{ workerName: '\(name)' }".utf8).write(to: path)
            }
            let flag = folder.path + "/flag.json5"
            let variable = folder.path + "/variable.json5"
            let flags = ["data": folder.path]
            let found = { (flags: [String: String], environment: [String: String]) in
                try ConfigurationFile.find(flags: flags, environment: environment)?.texts["workerName"]
            }
            #expect(try found(flags.merging(["config": flag]) { $1 }, ["LATHE_CONFIG": variable]) == "flag")
            #expect(try found(flags, ["LATHE_CONFIG": variable]) == "variable")
            #expect(try found(flags, ["LATHE_CONFIG": ""]) == "lathe")
            #expect(try found([:], ["LATHE_DATA": folder.path]) == "lathe")
            #expect(try found(["data": folder.path + "/none"], [:]) == nil)
        }
    }

    @Test("A named file must be there")
    func missing() {
        let message = "the configuration /no/such.json5 (LATHE_CONFIG) cannot be read"
        #expect(throws: UsageError(message, command: "config")) {
            try ConfigurationFile.find(flags: [:], environment: ["LATHE_CONFIG": "/no/such.json5"])
        }
    }

    @Test("The file in the data folder cannot name another data folder")
    func circle() throws {
        try withFolder { folder in
            try Data("{ data: '/elsewhere' }".utf8).write(to: folder.appending(path: "lathe.json5"))
            let error = #expect(throws: UsageError.self) {
                try ConfigurationFile.find(flags: ["data": folder.path], environment: [:])
            }
            #expect(error?.message.hasPrefix("\"data\" in \(folder.path)/lathe.json5 cannot be") == true)
        }
    }
}

/// A folder of the test's own, gone afterwards.
func withFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
