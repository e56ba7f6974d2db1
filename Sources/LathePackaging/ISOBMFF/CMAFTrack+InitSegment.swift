extension CMAFTrack {
    /// The CMAF header: `ftyp` and `moov` (ISO/IEC 23000-19 §7.3.1, ISO/IEC 14496-12 §8.2.1).
    ///
    /// Durations are 0, as all samples are in fragments. Where the length is known, `mehd` states the programme's,
    /// after the edit list. There are no dates: the same rendition gives the same bytes.
    public func initSegment() -> [UInt8] {
        var writer = BoxWriter()
        writer.reserve(1024)
        writer.box("ftyp") {
            $0.write("iso6")
            $0.write(0, as: UInt32.self)
            $0.write("iso6cmfcdash")
        }
        writer.box("moov") {
            writeMovieHeader(to: &$0)
            $0.box("trak") {
                writeTrackHeader(to: &$0)
                writeEditList(to: &$0)
                writeMedia(to: &$0)
            }
            writeMovieExtends(to: &$0)
        }
        return writer.bytes
    }

    /// `mvhd`, ISO/IEC 14496-12 §8.2.2.
    private func writeMovieHeader(to writer: inout BoxWriter) {
        writer.fullBox("mvhd") {
            $0.zeros(8)
            $0.write(sampleRate, as: UInt32.self)
            $0.zeros(4)
            $0.write(0x0001_0000, as: UInt32.self)
            $0.write(0x0100, as: UInt16.self)
            $0.zeros(10)
            $0.writeUnityMatrix()
            $0.zeros(24)
            $0.write(Self.trackID + 1, as: UInt32.self)
        }
    }

    /// `tkhd` of an enabled audio track at full volume, ISO/IEC 14496-12 §8.3.2.
    private func writeTrackHeader(to writer: inout BoxWriter) {
        let enabledAndInMovie: UInt32 = 0x03
        writer.fullBox("tkhd", flags: enabledAndInMovie) {
            $0.zeros(8)
            $0.write(Self.trackID, as: UInt32.self)
            $0.zeros(20)
            $0.write(0x0100, as: UInt16.self)
            $0.zeros(2)
            $0.writeUnityMatrix()
            $0.zeros(8)
        }
    }

    /// One edit that leaves the priming out and lasts as long as fragments follow: `elst` with a duration of 0,
    /// ISO/IEC 14496-12 §8.6.6.
    private func writeEditList(to writer: inout BoxWriter) {
        guard primingSamples > 0 else { return }
        writer.box("edts") {
            $0.fullBox("elst") {
                $0.write(1, as: UInt32.self)
                $0.write(0, as: UInt32.self)
                $0.write(primingSamples, as: Int32.self)
                $0.write(0x0001_0000, as: UInt32.self)
            }
        }
    }

    /// `mvex`: the length where it is known, and that defaults are in the fragments (ISO/IEC 14496-12 §8.8.1-3).
    private func writeMovieExtends(to writer: inout BoxWriter) {
        writer.box("mvex") {
            if let length {
                $0.fullBox("mehd", version: 1) { $0.write(length, as: UInt64.self) }
            }
            $0.fullBox("trex") {
                $0.write(Self.trackID, as: UInt32.self)
                $0.write(1, as: UInt32.self)
                $0.zeros(12)
            }
        }
    }
}

extension BoxWriter {
    /// The transformation that changes nothing, in 16.16 and 2.30 fixed point (ISO/IEC 14496-12 §8.2.2.3).
    fileprivate mutating func writeUnityMatrix() {
        for value in [0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000] { write(value, as: UInt32.self) }
    }
}
