/// Looks for a frame of FLAC, to tell a file that was cut from one that is damaged: in the latter the frames go on.
enum FLACFrameSearch {
    private static let longestHeader = 16

    /// A frame begins in the file at a position or later.
    static func finds(_ file: MasterFile, from start: Int) throws -> Bool {
        var window = ByteWindow(file)
        var position = start
        while position < file.byteCount {
            let part = Array(try window.read(4096 + longestHeader, at: position))
            if (0..<min(4096, part.count)).contains(where: { isHeader(part[$0...]) }) { return true }
            position += 4096
        }
        return false
    }

    /// Sync code, no reserved value, and a matching CRC-8 (RFC 9639 §9.1).
    static func isHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = bytes.prefix(longestHeader)
        guard head.count >= 6, head.first == 0xFF else { return false }
        let byte = Array(head)
        let (size, rate) = (byte[2] >> 4, byte[2] & 15)
        guard byte[1] & 0xFE == 0xF8, size != 0, rate != 15, byte[3] >> 4 <= 10, byte[3] & 1 == 0 else { return false }
        // A number as in UTF-8, of one to seven bytes.
        let ones = (~byte[4]).leadingZeroBitCount
        guard ones != 1, ones <= 7 else { return false }
        let extra = (size == 6 ? 1 : size == 7 ? 2 : 0) + (rate == 12 ? 1 : rate == 13 || rate == 14 ? 2 : 0)
        let length = 4 + max(1, ones) + extra
        return byte.count > length && checksum(byte[..<length]) == byte[length]
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        bytes.reduce(0) { sum, byte in
            (0..<8).reduce(sum ^ byte) { part, _ in part & 0x80 == 0 ? part << 1 : part << 1 ^ 0x07 }
        }
    }
}
