import LathePackaging
import Testing

@Suite("DASH manifest")
struct MPDTests {
    private static let ladder = MPD(
        profiles: [.isoffLive, .cmaf], length: 441_000, sampleRate: 44_100,
        adaptationSets: [
            .init(
                id: 0, mimeType: "audio/mp4", channelCount: 2, isSegmentAligned: true,
                representations: [
                    .init(
                        id: "aac-96", bandwidth: 104_211, codecs: "mp4a.40.2", sampleRate: 44_100,
                        segments: .template(
                            .init(
                                timescale: 44_100, initialization: "aac/96/init.mp4", media: "aac/96/$Number%05d$.m4s",
                                durations: [175_104, 175_104, 90_792])))
                ])
        ])

    private static let ownTimeLines = MPD(
        profiles: [.full], length: 96_000, sampleRate: 48_000,
        adaptationSets: [
            .init(
                id: 7, mimeType: "audio/webm", language: "en", channelCount: 6, isSegmentAligned: false,
                representations: [
                    .init(
                        id: "vorbis-96", bandwidth: 99_000, codecs: "vorbis", sampleRate: 48_000,
                        segments: .template(
                            .init(
                                timescale: 48_000, initialization: "vorbis/96/init.webm",
                                media: "vorbis/96/$Number%05d$.webm", durations: [47_872, 48_128])))
                ])
        ])

    @Test("Equal segments stand in one run of the time line")
    func runs() {
        #expect(
            Self.ladder.rendered() == """
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" \
                profiles="urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019" type="static" \
                mediaPresentationDuration="PT10.000000S" maxSegmentDuration="PT3.970613S" minBufferTime="PT3.970613S">
                  <BaseURL>./</BaseURL>
                  <Period id="0" start="PT0S">
                    <AdaptationSet id="0" contentType="audio" mimeType="audio/mp4" segmentAlignment="true" startWithSAP="1">
                      <AudioChannelConfiguration schemeIdUri="urn:mpeg:mpegB:cicp:ChannelConfiguration" value="2"/>
                      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                      <Representation id="aac-96" bandwidth="104211" codecs="mp4a.40.2" audioSamplingRate="44100">
                        <SegmentTemplate timescale="44100" initialization="aac/96/init.mp4" \
                media="aac/96/$Number%05d$.m4s" startNumber="1">
                          <SegmentTimeline>
                            <S t="0" d="175104" r="1"/>
                            <S d="90792"/>
                          </SegmentTimeline>
                        </SegmentTemplate>
                      </Representation>
                    </AdaptationSet>
                  </Period>
                </MPD>

                """)
    }

    @Test("Representations cut at their own packets have their own time lines and claim no alignment")
    func ownTimeLine() {
        #expect(
            Self.ownTimeLines.rendered() == """
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:full:2011" type="static" \
                mediaPresentationDuration="PT2.000000S" maxSegmentDuration="PT1.002667S" minBufferTime="PT1.002667S">
                  <BaseURL>./</BaseURL>
                  <Period id="0" start="PT0S">
                    <AdaptationSet id="7" contentType="audio" lang="en" mimeType="audio/webm" startWithSAP="1">
                      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                      <Representation id="vorbis-96" bandwidth="99000" codecs="vorbis" audioSamplingRate="48000">
                        <SegmentTemplate timescale="48000" initialization="vorbis/96/init.webm" \
                media="vorbis/96/$Number%05d$.webm" startNumber="1">
                          <SegmentTimeline>
                            <S t="0" d="47872"/>
                            <S d="48128"/>
                          </SegmentTimeline>
                        </SegmentTemplate>
                      </Representation>
                    </AdaptationSet>
                  </Period>
                </MPD>

                """)
    }

    private static let indexed = MPD(
        profiles: [.isoffOnDemand, .cmaf], length: 441_000, sampleRate: 44_100,
        adaptationSets: [
            .init(
                id: 1, mimeType: "audio/mp4", channelCount: 2, isSegmentAligned: true,
                representations: [
                    .init(
                        id: "aac-96", bandwidth: 104_211, codecs: "mp4a.40.2", sampleRate: 44_100,
                        segments: .base(
                            .init(
                                uri: "aac/96.mp4", initialization: 0..<674, index: 674..<750, timescale: 44_100,
                                longestSegment: 175_104)))
                ])
        ])

    @Test("A file with an index is named with the bytes of init segment and index, first to last")
    func segmentBase() throws {
        #expect(
            Self.indexed.rendered() == """
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" \
                profiles="urn:mpeg:dash:profile:isoff-on-demand:2011,urn:mpeg:dash:profile:cmaf:2019" type="static" \
                mediaPresentationDuration="PT10.000000S" maxSubsegmentDuration="PT3.970613S" minBufferTime="PT3.970613S">
                  <BaseURL>./</BaseURL>
                  <Period id="0" start="PT0S">
                    <AdaptationSet id="1" contentType="audio" mimeType="audio/mp4" subsegmentAlignment="true" \
                subsegmentStartsWithSAP="1">
                      <AudioChannelConfiguration schemeIdUri="urn:mpeg:mpegB:cicp:ChannelConfiguration" value="2"/>
                      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                      <Representation id="aac-96" bandwidth="104211" codecs="mp4a.40.2" audioSamplingRate="44100">
                        <BaseURL>aac/96.mp4</BaseURL>
                        <SegmentBase timescale="44100" indexRange="674-749" indexRangeExact="true">
                          <Initialization range="0-673"/>
                        </SegmentBase>
                      </Representation>
                    </AdaptationSet>
                  </Period>
                </MPD>

                """)
        let bench = try Workbench()
        try bench.write(Array(Self.indexed.rendered().utf8), to: "indexed.mpd")
        #expect(try bench.run("xmllint --noout indexed.mpd").complaints == "")
    }

    @Test("Markup in names is escaped and what XML forbids is dropped")
    func hostileNames() throws {
        var mpd = Self.ladder
        mpd.adaptationSets[0].language = "<a&\"b\u{1}\n"
        mpd.adaptationSets[0].representations[0].segments = .template(
            .init(timescale: 1, initialization: "]]>&amp;/", media: "", durations: []))
        #expect(mpd.rendered().contains("lang=\"&lt;a&amp;&quot;b&#10;\""))
        #expect(mpd.rendered().contains("initialization=\"]]&gt;&amp;amp;/\""))
        let bench = try Workbench()
        try bench.write(Array(mpd.rendered().utf8), to: "hostile.mpd")
        #expect(try bench.run("xmllint --noout hostile.mpd").complaints == "")
    }

    @Test("Another reader finds well-formed XML and the numbers in it", arguments: [ladder, ownTimeLines])
    func oracle(mpd: MPD) throws {
        let bench = try Workbench()
        try bench.write(Array(mpd.rendered().utf8), to: "manifest.mpd")
        let sum = try bench.run(
            "xmllint --xpath 'sum(//*[local-name()=\"S\"]/@d)+sum(//*[local-name()=\"S\" and @r=1]/@d)' manifest.mpd")
        #expect(sum.complaints == "")
        #expect(sum.lines.first == Substring(String(mpd.length)))
    }
}
