import LatheJobs
import Testing

@testable import LatheCommand

@Suite("The picture of a queue")
struct WatchPictureTests {
    private func lines(
        _ columns: Int, _ rows: Int = 24, color: Bool = false, _ overview: QueueOverview = .sample,
        trouble: String? = nil
    ) -> [String] {
        WatchPicture(size: .init(columns: columns, rows: rows), hasColor: color).lines(overview, trouble: trouble)
    }

    @Test("Counts and throughput, running jobs, dead jobs")
    func whole() {
        #expect(
            lines(90) == [
                " 2 running   1,200 available   1 dead   4.2 jobs/min   34,567 succeeded",
                "",
                " 9f3a1c2e  encode  ━━━━━━━━━━━━━━━━━━━────────────   62 %    38.1×  2.5 s left     press-1",
                " 5d20b7aa  fetch   ───────────────────────────────    0 %                          press-2",
                "",
                " 00c0ffee  died 3 min ago  transcode  masterRejected: cannot read a.wav: it is torn",
                "",
                " q quits",
            ])
    }

    @Test("Color tells what matters, and takes no room")
    func color() {
        #expect(
            lines(70, color: true) == [
                "\u{1B}[1m 2\u{1B}[0m running  \u{1B}[1m 1,200\u{1B}[0m available  \u{1B}[1m 1\u{1B}[0m\u{1B}[31m dead  "
                    + "\u{1B}[0m\u{1B}[1m 4.2 jobs/min  \u{1B}[0m\u{1B}[1m 34,567\u{1B}[0m succeed…",
                "",
                " 9f3a1c2e  encode  \u{1B}[36m━━━━━━╸\u{1B}[0m\u{1B}[2m────\u{1B}[0m   62 %    38.1×  2.5 s left     press-1",
                " 5d20b7aa  fetch   \u{1B}[2m───────────\u{1B}[0m    0 %                          press-2",
                "",
                " 00c0ffee  \u{1B}[31mdied 3 min ago\u{1B}[0m  transcode  masterRejected: cannot read a.w…",
                "",
                "\u{1B}[2m q quits\u{1B}[0m",
            ])
    }

    @Test("A narrow terminal has figures only, a narrower one fewer of them")
    func narrow() {
        #expect(
            lines(50) == [
                " 2 running   1,200 available   1 dead   4.2 jobs/…",
                "",
                " 9f3a1c2e  encode   62 %    38.1×  2.5 s left",
                " 5d20b7aa  fetch     0 %",
                "",
                " 00c0ffee  died 3 min ago  transcode  masterRejec…",
                "",
                " q quits",
            ])
        #expect(lines(30)[2] == " 9f3a1c2e  encode   62 %    3…")
    }

    @Test("A low terminal says how many jobs it leaves out")
    func low() {
        var overview = QueueOverview.sample
        overview.counts[.running] = 1000
        #expect(
            Array(lines(50, 9, overview)[2...]) == [
                " 9f3a1c2e  encode   62 %    38.1×  2.5 s left",
                " and 999 more",
                "",
                " 00c0ffee  died 3 min ago  transcode  masterRejec…",
                "",
                " q quits",
            ])
        #expect(lines(50, 3) == [" 2 running   1,200 available   1 dead   4.2 jobs/…"])
    }

    @Test("Nothing runs, and the database does not answer")
    func quiet() {
        #expect(
            lines(80, 24, QueueOverview(time: Job.noon), trouble: "cannot reach postgres://db/a: \u{1B}[2J") == [
                " 0 running   0 available   0.0 jobs/min",
                " cannot reach postgres://db/a: \\u001b[2J",
                "",
                " nothing runs",
                "",
                " q quits",
            ])
    }

    @Test("Foreign text cannot move the cursor, nor bend the columns")
    func hostile() {
        let job = Job.sample(
            state: .running, progress: JobProgress(fraction: 7, stage: "en\u{1B}[2Jcode for ever", rate: .infinity),
            worker: String(repeating: "w\n", count: 50))
        let overview = QueueOverview(time: Job.noon, counts: [.running: 1], running: [job])
        #expect(
            lines(90, 24, overview)[2]
                == " 9f3a1c2e  en\\u001b[2J…  ━━━━━━━━  100 %       -×                 w w w w w w w w w w w w…")
    }

    @Test("No line is wider than the terminal, and there are fewer than it has rows", arguments: 0...120)
    func bounds(columns: Int) {
        var overview = QueueOverview.sample
        overview.running = Array(repeating: .encoding, count: 30)
        overview.dead = Array(repeating: .died, count: 30)
        for rows in [0, 1, 2, 3, 5, 8, 13, 40] {
            let lines = lines(columns, rows, overview)
            #expect(lines.count < max(2, rows))
            for line in lines { #expect(line.count <= columns) }
        }
    }
}

@Suite("The second screen")
struct ScreenTests {
    @Test("It is drawn in one piece, and what was there before comes back")
    func life() {
        let captured = CapturedConsole()
        let screen = LiveScreen { captured.console.warn($0) }
        screen.draw(["early"])
        screen.open()
        screen.open()
        screen.draw(["a", "b"])
        screen.close()
        screen.close()
        screen.draw(["late"])
        #expect(
            captured.errors
                == "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J\u{1B}[Ha\u{1B}[K\r\nb\u{1B}[K\u{1B}[J\u{1B}[?25h\u{1B}[?1049l")
    }
}
