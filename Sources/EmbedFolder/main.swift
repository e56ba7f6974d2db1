// Writes a Swift file that holds all files below a folder: `EmbedFolder FOLDER OUTPUT`.
//
// In Base64, for the compiler reads one long literal fast, and a list of a hundred thousand numbers slowly.
internal import Foundation

let (folder, output) = (URL(filePath: CommandLine.arguments[1]), CommandLine.arguments[2])
let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted()
var entries = ""
for name in names {
    let file = folder.appending(path: name)
    guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
    entries += "        (\(name.debugDescription), \"\(try Data(contentsOf: file).base64EncodedString())\"),\n"
}
let text = """
    /// What lies in `Resources/web`: paths, and contents in Base64.
    enum WebFiles {
        static let all: [(path: String, content: String)] = [
    \(entries)    ]
    }

    """
try Data(text.utf8).write(to: URL(filePath: output))
