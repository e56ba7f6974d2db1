internal import LatheStorage
internal import Synchronization

/// Small documents of packages, fetched once however many ask for them at the same time, and kept within bounds.
actor ManifestCache {
    /// Bytes of one document: a playlist of a day's music has a fifth of it.
    private static let largest = 4 << 20
    private static let capacity = 64 << 20
    /// A playlist that grows, and one that is replaced at the end, is looked at again after this.
    private static let freshness = Duration.seconds(2)

    private struct Entry {
        let text: Task<[UInt8]?, any Error>
        /// Known once the text is there.
        var size = 0
        var isFinal = false
        var fetched = ContinuousClock.now
        var used = ContinuousClock.now
    }

    private let store: any ObjectStore
    private var entries: [ObjectKey: Entry] = [:]

    init(_ store: any ObjectStore) { self.store = store }

    /// The document; nil if there is none, which is not kept.
    ///
    /// - Throws: `StorageError`; `invalid` for one that is larger than 4 MiB.
    func text(of key: ObjectKey) async throws -> [UInt8]? {
        if let entry = entries[key], entry.isFinal || ContinuousClock.now - entry.fetched < Self.freshness {
            entries[key]?.used = .now
            return try await entry.text.value
        }
        let task = Task { [store] in try await Self.fetch(key, from: store) }
        entries[key] = Entry(text: task)
        do {
            let text = try await task.value
            keep(text, of: key, from: task)
            return text
        } catch {
            keep(nil, of: key, from: task)
            throw error
        }
    }

    private func keep(_ text: [UInt8]?, of key: ObjectKey, from task: Task<[UInt8]?, any Error>) {
        // Another fetch may have taken the place.
        guard entries[key]?.text == task else { return }
        guard let text else { return entries[key] = nil }
        entries[key]?.size = text.count
        entries[key]?.isFinal = Self.isFinal(text, key)
        var total = entries.values.reduce(0) { $0 + $1.size }
        while total > Self.capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
            entries[oldest.key] = nil
            total -= oldest.value.size
        }
    }

    /// A media playlist that has ended never changes (RFC 8216 §4.3.3.4).
    private static func isFinal(_ text: [UInt8], _ key: ObjectKey) -> Bool {
        key.text.hasSuffix(".m3u8") && String(decoding: text.suffix(64), as: UTF8.self).contains("#EXT-X-ENDLIST")
    }

    private static func fetch(_ key: ObjectKey, from store: any ObjectStore) async throws -> [UInt8]? {
        let text = Mutex<[UInt8]>([])
        let object = try await store.get(
            key,
            into: .consumer { piece in
                try text.withLock { text in
                    guard text.count + piece.count <= largest else {
                        throw StorageError(.invalid, "read", key.text, because: "it is too large for a manifest")
                    }
                    text.append(contentsOf: piece)
                }
            })
        return object == nil ? nil : text.withLock { $0 }
    }
}
