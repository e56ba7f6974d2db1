// swift-tools-version: 6.2
import PackageDescription

/// One set of settings for every Swift target: Swift 6 language mode, the rest of strictness with it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "lathe",
    products: [
        .library(name: "Lathe", targets: ["Lathe"]),
        .library(name: "LathePackaging", targets: ["LathePackaging"]),
        .library(name: "LatheValidation", targets: ["LatheValidation"]),
        .library(name: "LatheDatabase", targets: ["LatheDatabase"]),
        .library(name: "LatheJobs", targets: ["LatheJobs"]),
        .library(name: "LatheCatalog", targets: ["LatheCatalog"]),
        .library(name: "LatheStorage", targets: ["LatheStorage"]),
        .library(name: "LatheBackup", targets: ["LatheBackup"]),
        .executable(name: "lathe", targets: ["LatheCommand"]),
    ],
    targets: [
        .systemLibrary(
            name: "CFFmpeg", pkgConfig: "libavutil libswresample",
            providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswresample-dev"])]),
        .target(name: "CAVCodec", dependencies: ["CFFmpeg"]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CFLAC", pkgConfig: "flac", providers: [.apt(["libflac-dev"])]),
        .systemLibrary(name: "CLAME", pkgConfig: "lame", providers: [.apt(["libmp3lame-dev"])]),
        .systemLibrary(name: "CVorbis", pkgConfig: "vorbisenc vorbis ogg", providers: [.apt(["libvorbis-dev"])]),
        .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"])]),
        .systemLibrary(name: "CEBUR128", pkgConfig: "libebur128", providers: [.apt(["libebur128-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CXattr"),
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CNATS", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),

        .target(name: "LatheCrypto", dependencies: ["CCrypto"], swiftSettings: settings),
        .target(
            name: "LatheMedia",
            dependencies: ["CFFmpeg", "CAVCodec", "CFLAC", "CLAME", "CVorbis", "COpus", "CEBUR128", "LatheCrypto"],
            swiftSettings: settings),
        .target(name: "LathePackaging", swiftSettings: settings),
        .target(
            name: "Lathe",
            dependencies: ["LatheMedia", "LathePackaging", "CLinux"],
            resources: [.embedInCode("Presets")],
            swiftSettings: settings),
        .target(name: "LatheStorage", dependencies: ["LatheCrypto", "CCurl", "CXattr"], swiftSettings: settings),
        .target(name: "LatheDatabase", dependencies: ["CSQLite", "CPostgreSQL"], swiftSettings: settings),
        .target(name: "LatheValidation", dependencies: ["LatheMedia"], swiftSettings: settings),
        .target(name: "LatheTelemetry", swiftSettings: settings),
        .target(name: "LatheJobs", dependencies: ["LatheDatabase"], swiftSettings: settings),
        .target(name: "LatheCatalog", dependencies: ["LatheDatabase"], swiftSettings: settings),
        .target(
            name: "LatheBackup",
            dependencies: ["LatheCatalog", "LatheCrypto", "LatheDatabase", "LatheJobs", "LatheStorage"],
            swiftSettings: settings),
        .target(
            name: "LatheWorker",
            dependencies: [
                "Lathe", "LatheMedia", "LatheJobs", "LatheCatalog", "LatheDatabase", "LatheStorage", "LatheTelemetry",
                "LatheCrypto", "CSpawn",
            ],
            swiftSettings: settings),
        .target(name: "LatheAccess", dependencies: ["LatheCrypto"], swiftSettings: settings),
        .target(name: "LatheHTTP", dependencies: ["CMicroHTTPD", "LatheTelemetry"], swiftSettings: settings),
        .target(name: "LatheNATS", dependencies: ["CNATS"], swiftSettings: settings),
        // The web page in the program: see the plugin.
        .executableTarget(name: "EmbedFolder", swiftSettings: settings),
        .plugin(name: "EmbedWeb", capability: .buildTool(), dependencies: ["EmbedFolder"]),
        .target(
            name: "LatheService",
            dependencies: [
                "Lathe", "LatheAccess", "LatheCatalog", "LatheCrypto", "LatheDatabase", "LatheHTTP", "LatheJobs",
                "LatheNATS", "LatheStorage", "LatheTelemetry", "LatheWorker",
            ],
            exclude: ["Resources/web"],
            resources: [.embedInCode("Resources/openapi.json")],
            swiftSettings: settings,
            plugins: ["EmbedWeb"]),
        .executableTarget(
            name: "LatheCommand",
            dependencies: [
                "Lathe", "LatheValidation", "LatheAccess", "LatheDatabase", "LatheStorage", "LatheJobs", "LatheCatalog",
                "LatheWorker", "LatheHTTP", "LatheNATS", "LatheService", "LatheTelemetry", "LatheBackup",
            ],
            swiftSettings: settings),

        // The servers that several suites test against.
        .target(name: "TestServers", dependencies: ["CSpawn"], path: "Tests/TestServers", swiftSettings: settings),
        // The databases on them, empty.
        .target(
            name: "TestDatabases", dependencies: ["LatheDatabase", "TestServers"], path: "Tests/TestDatabases",
            swiftSettings: settings),
        // A process for the tests to kill.
        .executableTarget(
            name: "DatabaseWriter", dependencies: ["LatheDatabase"], path: "Tests/DatabaseWriter",
            swiftSettings: settings),
        // Tokens, signatures and keys of a standard.
        .target(
            name: "SignedExamples", dependencies: ["LatheCrypto"], path: "Tests/SignedExamples",
            swiftSettings: settings),
        .testTarget(
            name: "LatheCryptoTests", dependencies: ["LatheCrypto", "SignedExamples"], swiftSettings: settings),
        .testTarget(
            name: "LatheAccessTests", dependencies: ["LatheAccess", "LatheCrypto", "SignedExamples", "TestServers"],
            swiftSettings: settings),
        // A service for the tests to kill.
        .executableTarget(
            name: "ServiceHost",
            dependencies: [
                "LatheAccess", "LatheCatalog", "LatheDatabase", "LatheHTTP", "LatheJobs", "LatheService",
                "LatheStorage", "LatheTelemetry", "LatheWorker",
            ],
            path: "Tests/ServiceHost", swiftSettings: settings),
        .testTarget(
            name: "LatheServiceMediaTests",
            dependencies: [
                "CSpawn", "Lathe", "LatheAccess", "LatheCatalog", "LatheCrypto", "LatheDatabase", "LatheHTTP",
                "LatheJobs", "LatheNATS", "LatheService", "LatheStorage", "LatheTelemetry", "LatheWorker",
                "ServiceHost", "TestDatabases", "TestServers",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LatheStorageTests", dependencies: ["LatheStorage", "LatheCrypto", "TestServers"],
            swiftSettings: settings),
        .testTarget(name: "LatheMediaTests", dependencies: ["LatheMedia"], swiftSettings: settings),
        .testTarget(name: "LathePackagingTests", dependencies: ["LathePackaging"], swiftSettings: settings),
        .testTarget(
            name: "LatheValidationTests", dependencies: ["LatheValidation", "Lathe", "LathePackaging"],
            swiftSettings: settings),
        .testTarget(name: "LatheTests", dependencies: ["Lathe"], swiftSettings: settings),
        .testTarget(
            name: "LatheJobsTests", dependencies: ["LatheDatabase", "LatheJobs", "TestDatabases", "TestServers"],
            swiftSettings: settings),
        .testTarget(
            name: "LatheCatalogTests",
            dependencies: ["LatheCatalog", "LatheDatabase", "TestDatabases", "TestServers"], swiftSettings: settings),
        .testTarget(
            name: "LatheWorkerTests",
            dependencies: [
                "LatheCatalog", "LatheDatabase", "LatheJobs", "LatheStorage", "LatheTelemetry", "LatheWorker",
                "TestDatabases", "TestServers",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "WorkerFaultTests",
            dependencies: [
                "LatheWorker", "LatheJobs", "LatheDatabase", "LatheStorage", "TestDatabases", "TestServers",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LatheHTTPTests", dependencies: ["LatheHTTP", "LatheTelemetry", "TestServers"],
            swiftSettings: settings),
        .testTarget(
            name: "LatheServiceTests",
            dependencies: [
                "LatheService", "LatheAccess", "LatheCatalog", "LatheDatabase", "LatheHTTP", "LatheJobs",
                "LatheStorage", "LatheTelemetry", "LatheWorker", "TestDatabases", "TestServers",
            ],
            swiftSettings: settings),
        // `lathe serve` as a process, which is killed, beside real brokers and receivers.
        .testTarget(
            name: "ServeEventTests",
            dependencies: ["LatheAccess", "LatheCatalog", "LatheDatabase", "TestDatabases", "TestServers"],
            swiftSettings: settings),
        .testTarget(name: "LatheTelemetryTests", dependencies: ["LatheTelemetry"], swiftSettings: settings),
        .testTarget(
            name: "LatheDatabaseTests", dependencies: ["LatheDatabase", "DatabaseWriter", "TestServers"],
            swiftSettings: settings),
        .testTarget(
            name: "LatheCommandTests",
            dependencies: [
                "LatheCommand", "LatheAccess", "LatheBackup", "LatheDatabase", "LatheJobs", "LatheCatalog",
                "LatheTelemetry", "LatheWorker", "TestServers",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LatheBackupTests",
            dependencies: [
                "LatheBackup", "LatheCatalog", "LatheCommand", "LatheCrypto", "LatheDatabase", "LatheJobs",
                "LatheStorage", "TestDatabases", "TestServers",
            ],
            swiftSettings: settings),
        // `lathe serve` as a process, used by a person and by a program that knows its contract.
        .testTarget(name: "ServiceEndToEndTests", dependencies: ["TestServers"], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests", dependencies: ["Lathe", "LatheValidation", "TestServers"], swiftSettings: settings),
    ]
)

// Every object must be built for libFuzzer: see `make fuzz`.
if Context.environment["LATHE_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "LatheFuzz", dependencies: ["CFuzzer", "Lathe", "LatheMedia", "LatheValidation"],
            path: "Tests/Fuzz/LatheFuzz",
            swiftSettings: settings),
    ]
}
