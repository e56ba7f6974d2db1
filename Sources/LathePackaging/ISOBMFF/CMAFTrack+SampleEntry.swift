extension CMAFTrack {
    /// The entry of `stsd`, AudioSampleEntry of ISO/IEC 14496-12 §12.2.3 with the codec's own box.
    func writeSampleEntry(to writer: inout BoxWriter) {
        switch coding {
        case .aac(let config, let bitsPerSecond):
            writeSampleEntry("mp4a", sampleSize: 16, rate: sampleRate <= Int(UInt16.max) ? sampleRate : 0, to: &writer)
            {
                writeElementaryStream(config: config, bitsPerSecond: bitsPerSecond, to: &$0)
            }
        case .flac(let streamInfo, let bitsPerSample):
            writeSampleEntry("fLaC", sampleSize: bitsPerSample, rate: Self.halvedRate(sampleRate), to: &writer) {
                Self.writeFLACSpecific(streamInfo, to: &$0)
            }
        case .opus:
            writeSampleEntry("Opus", sampleSize: 16, rate: sampleRate, to: &writer) {
                writeOpusSpecific(to: &$0)
            }
        }
    }

    private func writeSampleEntry(
        _ type: String, sampleSize: Int, rate: Int, to writer: inout BoxWriter, codec: (inout BoxWriter) -> Void
    ) {
        writer.box(type) {
            $0.zeros(6)
            $0.write(1, as: UInt16.self)
            $0.zeros(8)
            $0.write(channelCount, as: UInt16.self)
            $0.write(sampleSize, as: UInt16.self)
            $0.zeros(4)
            $0.write(rate << 16, as: UInt32.self)
            codec(&$0)
        }
    }

    /// The rate itself, or above 65,535 Hz halved until the field can hold it: 48,000 for 96 and 192 kHz; 65,535 where
    /// that is no whole number. So RFC 9639 and the FLAC encapsulation ask; readers take the rate from STREAMINFO.
    private static func halvedRate(_ rate: Int) -> Int {
        let greatest = Int(UInt16.max)
        var halved = rate
        while halved > greatest, halved.isMultiple(of: 2) { halved /= 2 }
        return min(halved, greatest)
    }

    /// `dfLa`: STREAMINFO as the last and only metadata block.
    private static func writeFLACSpecific(_ streamInfo: [UInt8], to writer: inout BoxWriter) {
        writer.fullBox("dfLa") {
            $0.write(0x8000_0000 | streamInfo.count, as: UInt32.self)
            $0.write(streamInfo)
        }
    }

    /// `dOps`: what OpusHead says (RFC 7845 §5.1), in big-endian order; no gain, channel mapping family 0.
    ///
    /// The rate of the input is for information, but Chromium refuses any that is not the sample entry's.
    private func writeOpusSpecific(to writer: inout BoxWriter) {
        writer.box("dOps") {
            $0.zeros(1)
            $0.write(channelCount, as: UInt8.self)
            $0.write(primingSamples, as: UInt16.self)
            $0.write(sampleRate, as: UInt32.self)
            $0.zeros(3)
        }
    }
}

// MARK: - esds

extension CMAFTrack {
    /// `esds` (ISO/IEC 14496-14 §5.6) with the descriptors of ISO/IEC 14496-1 §7.2.6. ES_ID is 0, as in every file.
    private func writeElementaryStream(config: [UInt8], bitsPerSecond: Int, to writer: inout BoxWriter) {
        let audioStream: UInt8 = 5 << 2 | 1
        let bufferSize = 768 * channelCount
        var decoder = BoxWriter()
        decoder.write([0x40, audioStream])
        decoder.write(bufferSize >> 16, as: UInt8.self)
        decoder.write(bufferSize & 0xFFFF, as: UInt16.self)
        decoder.write(bitsPerSecond, as: UInt32.self)
        decoder.write(bitsPerSecond, as: UInt32.self)
        decoder.write(Self.descriptor(tag: 0x05, config))
        let stream = [0, 0, 0] + Self.descriptor(tag: 0x04, decoder.bytes) + Self.descriptor(tag: 0x06, [0x02])
        writer.fullBox("esds") { $0.write(Self.descriptor(tag: 0x03, stream)) }
    }

    /// A tag, the size in groups of seven bits, the contents (ISO/IEC 14496-1 §8.3.3).
    private static func descriptor(tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
        var size = [UInt8(contents.count & 0x7F)]
        var rest = contents.count >> 7
        while rest > 0 {
            size.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
            rest >>= 7
        }
        return [tag] + size + contents
    }
}
