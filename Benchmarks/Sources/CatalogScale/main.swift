import LatheCatalog
import LatheDatabase

// How fast a large catalogue answers: CatalogScale URL fill|measure [TRACKS]
let arguments = CommandLine.arguments.dropFirst()
guard let url = arguments.first, let task = arguments.dropFirst().first, ["fill", "measure"].contains(task) else {
    fatalError("usage: CatalogScale URL fill|measure [TRACKS]")
}
let population = Population(tracks: arguments.dropFirst(2).first.flatMap(Int.init) ?? 1_000_000)
var options = DatabaseOptions()
options.statementTimeout = .seconds(600)
let database = try Database(DatabaseURL(url), options: options)
if task == "fill" {
    try await population.fill(database)
} else {
    Measurement.say("| what | times | p50 ms | p95 ms | p99 ms | worst ms | results |")
    Measurement.say("|---|---|---|---|---|---|---|")
    try await Queries(catalog: Catalog(database: database), population: population).measure()
}
await database.close()
