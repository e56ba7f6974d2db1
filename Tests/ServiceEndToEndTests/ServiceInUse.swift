internal import Testing

/// One after the other: what is heard, and when, must not depend on what else is being tested.
@Suite("The service in use", .serialized)
struct ServiceInUse {}
