/// Bytes of ISO BMFF boxes under construction (ISO/IEC 14496-12 §4.2). Integers are big-endian.
///
/// A box's size is filled in when its contents are complete, so that boxes nest without measuring anything twice.
struct BoxWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ byteCount: Int) {
        bytes.reserveCapacity(byteCount)
    }

    /// A box of the four-character type, with the contents that `body` writes.
    mutating func box(_ type: String, _ body: (inout BoxWriter) -> Void) {
        let start = bytes.count
        write(0, as: UInt32.self)
        write(type)
        body(&self)
        patch(UInt32(bytes.count - start), at: start)
    }

    /// A box that begins with a version and flags.
    mutating func fullBox(
        _ type: String, version: UInt8 = 0, flags: UInt32 = 0, _ body: (inout BoxWriter) -> Void
    ) {
        box(type) {
            $0.write(Int(version) << 24 | Int(flags), as: UInt32.self)
            body(&$0)
        }
    }

    /// An integer in the width of the field; it must fit, which the caller's documentation promises.
    mutating func write<Field: FixedWidthInteger>(_ value: Int, as field: Field.Type) {
        withUnsafeBytes(of: Field(value).bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ ascii: String) {
        bytes.append(contentsOf: ascii.utf8)
    }

    mutating func write(_ data: [UInt8]) {
        bytes.append(contentsOf: data)
    }

    mutating func zeros(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count))
    }

    /// Overwrites four bytes written before.
    mutating func patch(_ value: UInt32, at offset: Int) {
        withUnsafeBytes(of: value.bigEndian) { bytes.replaceSubrange(offset..<offset + 4, with: $0) }
    }
}
