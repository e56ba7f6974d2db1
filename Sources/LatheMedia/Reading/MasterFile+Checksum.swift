extension MasterFile {
    /// The SHA-256 of the whole file.
    ///
    /// May run on another thread while a `MasterReader` decodes the same file. Throws as `forEachPiece` does.
    public func sha256(isCancelled: () -> Bool = { false }) throws -> SHA256Digest {
        let hasher = SHA256Hasher()
        try forEachPiece(isCancelled: isCancelled) { hasher.update($0) }
        return hasher.finish()
    }

    /// Lends the whole file in blocks of 256 KiB, which a processor keeps at hand.
    ///
    /// Throws `CancellationError` soon after `isCancelled` says so, `MediaError` with code `io` if a read fails or the
    /// file changed since it was opened, and what `body` throws.
    public func forEachPiece(isCancelled: () -> Bool, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        var position = 0
        while position < byteCount {
            if isCancelled() { throw CancellationError() }
            let count = try read(into: buffer, at: position)
            if count == 0 { break }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            position += count
        }
        try checkUnchanged()
    }
}
