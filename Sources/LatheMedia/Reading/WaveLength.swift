/// How much audio a WAVE file holds, where its sizes may contradict each other and the file.
///
/// Programs that write to a pipe cannot go back to fill in sizes: they leave 0 or a number near the largest. Their files
/// are whole. A file whose RIFF and data sizes agree with each other but not with the file was cut.
struct WaveLength {
    enum Family { case riff, wave64 }

    struct Ruling {
        /// Whole samples per channel.
        var sampleCount: Int
        /// As the header says; otherwise recovered from the size of the file.
        var isDeclared: Bool
        var warnings: [String]
    }

    let family: Family
    let fileSize: Int
    /// What the form declares for itself, in its own way of counting.
    var fileDeclared: UInt64
    let dataStart: Int
    var dataDeclared: UInt64
    let blockAlign: Int
    /// What stands at `dataStart` reads like another chunk: a data size of 0 then means no audio.
    var isFollowedByChunk = false

    // 2 GiB less 64 KiB: what streaming writers leave lies between here and the largest number of 32 bits.
    private static let smallestPlaceholder: UInt64 = 0x7FFF_0000

    private var available: Int { max(0, fileSize - dataStart) }

    /// The declared audio lies in the file.
    var isWithinFile: Bool { dataDeclared > 0 && dataDeclared <= UInt64(available) }

    /// Takes the 64-bit sizes of RF64 and BW64 where the 32-bit ones say so. Throws `corrupt`, `truncated`.
    mutating func widen(with ds64: [UInt8], _ file: MasterFile) throws {
        guard ds64.count >= 16 else {
            throw file.failure(.corrupt, "it has no ds64 chunk with its real sizes before its audio")
        }
        if fileDeclared == UInt64(UInt32.max) { fileDeclared = ds64.part(0, 8).littleEndian }
        if dataDeclared == UInt64(UInt32.max) { dataDeclared = ds64.part(8, 8).littleEndian }
        guard max(fileDeclared, dataDeclared) <= UInt64(Int.max) else {
            throw file.failure(.corrupt, "its ds64 chunk declares sizes beyond 63 bits")
        }
    }

    /// Decides. Throws `truncated` or `corrupt`.
    func ruling(_ file: MasterFile) throws -> Ruling {
        if isWithinFile { return try whole(Int(dataDeclared), isDeclared: true, [], file) }
        if available == 0 { throw file.failure(.truncated, "it ends before its first sample") }
        if dataDeclared == 0 {
            if isFollowedByChunk { throw file.failure(.truncated, "it holds no audio") }
            return try recovered("declares no audio", file)
        }
        if family == .riff, dataDeclared >= Self.smallestPlaceholder, dataDeclared <= UInt64(UInt32.max) {
            return try recovered("declares no real length", file)
        }
        switch fileClaim {
        case .agrees, .placeholder:
            return try recovered("declares \(dataDeclared) bytes of audio, more than there are", file)
        case .longer:
            let sample = available / blockAlign
            let declared = dataDeclared / UInt64(blockAlign)
            throw file.failure(.truncated, "it ends at sample \(sample) of \(declared)")
        case .shorter:
            throw file.failure(
                .corrupt, "its audio is declared to reach beyond the end that the file declares for itself")
        }
    }

    private enum FileClaim { case agrees, placeholder, longer, shorter }

    /// What the form's own size says about the file's.
    private var fileClaim: FileClaim {
        guard family == .riff else { return .longer }
        if fileDeclared == 0 { return .placeholder }
        if fileDeclared >= Self.smallestPlaceholder, fileDeclared <= UInt64(UInt32.max) { return .placeholder }
        let end = fileDeclared.addingReportingOverflow(8)
        // Some writers leave a padding byte at the end uncounted.
        if !end.overflow, (end.partialValue...end.partialValue + 1).contains(UInt64(fileSize)) { return .agrees }
        if !end.overflow, end.partialValue < UInt64(fileSize) { return .shorter }
        return .longer
    }

    private func recovered(_ why: String, _ file: MasterFile) throws -> Ruling {
        let warning = "The header \(why); everything up to the end of the file was taken."
        return try whole(available, isDeclared: false, [warning], file)
    }

    private func whole(_ bytes: Int, isDeclared: Bool, _ warnings: [String], _ file: MasterFile) throws -> Ruling {
        let (samples, rest) = bytes.quotientAndRemainder(dividingBy: blockAlign)
        guard samples > 0 else { throw file.failure(.truncated, "it ends before its first sample does") }
        let cut = rest == 0 ? [] : ["The audio ends with \(rest) bytes of an incomplete sample, which were ignored."]
        return Ruling(sampleCount: samples, isDeclared: isDeclared, warnings: warnings + cut)
    }
}
