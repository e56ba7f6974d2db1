/// Everything that can be wrong with a package, by names that stay the same.
///
/// Each code has one severity, the clause that it rests on, and a remedy: see `rule`.
public enum FindingCode: String, Sendable, Hashable, CaseIterable, Codable {
    // MARK: Files

    /// The marker of a package that is still being written, or whose writer died, lies in it.
    case packageUnfinished = "package-unfinished"
    /// There is neither package.json nor a playlist or manifest.
    case nothingToCheck = "nothing-to-check"
    /// A file that something names is not there.
    case fileMissing = "file-missing"
    /// A file cannot be read.
    case fileUnreadable = "file-unreadable"
    /// A file lies in the package that package.json does not list.
    case fileUnlisted = "file-unlisted"
    /// A file is longer or shorter than package.json says.
    case fileSizeWrong = "file-size-wrong"
    /// A file's SHA-256 is not the one in package.json.
    case checksumWrong = "checksum-wrong"
    /// A reference leads out of the package.
    case uriOutside = "uri-outside"
    /// A reference leads to another server; what is there is not checked.
    case uriRemote = "uri-remote"
    /// What should be a URI reference is none.
    case uriMalformed = "uri-malformed"
    /// A byte range ends behind the end of its file.
    case byteRangeOutside = "byte-range-outside"
    /// A file of media ends too early.
    case mediaTruncated = "media-truncated"
    /// Something is larger than anything that is checked.
    case limitExceeded = "limit-exceeded"
    /// Something is of a kind that is not checked.
    case contentNotChecked = "content-not-checked"

    // MARK: package.json

    /// package.json cannot be decoded.
    case documentMalformed = "document-malformed"
    /// package.json has a schema that is not known.
    case documentSchema = "document-schema"
    /// package.json names a path that is none of a package.
    case documentPath = "document-path"
    /// package.json and the playlists and manifests do not name the same renditions.
    case documentManifest = "document-manifest"
    /// A rendition's segments in package.json are not those of its playlist or manifest.
    case documentSegments = "document-segments"
    /// The segments in package.json do not follow each other, or do not last as long as the media.
    case documentTimeline = "document-timeline"
    /// The number of samples in package.json is not that of the media or of the master.
    case documentSamples = "document-samples"
    /// primingSamples is not what the media cut away.
    case documentPriming = "document-priming"
    /// paddingSamples is not what the media hold behind the programme.
    case documentPadding = "document-padding"
    /// A bit rate in package.json, a playlist or a manifest of it is not the measured one.
    case documentBandwidth = "document-bandwidth"
    /// Codec, rate or channels in package.json are not those of the media.
    case documentFormat = "document-format"
    /// The package is complete, but a playlist of it still grows.
    case documentOpen = "document-open"
    /// A segment does not begin on the common grid of frames, or not where other renditions have theirs, or is too long or short.
    case documentBoundary = "document-boundary"

    // MARK: HLS playlists

