internal import Foundation
internal import LatheCrypto
@testable internal import LatheStorage
internal import Testing

/// One suite for every store: conditions and checksums.
@Suite(.timeLimit(.minutes(5)))
struct ConditionTests {
    @Test("Only the first put of what must be absent succeeds", arguments: StoreKind.complete)
    func ifAbsent(kind: StoreKind) async throws {
        let tested = try await kind.make()
        try await put("first", tested, .ifAbsent)
        await expectConditionFailed { try await put("second", tested, .ifAbsent) }
        #expect(try await tested.text("k") == "first")
        try await tested.store.delete([ObjectKey("k")])
        try await put("third", tested, .ifAbsent)
        #expect(try await tested.text("k") == "third")
    }

    @Test("A put that expects an object replaces that and no other", arguments: StoreKind.complete)
    func ifMatch(kind: StoreKind) async throws {
        let tested = try await kind.make()
        await expectConditionFailed { try await put("x", tested, .ifMatch("0123456789abcdef0123456789abcdef")) }
        let first = try await put("first", tested, .always)
        let second = try await put("second", tested, .ifMatch(first.etag))
        await expectConditionFailed { try await put("third", tested, .ifMatch(first.etag)) }
        #expect(try await tested.text("k") == "second")
        #expect(try await tested.store.head(ObjectKey("k"))?.etag == second.etag)
    }

    @Test("Of many at once, one wins, and it is its bytes that are there", arguments: StoreKind.complete)
    func race(kind: StoreKind) async throws {
        let tested = try await kind.make()
        let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<12 {
                group.addTask {
                    do {
                        try await put("\(number)", tested, .ifAbsent)
                        return number
                    } catch let error as StorageError where error.code == .conditionFailed {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { $0 += $1.map { [$0] } ?? [] }
        }
        #expect(winners.count == 1)
        #expect(try await tested.text("k") == winners.first.map(String.init))
    }

    @Test("Bytes that are not the announced ones are not stored", arguments: StoreKind.all, [3, 12 << 20])
    func announced(kind: StoreKind, size: Int) async throws {
        let tested = try await kind.make()
        let wrong = Array("other".utf8).withUnsafeBytes { SHA256Digest(of: $0) }
        for source in [ObjectSource.bytes(Pattern.bytes(size)), Pattern.stream(Pattern.bytes(size))] {
            let error = await #expect(throws: StorageError.self) {
                try await tested.store.put(source, at: ObjectKey("k"), as: ObjectAttributes(sha256: wrong))
            }
            #expect(error?.code == .corrupt)
        }
        #expect(try await tested.keys == [])
    }

    @Test("An attribute that would end its header is refused", arguments: StoreKind.all, ["a\r\nb: c", "", "ä"])
    func attribute(kind: StoreKind, type: String) async throws {
        let tested = try await kind.make()
        let error = await #expect(throws: StorageError.self) {
            try await tested.store.put(.bytes([1]), at: ObjectKey("k"), as: ObjectAttributes(contentType: type))
        }
        #expect(error?.code == .invalid)
    }

    @discardableResult
    private func put(_ text: String, _ tested: TestedStore, _ condition: PutCondition) async throws -> StoredObject {
        try await tested.store.put(.bytes(Array(text.utf8)), at: ObjectKey("k"), as: ObjectAttributes(), if: condition)
    }

    private func expectConditionFailed(_ body: () async throws -> StoredObject) async {
        let error = await #expect(throws: StorageError.self) { try await body() }
        #expect(error?.code == .conditionFailed)
    }
}
