internal import Foundation
internal import TestServers
internal import Testing

extension ServiceInUse {
    /// By a program that knows nothing but the contract.
    struct ContractTests {
        @Test(
            "Whatever is asked for by the contract, or against it, is answered as it says", .timeLimit(.minutes(15)))
        func fuzz() async throws {
            let (report, status) = try await onThread {
                let served = try Served(options: ["--rate-limits", "off", "--log-level", "error"])
                defer { served.remove() }
                return try Command.outcome([
                    TestTool.path("venv/bin/python"), TestTool.script("fuzz-contract.py"),
                    "--base", "http://127.0.0.1:\(served.port)",
                    "--admin", Self.token("admin", served), "--listener", Self.token("listener", served),
                ])
            }
            #expect(status == 0, "\(report)")
        }

        private static func token(_ role: String, _ served: Served) throws -> String {
            try Served.run(["token", "--role", role, "--subject", "the \(role)", "--data", served.folder])
                .output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
