internal import Foundation

/// One page of a list: the files below a root in the order of their keys.
///
/// Memory is bounded by the page, not by the folders: of each, the next entries in order are selected, again if need
/// be.
struct TreeWalk: Sendable {
    private let tree: ObjectTree
    private let prefix: String
    private let after: String?
    private let limit: Int

    init(tree: ObjectTree, prefix: String, after cursor: ListCursor?, limit: Int) throws {
        guard 1...1000 ~= limit else {
            throw StorageError(.invalid, "list", "\"\(prefix)\"", because: "a page has 1 to 1000 objects, not \(limit)")
        }
        (self.tree, self.prefix, self.after, self.limit) = (tree, prefix, cursor?.text, limit)
    }

    func page(_ cancellation: Cancellation) throws -> ObjectPage {
        var objects: [StoredObject] = []
        try collect(tree.root, at: "", into: &objects, cancellation)
        guard objects.count > limit else { return ObjectPage(objects: objects, next: nil) }
        objects.removeLast(objects.count - limit)
        return ObjectPage(objects: objects, next: objects.last.map { ListCursor($0.key.text) })
    }

    /// Adds what is below a folder until there is one object more than the page has.
    private func collect(
        _ folder: OpenFile, at path: String, into objects: inout [StoredObject], _ cancellation: Cancellation
    ) throws {
        var last: String?
        while true {
            try cancellation.check()
            let entries = try entries(of: folder, at: path, after: last)
            for entry in entries where objects.count <= limit {
                if entry.hasSuffix("/") {
                    guard let next = try folder.folder(String(entry.dropLast())) else { continue }
                    try collect(next, at: path + entry, into: &objects, cancellation)
                } else if let key = try? ObjectKey(path + entry), let file = try folder.file(entry) {
                    // A name that is no key is no object.
                    objects.append(try StoredObject(key, file))
                }
            }
            guard objects.count <= limit, entries.count > limit else { return }
            last = entries.last
        }
    }

    /// The first names in order, one more than the page has; those of folders with a slash, which orders them as keys.
    private func entries(of folder: OpenFile, at path: String, after last: String?) throws -> [String] {
        var entries: [String] = []
        try folder.forEachName { name, isFolder in
            let entry = isFolder ? name + "/" : name
            guard path + entry != ObjectKey.reservedComponent + "/", mayHold(path + entry),
                last.map({ $0.precedes(entry) }) ?? true
            else { return }
            entries.append(entry)
            if entries.count > 4 * limit { entries.keepFirst(limit + 1) }
        }
        entries.keepFirst(limit + 1)
        return entries
    }

    /// Whether a file of this key, or one below this folder, may belong to the page.
    private func mayHold(_ path: String) -> Bool {
        let isFolder = path.hasSuffix("/")
        let matches = path.begins(with: prefix) || isFolder && prefix.begins(with: path)
        guard matches, let after else { return matches }
        return after.precedes(path) || isFolder && after.begins(with: path)
    }
}

// By bytes, as S3 orders keys: Swift orders and compares by canonical equivalence.
extension String {
    fileprivate func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
    fileprivate func begins(with other: String) -> Bool { utf8.starts(with: other.utf8) }
}

extension [String] {
    fileprivate mutating func keepFirst(_ number: Int) {
        sort { $0.precedes($1) }
        if count > number { removeLast(count - number) }
    }
}
