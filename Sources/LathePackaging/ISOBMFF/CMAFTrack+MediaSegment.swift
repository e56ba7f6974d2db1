extension CMAFTrack {
    /// A media segment: `styp`, `sidx`, `moof`, `mdat` (ISO/IEC 23000-19 §7.3.3, ISO/IEC 23009-1 §6.3.4).
    ///
    /// Decodable after the init segment alone. The payload is copied once.
    ///
    /// In a file with all segments they are fragments, `moof` and `mdat` alone: the one index is in the file's head
    /// (`fileHead`).
    ///
    /// - Parameters:
    ///   - sequenceNumber: rises from segment to segment, first 1 (`mfhd`, ISO/IEC 14496-12 §8.8.5).
    ///   - decodeTime: media time of the first frame in samples, priming counted: 0 for the first segment (`tfdt`).
    ///   - samples: the frames in order.
    ///   - payload: the frames' bytes, one after the other; less than 2 GiB with what describes them.
    ///   - isFile: whether the segment is a file of its own, with `styp` and `sidx`.
    public func mediaSegment(
        sequenceNumber: Int, decodeTime: Int, samples: [CMAFSample], payload: [UInt8], isFile: Bool = true
    ) -> [UInt8] {
        let fragment = movieFragment(sequenceNumber: sequenceNumber, decodeTime: decodeTime, samples: samples)
        var writer = BoxWriter()
        writer.reserve(fragment.count + payload.count + 96)
        if isFile {
            writer.box("styp") {
                $0.write("msdh")
                $0.write(0, as: UInt32.self)
                $0.write("msdhmsixcmfs")
            }
            let size = MediaSegmentSize(
                bytes: fragment.count + Self.boxHeaderSize + payload.count,
                samples: presentedSamples(of: samples, decodeTime: decodeTime))
            writeIndex(of: [size], from: max(0, decodeTime - primingSamples), to: &writer)
        }
        writer.write(fragment)
        writer.box("mdat") { $0.write(payload) }
        return writer.bytes
    }

    private static let boxHeaderSize = 8

    /// What the edit list cuts away is not presented.
    private func presentedSamples(of samples: [CMAFSample], decodeTime: Int) -> Int {
        let end = decodeTime + samples.reduce(0) { $0 + $1.duration }
        return max(0, end - max(decodeTime, primingSamples))
    }
}

// MARK: - moof

extension CMAFTrack {
    private func movieFragment(sequenceNumber: Int, decodeTime: Int, samples: [CMAFSample]) -> [UInt8] {
        var writer = BoxWriter()
        writer.reserve(160 + 8 * samples.count)
        var offsetOfDataOffset = 0
        writer.box("moof") {
            $0.fullBox("mfhd") { $0.write(sequenceNumber, as: UInt32.self) }
            $0.box("traf") {
                writeFragmentHeader(to: &$0)
                $0.fullBox("tfdt", version: 1) { $0.write(decodeTime, as: UInt64.self) }
                offsetOfDataOffset = writeRun(of: samples, to: &$0)
                writeRollMembership(of: samples.count, to: &$0)
            }
        }
        writer.patch(UInt32(writer.bytes.count + Self.boxHeaderSize), at: offsetOfDataOffset)
        return writer.bytes
    }

    /// `tfhd`: frames last `frameLength`, are independent, and lie relative to this `moof` (ISO/IEC 14496-12 §8.8.7).
    private func writeFragmentHeader(to writer: inout BoxWriter) {
        let defaultBaseIsMoof: UInt32 = 0x02_0000
        let hasDuration: UInt32 = 0x08
        let hasFlags: UInt32 = 0x20
        let dependsOnNoOther = 0x0200_0000
        writer.fullBox("tfhd", flags: defaultBaseIsMoof | hasDuration | hasFlags) {
            $0.write(Self.trackID, as: UInt32.self)
            $0.write(frameLength, as: UInt32.self)
            $0.write(dependsOnNoOther, as: UInt32.self)
        }
    }

    /// `trun` with the sizes, and with durations where one differs from the default (ISO/IEC 14496-12 §8.8.8).
    ///
    /// - Returns: where the data offset is, which is known only when the fragment is complete.
    private func writeRun(of samples: [CMAFSample], to writer: inout BoxWriter) -> Int {
        let hasDataOffset: UInt32 = 0x001
        let hasSizes: UInt32 = 0x200
        let differ = samples.contains { $0.duration != frameLength }
        let hasDurations: UInt32 = differ ? 0x100 : 0
        var offsetOfDataOffset = 0
        writer.fullBox("trun", flags: hasDataOffset | hasSizes | hasDurations) {
            $0.write(samples.count, as: UInt32.self)
            offsetOfDataOffset = $0.bytes.count
            $0.zeros(4)
            for sample in samples {
                if differ { $0.write(sample.duration, as: UInt32.self) }
                $0.write(sample.byteCount, as: UInt32.self)
            }
        }
        return offsetOfDataOffset
    }

    /// `sbgp`: all frames are in the roll group of the init segment (ISO/IEC 14496-12 §8.9.2).
    private func writeRollMembership(of sampleCount: Int, to writer: inout BoxWriter) {
        guard rollDistance != nil else { return }
        writer.fullBox("sbgp") {
            $0.write("roll")
            $0.write(1, as: UInt32.self)
            $0.write(sampleCount, as: UInt32.self)
            $0.write(1, as: UInt32.self)
        }
    }
}
