import Testing

@testable import LatheWorker

@Suite("What may be uploaded when")
struct UploadPlanTests {
    static func object(_ path: String, _ file: Int = 0) -> SpooledObject {
        SpooledObject(path: path, file: "\(file)", bytes: 1, sha256: "")
    }

    @Test("Media go at any time, several together")
    func media() {
        var plan = UploadPlan()
        for path in ["a/0.m4s", "b/0.m4s", "c/0.m4s"] { _ = plan.add(Self.object(path)) }
        let next = [plan.next(), plan.next(), plan.next(), plan.next()].map { $0?.object.path }
        #expect(next == ["a/0.m4s", "b/0.m4s", "c/0.m4s", nil])
    }

    @Test("A playlist waits for all that came before it, and for nothing that came later")
    func playlist() throws {
        var plan = UploadPlan()
        for path in ["a/0.m4s", "a/index.m3u8", "b/0.m4s"] { _ = plan.add(Self.object(path)) }
        let first = try require(plan.next())
        let later = try require(plan.next())
        #expect(first.object.path == "a/0.m4s" && later.object.path == "b/0.m4s")
        let none = plan.next()
        #expect(none == nil)
        plan.finish(first)
        let playlist = plan.next()
        #expect(playlist?.object.path == "a/index.m3u8")
    }

    @Test("The package's document is the last")
    func document() throws {
        var plan = UploadPlan()
        for path in ["a/0.m4s", "a/index.m3u8", "master.m3u8", "package.json"] { _ = plan.add(Self.object(path)) }
        var order: [String] = []
        while let upload = plan.next() {
            order.append(upload.object.path)
            let none = plan.next()
            #expect(none == nil)
            plan.finish(upload)
        }
        #expect(order == ["a/0.m4s", "a/index.m3u8", "master.m3u8", "package.json"])
    }

    @Test("Versions between the next and the newest are left out")
    func versions() throws {
        var plan = UploadPlan()
        _ = plan.add(Self.object("a/0.m4s"))
        let media = try require(plan.next())
        let leftOut = (1...4).map { plan.add(Self.object("a/index.m3u8", $0))?.file }
        #expect(leftOut == [nil, nil, "2", "3"])
        plan.finish(media)
        for file in ["1", "4"] {
            let upload = try require(plan.next())
            #expect(upload.object.file == file)
            plan.finish(upload)
        }
        let none = plan.next()
        #expect(none == nil)
    }

    @Test("It is finished when it is closed and everything has gone")
    func finished() throws {
        var plan = UploadPlan()
        _ = plan.add(Self.object("a/0.m4s"))
        plan.close()
        #expect(!plan.isFinished)
        let upload = try require(plan.next())
        #expect(!plan.isFinished)
        plan.finish(upload)
        #expect(plan.isFinished)
    }

    /// A mutating call cannot be inside `#require`.
    private func require(_ upload: UploadPlan.Upload?) throws -> UploadPlan.Upload { try #require(upload) }
}
