"""What the page's functions give, without a player: (expression, value)."""

MODULE = "(await import('./{}.js'))".format
LOUDNESS, QUALITY, HLS = MODULE("player/loudness"), MODULE("player/quality"), MODULE("player/multivariant")
WORDS, WAVEFORM = MODULE("words"), MODULE("waveform")

MASTER = r"""#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=99920,AVERAGE-BANDWIDTH=98245,CODECS=\"mp4a.40.2,ec-3\"
aac/96/index.m3u8

#EXT-X-STREAM-INF:BANDWIDTH=900000
https://elsewhere.example/flac.m3u8
""".replace("\n", r"\n")
CHOICES = "[{quality: 'auto'}, {quality: '96'}, {quality: '160'}, {quality: 'lossless'}]"


def gain(loudness):
    return f"{LOUDNESS}.normalisation({loudness}).toFixed(3)"


CASES = [
    (gain("{integrated: -8, truePeak: 0}"), "0.501"),
    (gain("{integrated: -20, truePeak: -10}"), "1.995"),
    (gain("{integrated: -20, truePeak: -3}"), "1.259"),
    (gain("{integrated: -50, truePeak: -40}"), "3.981"),
    (gain("{integrated: null, truePeak: null}"), "1.000"),
    (gain("null"), "1.000"),
    (f"{HLS}.variants(\"{MASTER}\", 'http://a.example/s/t/master.m3u8')", [
        {"url": "http://a.example/s/t/aac/96/index.m3u8", "codecs": "mp4a.40.2,ec-3", "bitsPerSecond": 98245},
        {"url": "https://elsewhere.example/flac.m3u8", "codecs": "", "bitsPerSecond": 900000},
    ]),
    (f"{HLS}.variants('<html>', 'http://a.example/')", []),
    (f"{QUALITY}.nearest({CHOICES}, '160').quality", "160"),
    (f"{QUALITY}.nearest({CHOICES}, '320').quality", "160"),
    (f"{QUALITY}.nearest({CHOICES}, '64').quality", "auto"),
    (f"{QUALITY}.nearest([], '64')", None),
    (f"[...{WAVEFORM}.peaks({{data: [-64, 32, -128, 127, 0, 0], bits: 8}}, 3)]", [0.5, 1, 0]),
    (f"[...{WAVEFORM}.peaks({{data: [], bits: 8}}, 2)]", [0, 0]),
    (f"[61.4, 3600, NaN].map({WORDS}.clock)", ["1:01", "1:00:00", "–:––"]),
    (f"['01 - Prelude.wav', '07. A_B.flac', '1999.wav', '.wav'].map({WORDS}.titleOf)",
     ["Prelude", "A B", "1999", ".wav"]),
]
