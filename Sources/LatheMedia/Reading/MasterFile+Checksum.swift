extension MasterFile {
    /// The SHA-256 of the whole file, read in blocks of 1 MiB.
    ///
    /// May run on another thread while a `MasterReader` decodes the same file. Throws `CancellationError` soon after
    /// `isCancelled` says so, and `MediaError` with code `io` if a read fails or the file changed since it was opened.
    public func sha256(isCancelled: () -> Bool = { false }) throws -> SHA256Digest {
        let hasher = SHA256Hasher()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        var position = 0
        while position < byteCount {
            if isCancelled() { throw CancellationError() }
            let count = try read(into: buffer, at: position)
            if count == 0 { break }
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            position += count
        }
        try checkUnchanged()
        return hasher.finish()
    }
}
