internal import Foundation

/// Room for a part of a large object, taken from the system and given back to it at once: the heap would keep what many
/// threads allocate and free in turn, several times what is in use.
///
/// `@unchecked Sendable`: written by the one thread that fills it, before anybody else has it; only read from then on.
final class PartBuffer: @unchecked Sendable {
    private let space: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    /// - Throws: `unavailable` if there is no memory.
    init(capacity: Int) throws {
        let start = mmap(nil, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let start, start != MAP_FAILED else { throw StorageError.system("reserve memory for", "a part") }
        space = UnsafeMutableRawBufferPointer(start: start, count: capacity)
    }

    deinit { munmap(space.baseAddress, space.count) }

    /// Fills it as far as a reader gives bytes.
    func fill(_ read: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
        while count < space.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: space[count...])
            let length = try read(rest)
            guard 0...rest.count ~= length else {
                throw StorageError(.invalid, "put", "a stream", because: "the reader returned \(length)")
            }
            if length == 0 { return }
            count += length
        }
    }

    var body: HTTPBody {
        HTTPBody(size: count) { [self] offset, buffer in
            let rest = UnsafeRawBufferPointer(rebasing: space[min(offset, count)..<count].prefix(buffer.count))
            buffer.copyMemory(from: rest)
            return rest.count
        }
    }

    func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) { body(UnsafeRawBufferPointer(rebasing: space[..<count])) }
}
