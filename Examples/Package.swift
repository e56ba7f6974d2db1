// swift-tools-version: 6.2
import PackageDescription

// A program that uses Lathe as a library, in a package of its own, as another project would.
let package = Package(
    name: "examples",
    dependencies: [.package(name: "lathe", path: "..")],
    targets: [
        .executableTarget(
            name: "TranscodeToMemory", dependencies: [.product(name: "Lathe", package: "lathe")],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
