internal import Testing

/// The whole service against its contract, by a program that knows nothing but the contract.
@Suite(.timeLimit(.minutes(15)))
struct ContractTests {
    @Test("Whatever is asked for by the contract, or against it, is answered as it says")
    func fuzz() async throws {
        let run = try await onThread {
            let service = try RunningService()
            return try Tool.run(
                Tool.python,
                [
                    "\(Tool.repository)/Tests/Support/fuzz-contract.py", "--base", service.url,
                    "--admin", service.token(for: "admin"), "--listener", service.token(for: "listener"),
                ])
        }
        #expect(run.status == 0, "\(run.text)\n\(run.complaints)")
    }
}
