extension MultivariantPlaylist {
    /// Groups of EXT-X-MEDIA, and what refers to them (RFC 8216 §4.3.4.1.1, §4.3.4.2).
    func checkGroups(_ findings: inout Findings) {
        let groups = Dictionary(grouping: renditions) { Group($0.attributes["TYPE"], $0.attributes["GROUP-ID"]) }
        for variant in variants {
            guard let id = variant.attributes["AUDIO"] else { continue }
            if groups[Group("AUDIO", id)] == nil {
                let message = "AUDIO is \"\(id)\", but no #EXT-X-MEDIA has this GROUP-ID"
                findings.add(.hlsGroupMissing, at: variant.place, message)
            }
        }
        for members in groups.values where members.count > 1 { check(members, &findings) }
        checkRepeatedURIs(&findings)
    }

    private struct Group: Hashable {
        let type: String?
        let id: String?

        init(_ type: String?, _ id: String?) {
            self.type = type
            self.id = id
        }
    }

    private func check(_ members: [Rendition], _ findings: inout Findings) {
        let id = members[0].attributes["GROUP-ID"] ?? ""
        var names: Set<String> = []
        for member in members {
            guard let name = member.attributes["NAME"], !names.insert(name).inserted else { continue }
            findings.add(.hlsGroupInvalid, at: member.place, "NAME \"\(name)\" stands twice in group \"\(id)\"")
        }
        let defaults = members.filter { $0.attributes["DEFAULT"] == "YES" }
        if defaults.count > 1 {
            findings.add(.hlsGroupInvalid, at: defaults[1].place, "group \"\(id)\" has \(defaults.count) defaults")
        }
        checkLadder(members, id, &findings)
    }

    /// Bit rates of one mix in one group: a player never switches inside a group.
    private func checkLadder(_ members: [Rendition], _ id: String, _ findings: inout Findings) {
        let mixes = Dictionary(grouping: members) { member in
            ["LANGUAGE", "CHARACTERISTICS", "CHANNELS"].map { member.attributes[$0] ?? "" }
        }
        for mix in mixes.values where mix.count > 1 && mix[0].attributes["TYPE"] == "AUDIO" {
            guard Set(mix.compactMap(\.path)).count > 1 else { continue }
            findings.add(
                .hlsGroupLadder, at: mix[0].place, "group \"\(id)\" holds \(mix.count) renditions of the same mix")
        }
    }

    private func checkRepeatedURIs(_ findings: inout Findings) {
        let media = Set(renditions.compactMap(\.path))
        for variant in variants where media.contains(variant.path) {
            findings.add(
                .hlsURIRepeated, at: variant.place,
                "\(variant.path) is named by #EXT-X-STREAM-INF and by #EXT-X-MEDIA")
        }
    }
}
