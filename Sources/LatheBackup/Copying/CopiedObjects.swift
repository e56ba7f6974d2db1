internal import LatheCatalog

/// An object that the catalogue names, on its way into a backup.
struct TakenObject: Sendable {
    /// Nil where it is not to be had.
    var object: IndexedObject?
    /// No backup had it.
    var isNew = false
    var finding: VerificationReport.Finding?
}

/// What was copied of a store.
struct CopiedObjects {
    /// Where the list of them is.
    let index: String
    private(set) var report = VerificationReport()
    /// Not among the rest.
    var givenUp: [StoredThing] = []
    private var lostDeliveries: [String] = []
    private(set) var addedObjects = 0
    private(set) var addedBytes = 0
    private var masters = 0
    private var packages = 0
    private var objects = 0
    private var bytes = 0

    init(index: String) { self.index = index }

    mutating func count(_ taken: [TakenObject], for thing: StoredThing) {
        if case .delivery(let key) = thing, taken.contains(where: { $0.finding != nil }) { lose(key) }
        for item in taken {
            if let finding = item.finding { report.add(finding) }
            guard let object = item.object else { continue }
            objects += 1
            bytes += object.bytes
            if item.isNew { (addedObjects, addedBytes) = (addedObjects + 1, addedBytes + object.bytes) }
        }
        guard taken.contains(where: { $0.object != nil }) else { return }
        if case .package = thing { packages += 1 } else { masters += 1 }
    }

    /// More of them say no more.
    private mutating func lose(_ key: String) {
        if lostDeliveries.count < VerificationReport.limit { lostDeliveries.append(key) }
    }

    func describe(in manifest: inout BackupManifest) {
        (manifest.masters, manifest.packages) = (masters, packages)
        (manifest.objectCount, manifest.bytes, manifest.missing) = (objects, bytes, report.count)
        manifest.givenUp = givenUp.isEmpty ? nil : givenUp
        manifest.lostDeliveries = lostDeliveries.isEmpty ? nil : lostDeliveries
    }
}
