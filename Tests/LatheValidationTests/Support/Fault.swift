internal import Lathe
internal import LatheValidation
internal import Testing

/// A fault to inject into a package that is otherwise right, and exactly what must be found.
struct Fault: Sendable, CustomTestStringConvertible {
    /// What package.json says after the fault.
    enum Description: Sendable {
        /// What it said before.
        case stale
        /// The sizes and checksums of the files as they are now.
        case signed
        /// Nothing: there is none.
        case absent
    }

    let name: String
    /// What names the fault.
    let codes: Set<FindingCode>
    /// What follows from it elsewhere.
    let consequences: Set<FindingCode>
    let description: Description
    let inject: @Sendable (inout SamplePackage) throws -> Void

    init(
        _ name: String, _ codes: Set<FindingCode>, with consequences: Set<FindingCode> = [],
        _ description: Description = .signed, inject: @escaping @Sendable (inout SamplePackage) throws -> Void
    ) {
        self.name = name
        self.codes = codes
        self.consequences = consequences
        self.description = description
        self.inject = inject
    }

    var testDescription: String { name }

    func damaged(_ package: SamplePackage) throws -> SamplePackage {
        var package = package
        try inject(&package)
        switch description {
        case .stale: break
        case .signed: try package.sign()
        case .absent: package.anonymise()
        }
        return package
    }
}
