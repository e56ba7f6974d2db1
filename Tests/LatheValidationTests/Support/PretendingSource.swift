internal import LatheValidation

/// Files that are not as large as they say: a disk that fails, or a hole of a terabyte.
struct PretendingSource: PackageSource {
    let files: MemorySource
    let sizes: [String: Int]

    func paths() -> [String] { files.paths() }

    func byteCount(of path: String) -> Int? { sizes[path] ?? files.byteCount(of: path) }

    func bytes(of path: String, in range: Range<Int>) -> [UInt8]? { files.bytes(of: path, in: range) }
}
