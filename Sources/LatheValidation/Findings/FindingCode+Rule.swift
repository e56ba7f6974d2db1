extension FindingCode {
    /// What a code means: how bad it is, who says so, what helps.
    public struct Rule: Sendable, Equatable {
        /// How bad it is to break it.
        public let severity: Finding.Severity
        /// The paragraphs of standards, or of Lathe's own description of a package.
        public let clause: String
        /// One sentence.
        public let remedy: String

        fileprivate static func error(_ clause: String, _ remedy: String) -> Rule {
            Rule(severity: .error, clause: clause, remedy: remedy)
        }

        fileprivate static func warning(_ clause: String, _ remedy: String) -> Rule {
            Rule(severity: .warning, clause: clause, remedy: remedy)
        }

        fileprivate static func note(_ clause: String, _ remedy: String) -> Rule {
            Rule(severity: .note, clause: clause, remedy: remedy)
        }
    }

    /// What the code means.
    public var rule: Rule {
        switch self {
        // Files
        case .packageUnfinished:
            .error(
                "Lathe package",
                "Wait for the writer to end; if none runs, transcode again with --overwrite.")
        case .nothingToCheck: .error("Lathe package", "Name the folder, playlist or MPD of a package.")
        case .fileMissing: .error("RFC 8216 §6.2.1; ISO/IEC 23009-1 §5.3.9", "Publish the file, or take its name out.")
        case .fileUnreadable: .error("Lathe package", "Look at its permissions and at the disk.")
        case .fileUnlisted: .error("Lathe package: files", "Remove it, or transcode again.")
        case .fileSizeWrong: .error("Lathe package: files", "Copy the file again, or transcode again.")
        case .checksumWrong:
            .error(
                "Lathe package: files",
                "The file was changed or damaged: copy it again, or transcode again.")
        case .uriOutside:
            .error(
                "RFC 3986 §5; Lathe package",
                "Move the file into the package and name it relative to the playlist or manifest.")
        case .uriRemote: .note("RFC 3986 §5", "Nothing, if that is meant.")
        case .uriMalformed: .error("RFC 3986 §4.1; RFC 8216 §4.1", "Percent-encode what a URI must not contain.")
        case .byteRangeOutside:
            .error(
                "RFC 8216 §4.3.2.2; ISO/IEC 23009-1 §5.3.9",
                "The file is truncated or was replaced: publish it again with its playlist.")
        case .mediaTruncated:
            .error(
                "ISO/IEC 14496-12 §4.2; ISO/IEC 11172-3 §2.4.1",
                "Copy the file again, or package again.")
        case .limitExceeded: .error("Lathe validate", "Check the package in parts.")
        case .contentNotChecked: .note("Lathe validate", "Check it with another tool.")
        // package.json
        case .documentMalformed:
            .error(
                "Lathe package: lathe-package/1",
                "Transcode again: without its description a package is not complete.")
        case .documentSchema: .error("Lathe package: schema", "Validate it with the version of Lathe that made it.")
        case .documentPath: .error("Lathe package: files", "Transcode again.")
        case .documentManifest: .error("Lathe package: manifests", "Transcode again.")
        case .documentSegments: .error("Lathe package: segments", "Transcode again.")
        case .documentTimeline: .error("Lathe package: segments", "Transcode again.")
        case .documentSamples: .error("Lathe package: samples", "Transcode again.")
        case .documentPriming:
            .error(
                "Lathe package: primingSamples; ISO/IEC 14496-12 §8.6.6",
                "The edit list or tag is missing or wrong: package again.")
        case .documentPadding: .error("Lathe package: paddingSamples", "Package again.")
        case .documentBandwidth:
            .error(
                "Lathe package; RFC 8216 §4.1",
                "Transcode again: bit rates are measured, never guessed.")
        case .documentFormat: .error("Lathe package: codecs", "Transcode again.")
        case .documentOpen:
            .error(
                "Lathe package; RFC 8216 §4.3.3.4",
                "Transcode again: the last version of the playlist was not published.")
        case .documentBoundary:
            .error(
                "Lathe package: segments",
                "Transcode again: players could not switch between renditions.")
        // HLS playlists
        case .hlsTextMalformed: .error("RFC 8216 §4.1", "Write it as plain UTF-8.")
        case .hlsHeaderMissing: .error("RFC 8216 §4.3.1.1", "Let the first line be #EXTM3U.")
        case .hlsTagMalformed: .error("RFC 8216 §4.2, §4.3", "Write the tag as the clause has it.")
        case .hlsTagMisplaced: .error("RFC 8216 §4.1, §4.3.3", "Move the tag.")
        case .hlsTagRepeated: .error("RFC 8216 §4.3.1.2, §4.3.3", "Leave one.")
        case .hlsVersionTooLow: .error("RFC 8216 §7", "Raise EXT-X-VERSION.")
        case .hlsTargetDurationMissing: .error("RFC 8216 §4.3.3.1", "Add the longest segment's duration, rounded.")
        case .hlsTargetDurationExceeded: .error("RFC 8216 §4.3.3.1", "Raise EXT-X-TARGETDURATION.")
        case .hlsTargetDurationsDiffer:
            .error(
                "RFC 8216 §6.2.4",
                "Give all media playlists the same EXT-X-TARGETDURATION.")
        case .hlsDurationMissing: .error("RFC 8216 §4.3.2.1", "Add #EXTINF with its duration.")
        case .hlsDurationMalformed: .error("RFC 8216 §4.3.2.1", "Write #EXTINF:<duration>, with its comma.")
        case .hlsDurationWrong: .error("RFC 8216 §4.3.2.1", "State the duration of the media.")
        case .hlsDurationInexact:
            .warning(
                "RFC 8216 §4.3.2.1",
                "State the duration of the media to the microsecond: errors accumulate.")
        case .hlsSegmentMissing: .error("RFC 8216 §4.3.2, §4.3.4.2", "Add the URI, or remove the tag.")
        case .hlsByteRangeInvalid: .error("RFC 8216 §4.3.2.2", "Write length@offset.")
        case .hlsEndMissing: .error("RFC 8216 §4.3.3.4-5", "Add #EXT-X-ENDLIST.")
        case .hlsOpen: .note("RFC 8216 §4.3.3.4", "Nothing, if segments will follow.")
        case .hlsNotIndependent:
            .warning(
                "RFC 8216 §4.3.5.1",
                "Add #EXT-X-INDEPENDENT-SEGMENTS: players may then start and switch at any segment.")
        case .hlsBandwidthMissing: .error("RFC 8216 §4.3.4.2", "Add the measured peak.")
        case .hlsBandwidthLow: .error("RFC 8216 §4.1, §4.3.4.2", "State the measured peak: players stall otherwise.")
        case .hlsBandwidthHigh:
            .warning(
                "RFC 8216 §4.1, §4.3.4.2",
                "State the measured peak: players choose too low a rate otherwise.")
        case .hlsAverageBandwidthWrong: .error("RFC 8216 §4.1, §4.3.4.2", "State the measured average.")
        case .hlsCodecsMissing:
            .warning(
                "RFC 8216 §4.3.4.2",
                "Add it: players cannot tell otherwise what they can play.")
        case .hlsCodecsWrong: .error("RFC 8216 §4.3.4.2; RFC 6381", "Derive it from the init segment or the frames.")
        case .hlsVariantRepeated: .warning("RFC 8216 §4.3.4.2", "Leave one.")
        case .hlsGroupMissing: .error("RFC 8216 §4.3.4.2", "Add the EXT-X-MEDIA, or remove the attribute.")
        case .hlsGroupInvalid: .error("RFC 8216 §4.3.4.1.1", "Give them different names and one default.")
        case .hlsGroupLadder: .warning("RFC 8216 §4.3.4.1.1", "Use a plain EXT-X-STREAM-INF per bit rate.")
        case .hlsURIRepeated: .warning("RFC 8216 §4.3.4.2.1", "Leave out the EXT-X-MEDIA of a single mix.")
        case .hlsSegmentsMisaligned:
            .warning(
                "RFC 8216 §6.2.4; HLS Authoring Specification",
                "Cut all bit rates at the same samples.")
        case .hlsContentDiffers: .error("RFC 8216 §6.2.4", "Make all variants of the same master.")
        // DASH manifests
        case .dashXMLMalformed: .error("XML 1.0 §2.1", "Correct the markup.")
        case .dashNotMPD:
            .error(
                "ISO/IEC 23009-1 §5.2.1",
                "Let the root element be MPD of urn:mpeg:dash:schema:mpd:2011.")
        case .dashElementMissing: .error("ISO/IEC 23009-1 §5.3", "Add the element.")
        case .dashAttributeMissing: .error("ISO/IEC 23009-1 §5.3", "Add the attribute.")
        case .dashAttributeMalformed: .error("ISO/IEC 23009-1 §5.3; Annex B", "Write the value as the schema has it.")
        case .dashIDRepeated: .error("ISO/IEC 23009-1 §5.3.5.2", "Give each its own.")
        case .dashProfileWrong: .error("ISO/IEC 23009-1 §8", "State profile full, or package into ISO BMFF.")
        case .dashTemplateInvalid:
            .error(
                "ISO/IEC 23009-1 §5.3.9.4.4",
                "Use $Number$, $Time$, $RepresentationID$ or $Bandwidth$.")
        case .dashTimelineGap: .error("ISO/IEC 23009-1 §5.3.9.6", "Let each S begin where the one before it ends.")
        case .dashStartWrong:
            .error(
                "ISO/IEC 23009-1 §5.3.9.6",
                "State presentation time: media time less the edit list's.")
        case .dashDurationWrong: .error("ISO/IEC 23009-1 §5.3.9.6", "State the duration of the media.")
        case .dashTimeInexact:
            .warning(
                "ISO/IEC 23009-1 §5.3.9.6",
                "State the times of the media, in units of the sample rate.")
        case .dashTotalDurationWrong: .error("ISO/IEC 23009-1 §5.3.1.2", "State the sum of the segments.")
        case .dashMaximumExceeded: .error("ISO/IEC 23009-1 §5.3.1.2", "Raise @maxSegmentDuration.")
        case .dashBandwidthLow: .error("ISO/IEC 23009-1 §5.3.5.4", "State the measured peak.")
        case .dashBandwidthHigh:
            .warning(
                "ISO/IEC 23009-1 §5.3.5.4",
                "State the measured peak: players choose too low a rate otherwise.")
        case .dashCodecsWrong: .error("ISO/IEC 23009-1 §5.3.7.2; RFC 6381", "Derive it from the init segment.")
        case .dashSampleRateWrong: .error("ISO/IEC 23009-1 §5.3.7.2", "State the rate of the media.")
        case .dashChannelsWrong: .error("ISO/IEC 23009-1 §5.8.5.4", "State the channels of the media.")
        case .dashMimeTypeWrong: .error("ISO/IEC 23009-1 §5.3.7.2", "State audio/mp4 or audio/webm.")
        case .dashAlignmentFalse:
            .error(
                "ISO/IEC 23009-1 §5.3.3.2",
                "Cut all bit rates at the same samples, or do not claim it.")
        case .dashIndexWrong: .error("ISO/IEC 23009-1 §5.3.9.2", "State the bytes of 'sidx' or Cues.")
        // ISO BMFF and CMAF
        case .initSegmentMissing: .error("RFC 8216 §3.3, §4.3.2.5", "Add #EXT-X-MAP, or @initialization.")
        case .bmffBoxMalformed: .error("ISO/IEC 14496-12 §4.2", "Package again: the file is damaged.")
        case .bmffBoxMissing: .error("ISO/IEC 14496-12 §6.2; ISO/IEC 23000-19 §7.3", "Package again.")
        case .bmffBrandMissing: .warning("ISO/IEC 23000-19 §7.2", "Add cmfc to the compatible brands.")
        case .bmffTrackCount: .error("ISO/IEC 23000-19 §7.3.1", "Give each rendition a file of its own.")
        case .bmffTrackMismatch:
            .error(
                "ISO/IEC 14496-12 §8.8.7; RFC 9559 §10.1",
                "Segment and init segment are of different renditions: publish the right ones.")
        case .bmffSamplesInInit: .error("ISO/IEC 23000-19 §7.3.1", "Leave the sample table empty.")
        case .bmffCodecConfiguration:
            .error(
                "ISO/IEC 14496-14 §5.6; ISO/IEC 14496-3 §1.6.2.1",
                "Package again with the encoder's own configuration.")
        case .bmffEditListInvalid: .error("ISO/IEC 14496-12 §8.6.6", "Write one edit whose media_time is the priming.")
        case .editListMissing:
            .warning(
                "ISO/IEC 14496-12 §8.6.6; ISO/IEC 23000-19 §7.5.13",
                "Write an edit list whose media_time is the encoder's delay.")
        case .bmffSegmentStructure: .error("ISO/IEC 23000-19 §7.3.2-3", "Let each moof be followed by its mdat.")
        case .bmffDataOffset: .error("ISO/IEC 14496-12 §8.8.8", "Package again.")
        case .bmffSampleSizes: .error("ISO/IEC 14496-12 §8.8.8", "Package again: the segment is damaged or truncated.")
        case .bmffBaseIsNotMoof: .error("ISO/IEC 23000-19 §7.5.16", "Set default-base-is-moof.")
        case .bmffSequenceNumber: .warning("ISO/IEC 14496-12 §8.8.5", "Count the fragments.")
        case .bmffRollGroup: .error("ISO/IEC 14496-12 §8.9.2, §10.1", "Write an sbgp that counts all samples.")
        case .bmffFrameShort: .error("ISO/IEC 14496-12 §8.8.8", "Only the last frame may be cut short.")
        case .bmffIndexWrong: .error("ISO/IEC 14496-12 §8.16.3", "Write the index after the segments.")
        case .bmffIndexTime:
            .error(
                "ISO/IEC 14496-12 §8.16.3",
                "State presentation time: media time less the edit list's.")
        case .timelineBroken:
            .error(
                "ISO/IEC 23000-19 §7.3.2.2; RFC 8216 §3, §4.3.2.3",
                "Let tfdt (or Timestamp) continue, or mark a discontinuity.")
        case .declaredDurationWrong:
            .error(
                "ISO/IEC 14496-12 §8.8.2; RFC 9559 §5.1.2",
                "State the programme's length, or leave it out.")
        case .segmentNotIndependent:
            .error(
                "RFC 8216 §4.3.5.1; ISO/IEC 14496-12 §8.8.3.1; RFC 9559 §10.2",
                "Mark every frame as a sync sample or key frame; confine the bit reservoir of MP3 to the segment.")
        case .frameMalformed:
            .error(
                "ISO/IEC 14496-3 §4.4.2; RFC 9639 §9.1; Vorbis I §4.3; RFC 6716 §3",
                "Package again: payload or sizes are damaged, or the codec is another one.")
        case .mp3InISOBMFF: .error("HLS Authoring Specification", "Pack MP3 as elementary audio, or encode AAC.")
        // Packed audio
        case .id3Malformed: .error("ID3v2.4 §3-4", "Write the tag again.")
        case .packedTimestampMissing:
            .error(
                "RFC 8216 §3.4",
                "Begin the segment with an ID3 PRIV frame of com.apple.streaming.transportStreamTimestamp.")
        case .packedTimestampMalformed:
            .error(
                "RFC 8216 §3.4",
                "Write eight bytes, big-endian, of which 33 bits count.")
        case .packedTimestampWrong: .error("RFC 8216 §3.4", "Count the frames before it: n x 90000 / rate.")
        case .packedFrameLost:
            .error(
                "RFC 8216 §3.4; ISO/IEC 11172-3 §2.4.1",
                "Let a segment hold tags and whole frames only.")
        case .packedFormatChange: .error("RFC 8216 §4.3.2.3", "Encode the whole with the same settings.")
        case .mp3InfoFrame: .error("RFC 8216 §3.4; ISO/IEC 11172-3 §2.4.1", "Leave it to progressive files.")
        case .mp3ReservoirCrosses:
            .warning(
                "RFC 8216 §4.3.5.1; ISO/IEC 11172-3 §2.4.2.7",
                "Confine the bit reservoir to the segment.")
        case .progressiveTag: .error("LAME Info tag", "Transcode again.")
        // WebM
        case .webmElementMalformed: .error("RFC 8794 §6; RFC 9559 §5.1", "Package again: the file is damaged.")
        case .webmElementMissing: .error("RFC 9559 §5.1; WebM Byte Stream Format §3", "Package again.")
        case .webmDocType: .error("RFC 8794 §11.2.6; WebM Container Guidelines", "Set DocType to webm.")
        case .webmCodecPrivate:
            .error(
                "Matroska codec specifications: A_VORBIS, A_OPUS",
                "Package again with the encoder's headers.")
        case .webmOpusPreRoll: .warning("WebM Container Guidelines; RFC 7845 §4.6", "Set SeekPreRoll to 80,000,000.")
        case .webmBlockMalformed: .error("RFC 9559 §10", "Package again.")
        case .webmBlockTime: .error("RFC 9559 §11.2", "Count the samples of the packets before it.")
        case .webmCuesWrong: .error("RFC 9559 §5.1.5", "Write the Cues after the Clusters are known.")
        }
    }
}
