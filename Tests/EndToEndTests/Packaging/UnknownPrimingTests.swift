internal import Lathe
internal import Testing

/// Files that do not say what of them is the programme.
struct UnknownPrimingTests {
    private let bench: PackagingBench

    init() throws { bench = try PackagingBench() }

    @Test(
        "What does not say its priming is refused beside what does, and the error says which to encode again",
        arguments: ["music.aac", "vbri.mp3"])
    func unknownPriming(name: String) async throws {
        let whole = try bench.encode("music.m4a", "-c:a", "aac", "-b:a", "160k")
        let (input, lag) =
            name == "vbri.mp3"
            ? (try bench.fraunhofer().path, 1105) : (try bench.encode(name, "-c:a", "aac", "-b:a", "96k"), 1024)
        let order = [[whole, input], [input, whole]]
        for (inputs, word) in zip(order, ["later", "earlier"]) {
            let error = await bench.refusal(inputs)
            #expect(error?.cause == "it starts \(lag) samples \(word) than \"\(inputs[0])\"")
            #expect(error?.remedy?.hasPrefix("\"\(input)\" does not say how many of its samples are priming") == true)
        }
    }

    @Test("Files of ADTS by one encoder are a ladder")
    func adtsLadder() async throws {
        let inputs = try ["96k", "160k"].map { try bench.encode("\($0).aac", "-c:a", "aac", "-b:a", $0) }
        let package = try await bench.package(inputs)
        #expect(package.renditions.map(\.primingSamples) == [0, 0])
        #expect(package.notes.count == 2)
    }
}
