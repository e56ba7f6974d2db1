/// The header of a frame of AAC in ADTS (ISO/IEC 14496-3 §1.A.2.2).
struct ADTSFrame: Equatable {
    let objectType: Int
    let sampleRate: Int
    let channelConfiguration: Int
    let byteCount: Int
    let samples: Int

    /// Reads what begins at an offset; nil where that is no ADTS header.
    init?(_ bytes: [UInt8], at offset: Int, end: Int) {
        guard offset + 7 <= end, bytes[offset] == 0xFF, bytes[offset + 1] & 0xF6 == 0xF0 else { return nil }
        var reader = BitReader(bytes[offset + 2..<offset + 7])
        guard let profile = reader.bits(2), let rateIndex = reader.bits(4), reader.bits(1) != nil,
            let channels = reader.bits(3), reader.bits(4) != nil, let size = reader.bits(13), reader.bits(11) != nil,
            let blocks = reader.bits(2), AudioSpecificConfig.sampleRates.indices.contains(rateIndex), size >= 7
        else { return nil }
        objectType = profile + 1
        sampleRate = AudioSpecificConfig.sampleRates[rateIndex]
        channelConfiguration = channels
        byteCount = size
        samples = 1024 * (blocks + 1)
    }
}
