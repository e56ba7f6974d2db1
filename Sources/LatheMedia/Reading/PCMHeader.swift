/// What the header of an uncompressed master says, read without FFmpeg, which guesses where sizes contradict each other.
struct PCMHeader {
    /// As in `MasterFacts.container`.
    var container: String
    /// FFmpeg's name of the demuxer.
    var demuxer: String
    /// FFmpeg's name of the PCM variant; nil to take what the demuxer finds.
    var codec: String?
    var sampleRate: Int
    var channelCount: Int
    /// Nil where the file does not say.
    var channelMask: UInt64?
    /// Bits that carry sound.
    var bitsPerSample: Int
    /// Whole samples per channel that the file holds.
    var sampleCount: Int
    /// The header said so itself.
    var isLengthDeclared: Bool
    var warnings: [String]

    /// Refuses a form that the limits exclude or no file can have.
    func check(_ file: MasterFile, _ limits: MasterLimits) throws {
        try AudioForm(sampleRate: sampleRate, channelCount: channelCount, sampleCount: sampleCount).check(file, limits)
    }
}

/// The numbers of a header that limits apply to.
struct AudioForm {
    var sampleRate: Int
    var channelCount: Int
    /// Nil if unknown.
    var sampleCount: Int?

    /// Throws `corrupt` for a rate or a channel count of zero, `limitExceeded`.
    func check(_ file: MasterFile, _ limits: MasterLimits) throws {
        guard sampleRate > 0 else { throw file.failure(.corrupt, "its header says 0 Hz") }
        guard channelCount > 0 else { throw file.failure(.corrupt, "its header says 0 channels") }
        guard sampleRate <= limits.sampleRate else {
            throw file.failure(.limitExceeded, "\(sampleRate) Hz is above the limit of \(limits.sampleRate) Hz")
        }
        guard channelCount <= limits.channels else {
            throw file.failure(.limitExceeded, "\(channelCount) channels are above the limit of \(limits.channels)")
        }
        guard sampleCount ?? 0 <= limits.sampleCount(atRate: sampleRate) else {
            throw file.failure(.limitExceeded, "it lasts longer than the limit of \(limits.duration) seconds")
        }
    }

    /// The usual layout of a number of channels, which FLAC (RFC 9639 §9.1.3) and WAVE share; 0 where there is none.
    static func usualMask(_ channelCount: Int) -> UInt64 {
        let masks: [UInt64] = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F]
        return masks.indices.contains(channelCount - 1) ? masks[channelCount - 1] : 0
    }
}
