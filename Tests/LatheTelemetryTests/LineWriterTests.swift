internal import Foundation
internal import LatheTelemetry
internal import Testing

struct LineWriterTests {
    private struct Pipe {
        let reading: FileHandle
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
            writing = ends[1]
        }
    }

    private func line(_ number: Int) -> [UInt8] { Array("line \(number) \(String(repeating: "x", count: 90))\n".utf8) }

    @Test("A line is out before the call returns, where somebody reads")
    func atOnce() throws {
        let pipe = try Pipe()
        LineWriter(descriptor: pipe.writing).write(Array("one\n".utf8))
        close(pipe.writing)
        #expect(try pipe.reading.readToEnd() == Data("one\n".utf8))
    }

    @Test("A reader that sleeps stops nobody; when it wakes, it finds every line, in order")
    func sleepingReader() async throws {
        let pipe = try Pipe()
        let writer = LineWriter(descriptor: pipe.writing)
        // A pipe holds 64 KiB: most of this must wait.
        for number in 0..<5000 { writer.write(line(number)) }
        #expect(!writer.flush(timeout: 0))
        let text = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: try? pipe.reading.readToEnd()) }.start()
            Thread {
                writer.flush(timeout: 60)
                close(pipe.writing)
            }.start()
        }
        #expect((text == Data((0..<5000).flatMap(line))) == true)
    }

    @Test("Lines that find no room are counted, and the number is told")
    func dropped() async throws {
        let pipe = try Pipe()
        let writer = LineWriter(descriptor: pipe.writing, limit: 10_000)
        for number in 0..<5000 { writer.write(line(number)) }
        let data = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: try? pipe.reading.readToEnd()) }.start()
            Thread {
                writer.flush(timeout: 60)
                close(pipe.writing)
            }.start()
        }
        let lines = String(decoding: try #require(data), as: UTF8.self).split(separator: "\n")
        let kept = lines.count { $0.hasPrefix("line") }
        let dropped = lines.compactMap { $0.wholeMatch(of: /([0-9]+) lines were dropped here/)?.1 }
            .compactMap { Int($0) }
        #expect(kept < 1000)
        #expect(kept + dropped.reduce(0, +) == 5000)
    }

    @Test("Lines of many threads never mix")
    func threads() async throws {
        let pipe = try Pipe()
        let writer = LineWriter(descriptor: pipe.writing)
        let data = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: try? pipe.reading.readToEnd()) }.start()
            Thread {
                DispatchQueue.concurrentPerform(iterations: 8) { thread in
                    for number in 0..<500 { writer.write(line(thread * 1000 + number)) }
                }
                writer.flush(timeout: 60)
                close(pipe.writing)
            }.start()
        }
        let lines = String(decoding: try #require(data), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4000)
        #expect(Set(lines).count == 4000)
        #expect(lines.allSatisfy { $0.hasPrefix("line ") && $0.hasSuffix("x") })
    }

    @Test("A descriptor that nobody reads any more takes everything and stops nobody")
    func closedReader() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = try Pipe()
        try pipe.reading.close()
        let writer = LineWriter(descriptor: pipe.writing)
        for number in 0..<100 { writer.write(line(number)) }
        #expect(writer.flush(timeout: 10))
        close(pipe.writing)
    }
}
