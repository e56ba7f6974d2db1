internal import LatheValidation
internal import Testing

@Suite("Faults in a package")
struct FaultTests {
    static let faults = Fault.hls + Fault.dash + Fault.isoBMFF + Fault.mp3 + Fault.webM + Fault.document

    @Test("Without a fault nothing is found, also where package.json is gone or written anew")
    func clean() async throws {
        var package = try await SamplePackage.music
        #expect(try package.report().findings == [])
        try package.sign()
        #expect(try package.report().findings == [])
        package.anonymise()
        #expect(try package.report().findings == [])
    }

    @Test("Each fault is found, with the codes that name it, what follows from it, and nothing else", arguments: faults)
    func found(fault: Fault) async throws {
        let report = try fault.damaged(try await SamplePackage.music).report()
        #expect(
            Set(report.findings.map(\.code)) == fault.codes.union(fault.consequences),
            "\(report.findings.map { "\($0.place): \($0.message)" })")
    }

    @Test("Faults are many, and none is injected twice")
    func table() {
        #expect(Self.faults.count >= 100)
        #expect(Set(Self.faults.map(\.name)).count == Self.faults.count)
    }
}
