import Foundation

/// What the program and its libraries have in memory of their files.
///
/// Linking and starting touch most of the code once. Those pages are copies of files, which the system takes away when it
/// is short of memory; until then they are two thirds of what a service seems to need.
enum StartUpPages {
    /// Gives back the pages of code. What is needed again is there again without being read from the disk, mostly.
    static func release() {
        // Without `/proc` they stay.
        guard let file = FileHandle(forReadingAtPath: "/proc/self/maps"), let maps = try? file.readToEnd() else {
            return
        }
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
            guard let range = code(line), let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound) else {
                continue
            }
            // It is advice: where it is refused, they stay.
            _ = madvise(start, range.count, MADV_DONTNEED)
        }
    }

    /// Where a line of `/proc/self/maps` says that code of a file is. Nobody has written to that: what has been, would be
    /// lost.
    static func code(_ line: Substring) -> Range<UInt>? {
        // 55d0c8a00000-55d0c9f00000 r-xp 00000000 08:01 131 /usr/bin/lathe
        let fields = line.split(separator: " ", maxSplits: 5)
        guard fields.count == 6, fields[1] == "r-xp", fields[5].drop(while: { $0 == " " }).hasPrefix("/") else {
            return nil
        }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        return bounds.count == 2 && bounds[0] < bounds[1] ? bounds[0]..<bounds[1] : nil
    }
}
