import FoundationEssentials
import Lathe

/// Finds the masters that a word on the command line means.
enum MasterSearch {
    private static let suffixes: Set = ["flac", "wav", "wave", "rf64", "w64", "aif", "aiff", "aifc"]

    /// A file as it is; of a folder all that are named like masters, in order, those in folders inside it included.
    /// - Throws: `UsageError`, `LatheError`.
    static func files(_ word: String) throws -> [String] {
        let path = try path(of: word)
        var isFolder: Bool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw LatheError(.masterNotFound, "enqueue", path, because: "there is no such file or folder")
        }
        guard isFolder else { return [path] }
        let names = try FileManager.default.subpathsOfDirectory(atPath: path).filter(isMaster).sorted()
        guard !names.isEmpty else {
            throw LatheError(
                .masterNotFound, "enqueue", path, because: "no file in it is named like a master",
                remedy: "Masters end in " + suffixes.sorted().map { ".\($0)" }.joined(separator: ", ") + ".")
        }
        return names.map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
    }

    /// Not what is hidden: editors and file managers leave such files of every name.
    private static func isMaster(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        guard let last = parts.last, !parts.contains(where: { $0.hasPrefix(".") }) else { return false }
        return last.split(separator: ".").dropFirst().last.map { suffixes.contains($0.lowercased()) } ?? false
    }

    private static func path(of word: String) throws -> String {
        if word.hasPrefix("file://") {
            guard word.hasPrefix("file:///"), let path = URL(string: word)?.path else {
                throw UsageError("\(word) is no file:// URI: it has three slashes and no host", command: "enqueue")
            }
            return path
        }
        if let scheme = word.firstRange(of: "://") {
            throw UsageError(
                "masters at \(word[..<scheme.lowerBound]):// are not fetched; download them first", command: "enqueue")
        }
        return word
    }
}
