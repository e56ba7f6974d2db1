import LathePackaging

func packageCMAF(_ programme: Programme) -> Packaged {
    let track = CMAFTrack(
        coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: programme.kilobitsPerSecond * 1000),
        sampleRate: Programme.sampleRate, channelCount: 2, primingSamples: 1024, length: Programme.length)
    var playlist = HLSMediaPlaylist(
        targetDuration: programme.timeline.targetDuration, sampleRate: Programme.sampleRate, mapURI: "init.mp4")
    var made = Packaged()
    for (index, segment) in programme.segments.enumerated() {
        made.count(
            track.mediaSegment(
                sequenceNumber: index + 1, decodeTime: segment.range.lowerBound,
                samples: segment.sizes.map { CMAFSample(byteCount: $0, duration: 1024) }, payload: segment.payload))
        playlist.append(uri: "\(index + 1).m4s", samples: segment.range.count)
        _ = playlist.rendered()
    }
    return made
}

func packageMP3(_ programme: Programme) -> Packaged {
    var playlist = HLSMediaPlaylist(
        targetDuration: programme.timeline.targetDuration, sampleRate: Programme.sampleRate)
    var made = Packaged()
    for (index, segment) in programme.segments.enumerated() {
        let time = ID3Tag.timestamp(samples: segment.range.lowerBound, sampleRate: Programme.sampleRate)
        made.count(ID3Tag(frames: [.transportStreamTimestamp(time)]).encoded() + segment.payload)
        playlist.append(uri: "\(index + 1).mp3", samples: segment.range.count)
        _ = playlist.rendered()
    }
    return made
}

func packageWebM(_ programme: Programme) -> Packaged {
    let track = WebMTrack(
        codecPrivate: Array(repeating: 0, count: 4000), sampleRate: Programme.sampleRate, channelCount: 2,
        length: Programme.length)
    var made = Packaged()
    for segment in programme.segments {
        let blocks = segment.sizes.enumerated().map {
            WebMBlock(start: segment.range.lowerBound + $0.offset * 1024, byteCount: $0.element)
        }
        made.count(track.cluster(blocks: blocks, payload: segment.payload))
    }
    return made
}