    /// A playlist is not UTF-8, has a byte order mark or control characters.
    case hlsTextMalformed = "hls-text-malformed"
    /// A playlist does not begin with #EXTM3U.
    case hlsHeaderMissing = "hls-header-missing"
    /// A tag's value does not follow its grammar, or a required attribute is missing.
    case hlsTagMalformed = "hls-tag-malformed"
    /// A tag stands in the wrong kind of playlist or behind segments it must precede.
    case hlsTagMisplaced = "hls-tag-misplaced"
    /// A tag that stands once stands more often.
    case hlsTagRepeated = "hls-tag-repeated"
    /// EXT-X-VERSION is below what the tags need.
    case hlsVersionTooLow = "hls-version-too-low"
    /// A media playlist has no EXT-X-TARGETDURATION.
    case hlsTargetDurationMissing = "hls-target-duration-missing"
    /// A segment's rounded duration is above EXT-X-TARGETDURATION.
    case hlsTargetDurationExceeded = "hls-target-duration-exceeded"
    /// Variants have different target durations.
    case hlsTargetDurationsDiffer = "hls-target-durations-differ"
    /// A segment has no EXTINF.
    case hlsDurationMissing = "hls-duration-missing"
    /// An EXTINF has no number or lacks its comma.
    case hlsDurationMalformed = "hls-duration-malformed"
    /// EXTINF is not what the segment lasts.
    case hlsDurationWrong = "hls-duration-wrong"
    /// EXTINF is off by up to a frame.
    case hlsDurationInexact = "hls-duration-inexact"
    /// A tag that applies to a URI has none after it, or a playlist names nothing.
    case hlsSegmentMissing = "hls-segment-missing"
    /// An EXT-X-BYTERANGE says no place in the file.
    case hlsByteRangeInvalid = "hls-byte-range-invalid"
    /// A VOD playlist has no EXT-X-ENDLIST.
    case hlsEndMissing = "hls-end-missing"
    /// A playlist has no end: it is live, or not finished.
    case hlsOpen = "hls-open"
    /// EXT-X-INDEPENDENT-SEGMENTS is missing, though every segment decodes alone.
    case hlsNotIndependent = "hls-not-independent"
    /// A variant has no BANDWIDTH.
    case hlsBandwidthMissing = "hls-bandwidth-missing"
    /// BANDWIDTH is below the measured peak.
    case hlsBandwidthLow = "hls-bandwidth-low"
    /// BANDWIDTH is above the measured peak.
    case hlsBandwidthHigh = "hls-bandwidth-high"
    /// AVERAGE-BANDWIDTH is not the measured average.
    case hlsAverageBandwidthWrong = "hls-average-bandwidth-wrong"
    /// A variant has no CODECS.
    case hlsCodecsMissing = "hls-codecs-missing"
    /// CODECS is not what the media are coded with.
    case hlsCodecsWrong = "hls-codecs-wrong"
    /// A variant is offered twice.
    case hlsVariantRepeated = "hls-variant-repeated"
    /// A variant refers to a group that does not exist.
    case hlsGroupMissing = "hls-group-missing"
    /// Members of a group of EXT-X-MEDIA contradict each other.
    case hlsGroupInvalid = "hls-group-invalid"
    /// Bit rates of one mix lie in one group of EXT-X-MEDIA, where no player switches between them.
    case hlsGroupLadder = "hls-group-ladder"
    /// A playlist is named as a variant and as a rendition.
    case hlsURIRepeated = "hls-uri-repeated"
    /// Segments of two variants of one codec do not begin together.
    case hlsSegmentsMisaligned = "hls-segments-misaligned"
    /// Variants do not last equally long.
    case hlsContentDiffers = "hls-content-differs"

    // MARK: DASH manifests

    /// An MPD is not well-formed XML.
    case dashXMLMalformed = "dash-xml-malformed"
    /// A document is no MPD, or has another namespace.
    case dashNotMPD = "dash-not-mpd"
    /// An element that must be there is not.
    case dashElementMissing = "dash-element-missing"
    /// An attribute that must be there is not.
    case dashAttributeMissing = "dash-attribute-missing"
    /// An attribute's value is not of its type.
    case dashAttributeMalformed = "dash-attribute-malformed"
    /// Two Representations of a Period have the same id.
    case dashIDRepeated = "dash-id-repeated"
    /// The media do not belong into the profile that the MPD states.
    case dashProfileWrong = "dash-profile-wrong"
    /// A template has an identifier that stands for nothing.
    case dashTemplateInvalid = "dash-template-invalid"
    /// The SegmentTimeline has a gap or an overlap.
    case dashTimelineGap = "dash-timeline-gap"
    /// A segment does not begin where the MPD says.
    case dashStartWrong = "dash-start-wrong"
    /// A segment does not last as long as the MPD says.
    case dashDurationWrong = "dash-duration-wrong"
    /// A start or duration in the MPD is off by up to a frame.
    case dashTimeInexact = "dash-time-inexact"
    /// @mediaPresentationDuration is not what the segments last.
    case dashTotalDurationWrong = "dash-total-duration-wrong"
    /// A segment lasts longer than @maxSegmentDuration.
    case dashMaximumExceeded = "dash-maximum-exceeded"
    /// @bandwidth is too low for uninterrupted playback.
    case dashBandwidthLow = "dash-bandwidth-low"
    /// @bandwidth is far above the measured peak.
    case dashBandwidthHigh = "dash-bandwidth-high"
    /// @codecs is not what the media are coded with.
    case dashCodecsWrong = "dash-codecs-wrong"
    /// @audioSamplingRate is not that of the media.
    case dashSampleRateWrong = "dash-sample-rate-wrong"
    /// AudioChannelConfiguration is not that of the media.
    case dashChannelsWrong = "dash-channels-wrong"
    /// @mimeType is not that of the media.
    case dashMimeTypeWrong = "dash-mime-type-wrong"
    /// @segmentAlignment is true, but segments do not begin together.
    case dashAlignmentFalse = "dash-alignment-false"
    /// @indexRange does not name the index of the file.
    case dashIndexWrong = "dash-index-wrong"

    // MARK: ISO BMFF and CMAF

