import Testing

@testable import Lathe
@testable import LatheCommand

@Suite("The progress bar")
struct ProgressPictureTests {
    private func picture(_ columns: Int, _ rows: Int = 24, color: Bool = false) -> ProgressPicture {
        ProgressPicture(size: .init(columns: columns, rows: rows), hasColor: color)
    }

    @Test("One line for the whole and one for each rendition")
    func lines() {
        #expect(
            picture(64).lines(Samples.progress) == [
                " total      ━━━━━━━━━━━━╸───────   62 %    38.1×  2.5 s left",
                " aac-96     ━━━━━━━━━━━━━━━━━━━━  100 %  75 segments",
                " vorbis-96  ━━━━━───────────────   25 %  1 segment",
            ])
    }

    @Test("What is unknown is a question mark")
    func unknown() {
        #expect(
            picture(60).lines(Samples.beginning) == [
                " total   ───────────────────    ? %     0.0×",
                " aac-96  ───────────────────    ? %",
            ])
    }

    @Test("Color tells what is done from what is under way")
    func color() {
        #expect(
            picture(52, color: true).lines(Samples.progress) == [
                " total      \u{1B}[36m━━━━━\u{1B}[0;2m───\u{1B}[0m   62 %    38.1×  2.5 s left",
                " aac-96     \u{1B}[32m━━━━━━━━\u{1B}[0;2m\u{1B}[0m  100 %  75 segments",
                " vorbis-96  \u{1B}[36m━━\u{1B}[0;2m──────\u{1B}[0m   25 %  1 segment",
            ])
    }

    @Test("A low window shows the whole only")
    func lowWindow() {
        #expect(
            picture(64, 4).lines(Samples.progress) == [
                " total      ━━━━━━━━━━━━╸───────   62 %    38.1×  2.5 s left"
            ])
    }

    @Test("A narrow window shows figures only", arguments: [(40, " 62 %    38.1×  2.5 s left"), (9, " 62 %   ")])
    func narrowWindow(columns: Int, line: String) {
        #expect(picture(columns).lines(Samples.progress) == [line])
    }

    @Test("Every line is narrower than the window", arguments: 0...200)
    func width(columns: Int) {
        let long = TranscodeProgress(
            fraction: 1, speed: 1234.56, elapsed: .seconds(1), remaining: .seconds(35_999),
            renditions: [.init(id: "vorbis-320", state: .finished, fraction: 1, segmentCount: 12_345)])
        for line in picture(columns).lines(long) {
            #expect(line.count < max(1, columns) || line.isEmpty)
        }
    }

    @Test("Fractions beyond 0 to 1 stay within the bar", arguments: [(-1.0, "  0 %"), (2.0, "100 %")])
    func bounds(fraction: Double, percent: String) {
        let progress = TranscodeProgress(
            fraction: fraction, speed: 1, elapsed: .zero, remaining: nil, renditions: [])
        let line = picture(80).lines(progress)[0]
        #expect(line.contains(percent))
        #expect(line.count < 80)
    }
}

@Suite("Drawing in place")
struct CanvasTests {
    @Test("A picture is drawn over the last one in one piece, then taken away")
    func life() {
        var canvas = Canvas()
        #expect(canvas.draw(["a", "b"]) == "\u{1B}[?25la\u{1B}[K\nb\u{1B}[K\n")
        #expect(canvas.draw(["c", "d"]) == "\r\u{1B}[2Ac\u{1B}[K\nd\u{1B}[K\n")
        #expect(canvas.draw(["e"]) == "\r\u{1B}[2Ae\u{1B}[K\n\u{1B}[J")
        #expect(canvas.close() == "\r\u{1B}[1A\u{1B}[J\u{1B}[?25h")
        #expect(canvas.draw(["late"]) == "")
        #expect(canvas.close() == "")
    }

    @Test("A pause gives the cursor back and goes on below")
    func pause() {
        var canvas = Canvas()
        _ = canvas.draw(["a"])
        #expect(canvas.pause() == "\u{1B}[?25h")
        #expect(canvas.draw(["b"]) == "\u{1B}[?25lb\u{1B}[K\n")
    }

    @Test("Nothing drawn, nothing taken away")
    func untouched() {
        var canvas = Canvas()
        #expect(canvas.close() == "")
    }
}
