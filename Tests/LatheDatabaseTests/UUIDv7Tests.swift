internal import FoundationEssentials
@testable internal import LatheDatabase
internal import Testing

struct UUIDv7Tests {
    @Test("Each comes after the one before, whatever the clock says, and from whichever thread")
    func order() async throws {
        let early = UUIDv7(at: 0)
        let made = (0..<10_000).map { _ in UUIDv7() } + [UUIDv7(at: 0)]
        #expect(zip([early] + made, made).allSatisfy { $0.description < $1.description })
        let threads = await withTaskGroup { group in
            for _ in 0..<4 { group.addTask { (0..<10_000).map { _ in UUIDv7() } } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for thread in threads {
            #expect(zip(thread, thread.dropFirst()).allSatisfy { $0.description < $1.description })
        }
        #expect(Set(threads.joined()).count == 40_000)
    }

    @Test("Their first 48 bits are the milliseconds since 1970, and the rest is as RFC 9562 has it")
    func format() throws {
        let before = UInt64(Date().timeIntervalSince1970 * 1000)
        let text = UUIDv7().description
        #expect(text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        let milliseconds = try #require(UInt64(text.replacing("-", with: "").prefix(12), radix: 16))
        #expect((before...before + 60_000).contains(milliseconds))
    }
}