    /// Segments need an init segment that nothing names.
    case initSegmentMissing = "init-segment-missing"
    /// A box is cut off, does not fit, or says what cannot be.
    case bmffBoxMalformed = "bmff-box-malformed"
    /// A box that must be there is not.
    case bmffBoxMissing = "bmff-box-missing"
    /// ftyp has no brand of CMAF.
    case bmffBrandMissing = "bmff-brand-missing"
    /// There is not exactly one track of sound.
    case bmffTrackCount = "bmff-track-count"
    /// A segment belongs to another track than its init segment.
    case bmffTrackMismatch = "bmff-track-mismatch"
    /// The init segment describes samples.
    case bmffSamplesInInit = "bmff-samples-in-init"
    /// The decoder's configuration is missing, malformed or contradicts the sample entry.
    case bmffCodecConfiguration = "bmff-codec-configuration"
    /// The edit list says what no fragmented track can mean.
    case bmffEditListInvalid = "bmff-edit-list-invalid"
    /// AAC begins with media time 0, and no edit list cuts the encoder's priming away: players play it.
    case editListMissing = "edit-list-missing"
    /// Boxes of a media segment are not in the order that players need.
    case bmffSegmentStructure = "bmff-segment-structure"
    /// The samples of a trun do not lie in the mdat.
    case bmffDataOffset = "bmff-data-offset"
    /// The samples' sizes do not add up to the mdat.
    case bmffSampleSizes = "bmff-sample-sizes"
    /// Samples are not addressed relative to their moof.
    case bmffBaseIsNotMoof = "bmff-base-is-not-moof"
    /// Fragments' sequence numbers do not rise.
    case bmffSequenceNumber = "bmff-sequence-number"
    /// A fragment does not say which of its samples are in the roll group.
    case bmffRollGroup = "bmff-roll-group"
    /// A frame in mid-programme lasts less than it decodes to.
    case bmffFrameShort = "bmff-frame-short"
    /// A sidx does not refer to the bytes that are there.
    case bmffIndexWrong = "bmff-index-wrong"
    /// A sidx states other times than the fragments.
    case bmffIndexTime = "bmff-index-time"
    /// A segment does not begin where the one before it ends.
    case timelineBroken = "timeline-broken"
    /// The header announces another duration than the segments have.
    case declaredDurationWrong = "declared-duration-wrong"
    /// A segment does not decode alone: a frame refers to one that lies elsewhere.
    case segmentNotIndependent = "segment-not-independent"
    /// A frame cannot be one of its codec.
    case frameMalformed = "frame-malformed"
    /// MP3 lies in ISO BMFF, which no browser plays.
    case mp3InISOBMFF = "mp3-in-iso-bmff"

    // MARK: Packed audio

    /// An ID3 tag is cut off or contradicts itself.
    case id3Malformed = "id3-malformed"
    /// A segment of packed audio has no timestamp.
    case packedTimestampMissing = "packed-timestamp-missing"
    /// The timestamp of packed audio is not 33 bits in 8 bytes.
    case packedTimestampMalformed = "packed-timestamp-malformed"
    /// The timestamp of packed audio is not that of its first frame.
    case packedTimestampWrong = "packed-timestamp-wrong"
    /// Between frames lies what is none.
    case packedFrameLost = "packed-frame-lost"
    /// Rate or channels change in mid-programme.
    case packedFormatChange = "packed-format-change"
    /// An Info or Xing frame lies in a segment: players play it as silence.
    case mp3InfoFrame = "mp3-info-frame"
    /// A frame needs bits of frames in another segment.
    case mp3ReservoirCrosses = "mp3-reservoir-crosses"
    /// A progressive file's Info tag is missing or does not count its frames and samples.
    case progressiveTag = "progressive-tag"

    // MARK: WebM

    /// An element is cut off, does not fit, or says what cannot be.
    case webmElementMalformed = "webm-element-malformed"
    /// An element that must be there is not.
    case webmElementMissing = "webm-element-missing"
    /// The document is not WebM.
    case webmDocType = "webm-doc-type"
    /// CodecPrivate does not hold what the decoder needs.
    case webmCodecPrivate = "webm-codec-private"
    /// SeekPreRoll of Opus is not 80 ms.
    case webmOpusPreRoll = "webm-opus-pre-roll"
    /// A block is cut off or drops more than it holds.
    case webmBlockMalformed = "webm-block-malformed"
    /// A block's time is not that of its packet.
    case webmBlockTime = "webm-block-time"
    /// Cues do not point to Clusters.
    case webmCuesWrong = "webm-cues-wrong"
}
