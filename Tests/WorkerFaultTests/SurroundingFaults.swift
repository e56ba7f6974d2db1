internal import Testing

/// What happens to that which workers depend on: databases, stores, disks, decoders, clocks, each other.
@Suite("Workers in bad surroundings", .serialized)
enum SurroundingFaults {}
