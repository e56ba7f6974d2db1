extension WebMTrack: IndexedContainer {
    /// Nothing: a Cluster follows the one before it.
    public var segmentSeparator: [UInt8] { [] }

    /// The head of a file with all Clusters: EBML header, a Segment of known size, SeekHead, Info, Tracks, and Cues with
    /// a point for each Cluster (RFC 9559 §5.1, §22; Matroska/WebM in MPEG DASH §1.2-3).
    ///
    /// Cues come before the Clusters, so that a player finds its place after one request at the front of the file.
    ///
    /// - Parameter segments: Clusters that follow at once, and what they present; in order.
    public func fileHead(before segments: [MediaSegmentSize]) -> FileHead {
        let information = information()
        let tracks = tracks()
        // Positions count from the Segment's first byte of data; their sizes are fixed, so they can be summed up.
        let informationPosition = Self.seekHead(information: 0, tracks: 0, cues: 0).count
        let tracksPosition = informationPosition + information.count
        let cuesPosition = tracksPosition + tracks.count
        let clustersPosition = cuesPosition + cues(of: segments, at: 0).count

        var writer = EBMLWriter()
        Self.writeEBMLHeader(to: &writer)
        let size = clustersPosition + segments.reduce(0) { $0 + $1.bytes }
        writer.writeHeader(WebMID.segment, sizeInEightBytes: size)
        writer.write(Self.seekHead(information: informationPosition, tracks: tracksPosition, cues: cuesPosition))
        writer.write(information)
        writer.write(tracks)
        let indexOffset = writer.bytes.count
        writer.write(cues(of: segments, at: clustersPosition))
        return FileHead(bytes: writer.bytes, indexOffset: indexOffset)
    }

    /// Where the other elements are, RFC 9559 §5.1.1.
    private static func seekHead(information: Int, tracks: Int, cues: Int) -> [UInt8] {
        let places = [(WebMID.info, information), (WebMID.tracks, tracks), (WebMID.cues, cues)]
        var writer = EBMLWriter()
        writer.element(WebMID.seekHead) {
            for (id, position) in places {
                $0.element(WebMID.seek) {
                    $0.element(WebMID.seekID, Int(id), byteCount: 4)
                    $0.element(WebMID.seekPosition, position, byteCount: 4)
                }
            }
        }
        return writer.bytes
    }

    /// Where each Cluster is and when it begins, RFC 9559 §5.1.5. The time is the first block's, rounded by itself.
    private func cues(of segments: [MediaSegmentSize], at start: Int) -> [UInt8] {
        var time = 0
        var position = start
        var writer = EBMLWriter()
        writer.element(WebMID.cues) {
            for segment in segments {
                $0.element(WebMID.cuePoint) {
                    $0.element(WebMID.cueTime, time.scaled(by: 1000, over: sampleRate), byteCount: 4)
                    $0.element(WebMID.cueTrackPositions) {
                        $0.element(WebMID.cueTrack, Self.trackNumber)
                        $0.element(WebMID.cueClusterPosition, position, byteCount: 8)
                    }
                }
                time += segment.samples
                position += segment.bytes
            }
        }
        return writer.bytes
    }
}
