/// Identifiers of elements (RFC 9559 §5.1, RFC 8794 §11.2).
enum MatroskaID {
    static let ebml = 0x1A45_DFA3
    static let docType = 0x4282
    static let segment = 0x1853_8067
    static let info = 0x1549_A966
    static let timestampScale = 0x2A_D7B1
    static let duration = 0x4489
    static let tracks = 0x1654_AE6B
    static let trackEntry = 0xAE
    static let trackNumber = 0xD7
    static let trackType = 0x83
    static let codecID = 0x86
    static let codecPrivate = 0x63A2
    static let codecDelay = 0x56AA
    static let seekPreRoll = 0x56BB
    static let audio = 0xE1
    static let samplingFrequency = 0xB5
    static let channels = 0x9F
    static let cluster = 0x1F43_B675
    static let timestamp = 0xE7
    static let simpleBlock = 0xA3
    static let blockGroup = 0xA0
    static let block = 0xA1
    static let blockDuration = 0x9B
    static let referenceBlock = 0xFB
    static let discardPadding = 0x75A2
    static let cues = 0x1C53_BB6B
    static let cuePoint = 0xBB
    static let cueTime = 0xB3
    static let cueTrackPositions = 0xB7
    static let cueClusterPosition = 0xF1
}
