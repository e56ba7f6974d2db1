extension CMAFTrack {
    /// `mdia`: header, handler and an empty sample table, as all samples are in fragments (ISO/IEC 14496-12 §8.4).
    func writeMedia(to writer: inout BoxWriter) {
        let undetermined = 0x55C4
        writer.box("mdia") {
            $0.fullBox("mdhd") {
                $0.zeros(8)
                $0.write(sampleRate, as: UInt32.self)
                $0.zeros(4)
                $0.write(undetermined, as: UInt16.self)
                $0.zeros(2)
            }
            $0.fullBox("hdlr") {
                $0.zeros(4)
                $0.write("soun")
                $0.zeros(12)
                $0.write("Sound\0")
            }
            $0.box("minf") {
                $0.fullBox("smhd") { $0.zeros(4) }
                Self.writeDataInformation(to: &$0)
                writeSampleTable(to: &$0)
            }
        }
    }

    /// `dinf`: the media are in the same file (ISO/IEC 14496-12 §8.7.2).
    private static func writeDataInformation(to writer: inout BoxWriter) {
        let selfContained: UInt32 = 1
        writer.box("dinf") {
            $0.fullBox("dref") {
                $0.write(1, as: UInt32.self)
                $0.fullBox("url ", flags: selfContained) { _ in }
            }
        }
    }

    private func writeSampleTable(to writer: inout BoxWriter) {
        writer.box("stbl") {
            $0.fullBox("stsd") {
                $0.write(1, as: UInt32.self)
                writeSampleEntry(to: &$0)
            }
            for empty in ["stts", "stsc"] {
                $0.fullBox(empty) { $0.zeros(4) }
            }
            $0.fullBox("stsz") { $0.zeros(8) }
            $0.fullBox("stco") { $0.zeros(4) }
            writeRollGroup(to: &$0)
        }
    }

    /// The group that every frame belongs to: how many frames earlier decoding must begin, the roll distance of
    /// AudioRollRecoveryEntry (ISO/IEC 14496-12 §10.1). Fragments refer to it with `sbgp`.
    private func writeRollGroup(to writer: inout BoxWriter) {
        guard let rollDistance else { return }
        writer.fullBox("sgpd", version: 1) {
            $0.write("roll")
            $0.write(2, as: UInt32.self)
            $0.write(1, as: UInt32.self)
            $0.write(rollDistance, as: Int16.self)
        }
    }

    /// Frames, counted backwards, after which one decodes right: AAC's windows overlap, Opus converges within 80 ms
    /// (RFC 7845 §4.6), FLAC frames stand alone.
    var rollDistance: Int? {
        switch coding {
        case .aac: -1
        case .opus: -((sampleRate * 80 / 1000 + frameLength - 1) / frameLength)
        case .flac: nil
        }
    }
}
