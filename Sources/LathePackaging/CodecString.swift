/// The names of codecs in manifests (RFC 6381), for CODECS in HLS (RFC 8216 §4.3.4.2) and @codecs in DASH
/// (ISO/IEC 23009-1 §5.3.7.2).
public enum CodecString {
    /// MPEG-1/2 layer III as an MPEG-4 audio object type, the form that players of packed MP3 accept.
    public static let mp3 = "mp4a.40.34"
    /// FLAC in ISO BMFF: the sample entry's code.
    public static let flac = "fLaC"
    /// Vorbis in WebM. DASH only: HLS has no Vorbis.
    public static let vorbis = "vorbis"
    /// Opus in WebM.
    public static let opusInWebM = "opus"
    /// Opus in ISO BMFF: the sample entry's code.
    public static let opusInISOBMFF = "Opus"

    /// `mp4a.40.N`, where N is the audio object type: 2 for AAC-LC (RFC 6381 §3.3).
    ///
    /// - Parameter audioSpecificConfig: the decoder's configuration, ISO/IEC 14496-3 §1.6.2.1.
    /// - Returns: nil if the configuration is too short to name an object type, or names none.
    public static func mpeg4Audio(audioSpecificConfig: [UInt8]) -> String? {
        audioObjectType(of: audioSpecificConfig).map { "mp4a.40.\($0)" }
    }

    /// Five bits, or (when they are all ones) 32 plus the next six: GetAudioObjectType of ISO/IEC 14496-3 §1.6.2.1.
    private static func audioObjectType(of config: [UInt8]) -> Int? {
        guard let first = config.first else { return nil }
        let short = Int(first >> 3)
        guard short == 31 else { return short == 0 ? nil : short }
        guard config.count > 1 else { return nil }
        return 32 + Int(first & 7) << 3 + Int(config[1] >> 5)
    }
}
