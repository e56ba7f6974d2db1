import LatheCatalog
import LatheDatabase

/// What the service asks a catalogue for.
struct Queries {
    let catalog: Catalog
    let population: Population

    func measure() async throws {
        try await measureStreams()
        try await measurePages()
        try await measureSearches()
    }

    private func measureStreams() async throws {
        try await Measurement.run("stream of a track", times: 5000) { random in
            let number = Int.random(in: 0..<population.tracks, using: &random)
            guard case .ready(let stream) = try await catalog.stream(of: Population.id(3, number)) else { return 0 }
            return stream.renditions.count
        }
    }

    private func measurePages() async throws {
        for order in ListOrder.allCases {
            try await Measurement.run("50 of all tracks, \(order), 20 pages on", times: 20) { _ in
                var request = PageRequest(order)
                var items = 0
                for _ in 0..<20 {
                    let page = try await catalog.database.read { [request] in try catalog.tracks(request, in: $0) }
                    items += page.items.count
                    guard let next = page.next else { break }
                    request = PageRequest(after: next)
                }
                return items
            }
        }
        try await Measurement.run("albums of an artist, by name", times: 1000) { random in
            let artist = Population.id(1, Int.random(in: 0..<population.artists, using: &random))
            return try await catalog.database.read {
                try catalog.albums(of: artist, PageRequest(.name), in: $0).items.count
            }
        }
        try await Measurement.run("tracks on an album, oldest first", times: 1000) { random in
            let album = Population.id(2, Int.random(in: 0..<population.albums, using: &random))
            return try await catalog.database.read {
                try catalog.tracks(on: album, PageRequest(.oldest), in: $0).items.count
            }
        }
    }

    private func measureSearches() async throws {
        try await measureSearch("a whole title") { $0 }
        try await measureSearch("its first word") { String($0.prefix { $0 != " " }) }
        try await measureSearch("its last word") { String($0.split(separator: " ").last ?? "") }
        for length in 1...5 {
            try await measureSearch("the first \(length) letters of a word") {
                String(($0.split(separator: " ").last ?? "").prefix(length))
            }
        }
        try await measureSearch("two frequent words, the second begun") { _ in
            "\(population.vocabulary.frequent(0)) \(population.vocabulary.frequent(1).prefix(3))"
        }
        try await measureSearch("what nobody has") { _ in "zzzz qqqq" }
        try await Measurement.run("search: a title's last word and its artist", times: 1000) { random in
            let number = Int.random(in: 0..<population.tracks, using: &random)
            let artist = population.artist(population.artistOfAlbum(population.albumOfTrack(number)))
            return try await found("\(population.track(number).split(separator: " ").last ?? "") \(artist)")
        }
    }

    private func measureSearch(_ name: String, _ text: (String) -> String) async throws {
        try await Measurement.run("search: \(name)", times: 1000) { random in
            try await found(text(population.track(Int.random(in: 0..<population.tracks, using: &random))))
        }
    }

    private func found(_ text: String) async throws -> Int {
        let results = try await catalog.search(text)
        return results.tracks.count + results.albums.count + results.artists.count
    }
}
