/// What has been found so far: each finding once, and no more of a kind than anybody reads.
struct Findings {
    /// Of one code in one file; a file that is wrong throughout says so a few times.
    static let mostOfAKind = 8
    /// In one report.
    static let most = 2000

    private(set) var all: [Finding] = []
    private(set) var suppressedCount = 0
    /// Findings so far of what makes a file unreadable: what else is read in it cannot be trusted.
    private(set) var damageCount = 0
    private var seen: Set<Finding> = []
    private var counts: [Kind: Int] = [:]

    private struct Kind: Hashable {
        let code: FindingCode
        let file: String
    }

    mutating func add(_ code: FindingCode, at place: Finding.Place, _ message: String) {
        if code.isDamage { damageCount += 1 }
        let finding = Finding(code: code, place: place, message: message)
        guard seen.count < Self.most else { return suppressedCount += 1 }
        guard seen.insert(finding).inserted else { return }
        let kind = Kind(code: code, file: place.file)
        counts[kind, default: 0] += 1
        guard counts[kind, default: 0] <= Self.mostOfAKind else { return suppressedCount += 1 }
        all.append(finding)
    }
}

extension FindingCode {
    /// The file is not what it should be from here on: times and sizes in it mean nothing.
    fileprivate var isDamage: Bool {
        switch self {
        case .mediaTruncated, .bmffBoxMalformed, .bmffBoxMissing, .bmffSegmentStructure, .bmffDataOffset,
            .bmffSampleSizes, .packedFrameLost, .id3Malformed, .webmElementMalformed, .webmElementMissing,
            .webmBlockMalformed:
            true
        default: false
        }
    }
}

extension Findings {
    /// By file, then by line or byte, as they were found where those agree.
    var sorted: [Finding] {
        all.enumerated().sorted { one, other in
            let (first, second) = (one.element.place, other.element.place)
            if first.file != second.file { return first.file < second.file }
            let positions = (first.line ?? first.offset ?? -1, second.line ?? second.offset ?? -1)
            return positions.0 != positions.1 ? positions.0 < positions.1 : one.offset < other.offset
        }.map(\.element)
    }
}
