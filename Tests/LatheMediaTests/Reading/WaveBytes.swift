/// Makes WAVE files, sound ones and lying ones, byte by byte.
struct WaveBytes {
    var form = "RIFF"
    var tag: UInt16 = 1
    var channels: UInt16 = 2
    var sampleRate: UInt32 = 44100
    var bits: UInt16 = 16
    var blockAlign: UInt16?
    /// Valid bits, mask and subformat tag of WAVEFORMATEXTENSIBLE.
    var extensible: (validBits: UInt16, mask: UInt32, tag: UInt16)?
    var data: [UInt8] = []
    /// What the data chunk declares, where it lies.
    var declaredData: UInt32?
    /// What the RIFF header declares, where it lies.
    var declaredFile: UInt32?
    /// The payload of a ds64 chunk.
    var ds64: [UInt8]?
    /// Chunks before and behind the audio.
    var before: [UInt8] = []
    var behind: [UInt8] = []

    static func chunk(_ id: String, _ payload: [UInt8]) -> [UInt8] {
        Array(id.utf8) + [UInt8](little: UInt32(payload.count)) + payload + (payload.count % 2 == 0 ? [] : [0])
    }

    private var format: [UInt8] {
        let align = blockAlign ?? channels * ((bits + 7) / 8)
        let outer = extensible == nil ? tag : 0xFFFE
        var bytes = [UInt8](little: outer) + [UInt8](little: channels) + [UInt8](little: sampleRate)
        bytes += [UInt8](little: sampleRate &* UInt32(align)) + [UInt8](little: align) + [UInt8](little: bits)
        guard let extensible else { return bytes }
        bytes += [UInt8](little: UInt16(22)) + [UInt8](little: extensible.validBits) + [UInt8](little: extensible.mask)
        bytes += [UInt8](little: extensible.tag) + [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        return bytes
    }

    var bytes: [UInt8] {
        var body = Array("WAVE".utf8)
        if let ds64 { body += Self.chunk("ds64", ds64) }
        body += Self.chunk("fmt ", format) + before
        body += Array("data".utf8) + [UInt8](little: declaredData ?? UInt32(data.count)) + data
        if data.count % 2 != 0 && !behind.isEmpty { body.append(0) }
        body += behind
        return Array(form.utf8) + [UInt8](little: declaredFile ?? UInt32(body.count)) + body
    }
}
