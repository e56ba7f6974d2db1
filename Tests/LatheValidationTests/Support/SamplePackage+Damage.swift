internal import Foundation
internal import Testing

/// Ways to damage a file. Each fails the test where there is nothing to damage: a fault that is not there proves nothing.
extension SamplePackage {
    struct NothingToDamage: Error { let path: String }

    /// Replaces the first occurrence of a text.
    mutating func replace(_ old: String, with new: String, in path: String) throws {
        let text = text(path)
        guard let range = text.range(of: old), old != new else { throw NothingToDamage(path: path) }
        files[path] = Array(text.replacingCharacters(in: range, with: new).utf8)
    }

    mutating func remove(_ path: String) throws {
        guard files.removeValue(forKey: path) != nil else { throw NothingToDamage(path: path) }
    }

    mutating func edit(_ path: String, _ change: (inout [UInt8]) throws -> Void) throws {
        guard var bytes = files[path] else { throw NothingToDamage(path: path) }
        let before = bytes
        try change(&bytes)
        guard bytes != before else { throw NothingToDamage(path: path) }
        files[path] = bytes
    }

    mutating func truncate(_ path: String, by count: Int) throws {
        try edit(path) { $0.removeLast(count) }
    }

    mutating func swap(_ one: String, _ other: String) throws {
        guard let first = files[one], let second = files[other], first != second else {
            throw NothingToDamage(path: one)
        }
        files[one] = second
        files[other] = first
    }

    /// Overwrites bytes at a distance from the first occurrence of a mark, such as a box's type.
    mutating func patch(_ path: String, after mark: String, at distance: Int, _ bytes: [UInt8]) throws {
        try edit(path) { file in
            guard let place = file.firstRange(of: Array(mark.utf8))?.upperBound,
                file.indices.contains(place + distance + bytes.count - 1)
            else { throw NothingToDamage(path: path) }
            file.replaceSubrange(place + distance..<place + distance + bytes.count, with: bytes)
        }
    }

    /// Gives a box another type, which readers skip: as good as gone.
    mutating func hideBox(_ type: String, in path: String) throws {
        try patch(path, after: type, at: -4, Array("free".utf8))
    }

    /// Overwrites bytes at the first occurrence of others.
    mutating func patch(_ path: String, _ old: [UInt8], with new: [UInt8]) throws {
        try edit(path) { file in
            guard let range = file.firstRange(of: old) else { throw NothingToDamage(path: path) }
            file.replaceSubrange(range, with: new)
        }
    }
}
