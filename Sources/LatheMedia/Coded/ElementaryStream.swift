/// What `esds` says (ISO/IEC 14496-14 §5.6): descriptors of ISO/IEC 14496-1 §7.2.6, one in the other.
struct ElementaryStream {
    /// What the stream is coded with, ISO/IEC 14496-1 table 5.
    let objectType: UInt8
    let audioSpecificConfig: [UInt8]

    /// The numbers of AAC: MPEG-4, and the profiles main, LC and SSR of MPEG-2.
    static let aac: Set<UInt8> = [0x40, 0x66, 0x67, 0x68]

    /// Nil when a descriptor is missing or longer than what is around it.
    init?(_ contents: ArraySlice<UInt8>) {
        guard var stream = Self.descriptor(3, in: contents), let flags = stream.dropFirst(2).first else { return nil }
        stream = stream.dropFirst(3)
        if flags & 0x80 != 0 { stream = stream.dropFirst(2) }
        if flags & 0x40 != 0 { stream = stream.dropFirst(1 + Int(stream.first ?? 0)) }
        if flags & 0x20 != 0 { stream = stream.dropFirst(2) }
        guard let decoder = Self.descriptor(4, in: stream), let type = decoder.first else { return nil }
        objectType = type
        audioSpecificConfig = Array(Self.descriptor(5, in: decoder.dropFirst(13)) ?? [])
    }

    /// The contents of the first descriptor of a tag.
    private static func descriptor(_ tag: UInt8, in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = bytes
        while let found = rest.popFirst() {
            var size = 0
            var isLast = false
            for _ in 0..<4 where !isLast {
                guard let byte = rest.popFirst() else { return nil }
                size = size << 7 | Int(byte & 0x7F)
                isLast = byte & 0x80 == 0
            }
            guard isLast, size <= rest.count else { return nil }
            if found == tag { return rest.prefix(size) }
            rest = rest.dropFirst(size)
        }
        return nil
    }
}
