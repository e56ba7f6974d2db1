internal import Foundation
internal import LatheTelemetry
internal import Testing

/// What Prometheus' own Python client reads in our text.
struct PrometheusTests {
    /// Prints each sample as name, sorted labels, value.
    private static let reader = """
        import json, sys
        from prometheus_client.parser import text_string_to_metric_families
        for family in text_string_to_metric_families(sys.stdin.read()):
            for sample in family.samples:
                print(json.dumps([family.type, family.documentation, sample.name, sample.labels, sample.value]))
        """

    @Test("Prometheus' parser reads back every name, label, help text and value")
    func roundTrip() throws {
        let metrics = Metrics()
        let hostile = "a\\n\"b\"\n{},=é"
        metrics.counter("bytes_total", help: hostile, labels: ["path"])[hostile].increment(by: 1e21)
        metrics.gauge("small", help: "Small.")[].set(1.5e-9)
        metrics.histogram("seconds", help: "Time.", bounds: [0.001, 1])[].observe(0.25)
        let lines = try read(metrics.rendered())
        #expect(
            lines == [
                #"["counter", "a\\n\"b\"\n{},=\u00e9", "bytes_total", {"path": "a\\n\"b\"\n{},=\u00e9"}, 1e+21]"#,
                #"["histogram", "Time.", "seconds_bucket", {"le": "0.001"}, 0]"#,
                #"["histogram", "Time.", "seconds_bucket", {"le": "1"}, 1]"#,
                #"["histogram", "Time.", "seconds_bucket", {"le": "+Inf"}, 1]"#,
                #"["histogram", "Time.", "seconds_sum", {}, 0.25]"#,
                #"["histogram", "Time.", "seconds_count", {}, 1]"#,
                #"["gauge", "Small.", "small", {}, 1.5e-09]"#,
            ])
    }

    /// The parser lives where `make test` installs it.
    private func read(_ exposition: String) throws -> [String] {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let python = Process()
        python.executableURL = URL(filePath: "\(repository)/.build/test-tools/venv/bin/python")
        python.arguments = ["-c", Self.reader]
        let (input, output) = (Pipe(), Pipe())
        python.standardInput = input
        python.standardOutput = output
        try python.run()
        try input.fileHandleForWriting.write(contentsOf: Data(exposition.utf8))
        try input.fileHandleForWriting.close()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
