// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "lathe", path: "..")],
    targets: [
        .executableTarget(
            name: "SegmentThroughput", dependencies: [.product(name: "LathePackaging", package: "lathe")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "FillQueue",
            dependencies: [
                .product(name: "LatheDatabase", package: "lathe"), .product(name: "LatheJobs", package: "lathe"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "CatalogScale",
            dependencies: [
                .product(name: "LatheDatabase", package: "lathe"), .product(name: "LatheCatalog", package: "lathe"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
