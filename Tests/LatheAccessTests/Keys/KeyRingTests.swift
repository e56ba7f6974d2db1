internal import Foundation
@testable internal import LatheAccess
internal import TestServers
internal import Testing

struct KeyRingTests {
    private let folder: TemporaryFolder
    private let store: KeyStore
    private let ring: KeyRing

    init() throws {
        folder = try TemporaryFolder()
        store = KeyStore(path: folder / "keys.json")
        _ = try store.createIfAbsent()
        ring = try KeyRing(store)
    }

    private func isKnown(_ kid: String, at now: UnixTime) -> Bool {
        if case .found = ring.lookUp(kid, at: now) { true } else { false }
    }

    @Test("A key of another process is known at once when it is asked for, and signs here within a second")
    func rotation() throws {
        let former = ring.activeKey(at: Forge.now).kid
        let kid = try store.rotate(grace: 60, at: Forge.now)
        #expect(ring.activeKey(at: Forge.now).kid == former)
        #expect(isKnown(kid, at: Forge.now))
        #expect(ring.activeKey(at: Forge.now).kid == kid)
        #expect(isKnown(former, at: Forge.now + 59) && !isKnown(former, at: Forge.now + 60))
    }

    @Test("A key that was retired at once is refused within a second")
    func retirement() throws {
        let former = ring.activeKey(at: Forge.now).kid
        try store.rotate(grace: 0, at: Forge.now)
        #expect(isKnown(former, at: Forge.now))
        guard case .retired = ring.lookUp(former, at: Forge.now + 1) else {
            Issue.record("still there")
            return
        }
    }

    @Test("A file that became wrong, exposed or lost leaves the last good keys, and says why until it is right again")
    func broken() throws {
        let kid = ring.activeKey(at: Forge.now).kid
        let text = try folder.text("keys.json")
        var now = Forge.now
        // No two of one size: within a tick of the clock it is all that tells them apart.
        for (content, mode, code) in [
            ("{", 0o600, AccessError.Code.keysInvalid), (text + " ", 0o644, .keyFileExposed), (nil, 0, .keyFileMissing),
        ] as [(String?, Int, AccessError.Code)] {
            now = now + 1
            try FileManager.default.removeItem(atPath: store.path)
            if let content { try folder.write(content, to: "keys.json", mode: mode) }
            #expect(isKnown(kid, at: now) && !isKnown("other", at: now))
            #expect(ring.failure?.code == code)
        }
        try folder.write(text + "  ", to: "keys.json")
        #expect(isKnown(kid, at: now + 1))
        #expect(ring.failure == nil)
    }

    @Test("The file is looked at once a second, and once more for unknown kids, whatever comes")
    func schedule() {
        var schedule = ReloadSchedule()
        let now = Forge.now
        let looks = { (moment: UnixTime, isUnknown: Bool, schedule: inout ReloadSchedule) in
            (0..<100).count { _ in schedule.isDue(at: moment, kidIsUnknown: isUnknown) }
        }
        #expect(looks(now, false, &schedule) == 1)
        #expect(looks(now, true, &schedule) == 1)
        #expect(looks(now + 1, true, &schedule) == 2)
        // The clock was set back.
        #expect(looks(now + -5, false, &schedule) == 1)
    }
}
