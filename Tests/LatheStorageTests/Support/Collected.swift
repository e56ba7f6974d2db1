internal import Foundation
@testable internal import LatheStorage
internal import Synchronization

/// Takes what a store delivers.
final class Collected: Sendable {
    private let taken = Mutex<[UInt8]>([])

    var bytes: [UInt8] { taken.withLock(\.self) }
    @Sendable func append(_ bytes: UnsafeRawBufferPointer) { taken.withLock { $0.append(contentsOf: bytes) } }
}

/// Bytes of which no part looks like its neighbours.
enum Pattern {
    // Its length has no factor in common with any buffer.
    private static let tile = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13 ^ $0) }

    static func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + tile.count)
        while bytes.count < count { bytes.append(contentsOf: tile) }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// A stream of so many bytes, a few at a time.
    static func stream(_ bytes: [UInt8], pieces: Int = 100_000) -> ObjectSource {
        let offset = Mutex(0)
        return .stream { buffer in
            offset.withLock { offset in
                let piece = bytes[offset..<min(bytes.count, offset + min(buffer.count, pieces))]
                buffer.copyBytes(from: piece)
                offset += piece.count
                return piece.count
            }
        }
    }
}
