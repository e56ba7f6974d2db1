internal import Testing

extension WorkerFaults {
    /// What happens to that which workers depend on: databases, stores, disks, decoders, clocks, each other.
    @Suite("in bad surroundings") enum SurroundingFaults {}
}
