/// Lends stretches of a file that are read one after the other, in pieces of 256 KiB.
final class FrameWindow {
    let file: MasterFile
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    /// What of the file is in the buffer.
    private var range = 0..<0

    init(_ file: MasterFile) { self.file = file }

    deinit { buffer.deallocate() }

    /// The bytes from a position on, valid until the next call; fewer where the file ends.
    func bytes(_ count: Int, at position: Int) throws -> UnsafeRawBufferPointer {
        if position < range.lowerBound || position + count > range.upperBound { try move(to: position, count) }
        let start = position - range.lowerBound
        return UnsafeRawBufferPointer(rebasing: buffer[start..<min(start + count, range.count)])
    }

    private func move(to position: Int, _ count: Int) throws {
        range = position..<position
        if count > buffer.count {
            buffer.deallocate()
            buffer = .allocate(byteCount: count, alignment: 64)
        }
        range = position..<position + (try file.read(into: buffer, at: position))
    }
}
