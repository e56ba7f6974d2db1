/// What may be uploaded next, so that no reader of the store ever sees a playlist that names a missing file.
///
/// Decisions only: who uploads is told what, and says when it is done. An object that is written once may go at any
/// time, several together. One that is written again (a playlist, a manifest, `package.json`) waits for all that came
/// before it; where its versions come faster than they go, those between the next and the newest are left out.
struct UploadPlan {
    struct Upload: Sendable, Equatable {
        let number: Int
        let object: SpooledObject
    }

    private var nextNumber = 0
    /// In the order in which they came.
    private var waiting: [Upload] = []
    private var underway: [Upload] = []
    private var isClosed = false

    /// Nothing comes any more, and nothing is left.
    var isFinished: Bool { isClosed && waiting.isEmpty && underway.isEmpty }

    /// - Returns: an older version that is left out and can be thrown away.
    mutating func add(_ object: SpooledObject) -> SpooledObject? {
        defer {
            waiting.append(Upload(number: nextNumber, object: object))
            nextNumber += 1
        }
        guard object.isWrittenAgain else { return nil }
        let versions = waiting.indices.filter { waiting[$0].object.path == object.path }
        // The oldest stays: it goes as soon as what it names is there, however fast new ones come.
        guard versions.count > 1, let newest = versions.last else { return nil }
        return waiting.remove(at: newest).object
    }

    mutating func close() { isClosed = true }

    /// - Returns: nil while nothing may go.
    mutating func next() -> Upload? {
        guard let index = waiting.indices.first(where: mayGo) else { return nil }
        let upload = waiting.remove(at: index)
        underway.append(upload)
        return upload
    }

    mutating func finish(_ upload: Upload) { underway.removeAll { $0.number == upload.number } }

    private func mayGo(_ index: Int) -> Bool {
        guard waiting[index].object.isWrittenAgain else { return true }
        let isNext = index == waiting.startIndex
        return isNext && underway.allSatisfy { $0.number > waiting[index].number }
    }
}

extension SpooledObject {
    /// Other versions may come: lists of what there is, as opposed to the media themselves.
    var isWrittenAgain: Bool { [".m3u8", ".mpd", ".json"].contains { path.hasSuffix($0) } }
}
