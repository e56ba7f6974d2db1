internal import Foundation

/// What the kernel says of processes.
enum ProcessTable {
    /// `R`, `S`, `T`…, `Z`; nil where there is none.
    static func state(of identifier: pid_t) -> Character? {
        guard let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8) else { return nil }
        // The name before it may hold anything.
        return text.split(separator: ")").last?.drop { $0 == " " }.first
    }

    /// Living processes that work in a folder.
    static func working(in folder: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd")) == folder
        }
    }

    /// Whether a process holds the lock under which SQLite writes: byte 120 of the file beside the log.
    static func isWriting(_ identifier: pid_t, to database: String) -> Bool {
        var facts = stat()
        guard stat(database + "-shm", &facts) == 0,
            // A `String` of a file without a size has its first few kilobytes.
            let locks = try? FileHandle(forReadingAtPath: "/proc/locks")?.readToEnd()
        else { return false }
        return String(decoding: locks, as: UTF8.self).split(separator: "\n").contains { line in
            // `1: POSIX ADVISORY WRITE 4711 fe:00:815 120 120`
            let fields = line.split(separator: " ")
            return fields.count == 8 && fields[3] == "WRITE" && fields[4] == "\(identifier)"
                && fields[5].hasSuffix(":\(facts.st_ino)") && fields[6] == "120"
        }
    }
}
