/// Tells by the first bytes what cannot be a master, before the rest is sent. What passes may still be none.
enum MasterSignature {
    /// So many bytes tell.
    static let length = 12

    /// FLAC, ID3 before FLAC, Ogg, WAV, RF64, BW64, W64, AIFF and AIFF-C.
    static func mayBegin(_ bytes: [UInt8]) -> Bool {
        let head = String(decoding: bytes.prefix(4), as: UTF8.self)
        let form = String(decoding: bytes.dropFirst(8).prefix(4), as: UTF8.self)
        return switch head {
        case "fLaC", "OggS", "riff": true
        case "RIFF", "RF64", "BW64": form == "WAVE"
        case "FORM": form == "AIFF" || form == "AIFC"
        default: head.hasPrefix("ID3")
        }
    }
}
