internal import LatheAccess
internal import LatheHTTP

// Members of other kinds.
extension RequestFields {
    /// A whole number that must be there, also where it is written with a fraction of zero, as JSON Schema takes it.
    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int {
        guard let whole = value(name).flatMap(Self.whole), range.contains(whole) else {
            throw Problem.invalid(
                pointer(name), "It is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return whole
    }

    private static func whole(_ value: JSONValue) -> Int? {
        switch value {
        case .integer(let number): Int(exactly: number)
        case .real(let number): Int(exactly: number)
        default: nil
        }
    }

    /// A number that must be there.
    func number(_ name: String, in range: ClosedRange<Double>) throws -> Double {
        let number: Double? =
            switch value(name) {
            case .integer(let number)?: Double(number)
            case .real(let number)?: number
            default: nil
            }
        guard let number, range.contains(number) else {
            throw Problem.invalid(pointer(name), "It is a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// A moment as RFC 3339 writes it, which must be there.
    func moment(_ name: String) throws -> String {
        let text = try text(name, length: 1...64)
        guard Moment.isMoment(text) else {
            throw Problem.invalid(pointer(name), "This is no moment such as 2026-03-27T09:30:00Z.")
        }
        return text
    }

    /// Texts in their order.
    func texts(_ name: String, count: ClosedRange<Int>, where isFit: (String) -> Bool) throws -> [String] {
        try items(name, count: count).enumerated().map { index, item in
            guard let text = item.string, isFit(text) else {
                throw Problem.invalid("\(pointer(name))/\(index)", "It is not valid.")
            }
            return text
        }
    }

    /// Whole numbers that are all different.
    func numbers(_ name: String, count: ClosedRange<Int>) throws -> [Int] {
        let numbers = try items(name, count: count).enumerated().map { index, item in
            guard let number = Self.whole(item) else {
                throw Problem.invalid("\(pointer(name))/\(index)", "It is a whole number.")
            }
            return number
        }
        guard Set(numbers).count == numbers.count else {
            throw Problem.invalid(pointer(name), "Its items are not all different.")
        }
        return numbers
    }

    /// Objects in their order.
    func objects(_ name: String, count: ClosedRange<Int>, of names: Set<String>) throws -> [RequestFields] {
        try items(name, count: count).enumerated().map { index, item in
            try RequestFields(item, names, at: "\(pointer(name))/\(index)")
        }
    }

    private func items(_ name: String, count: ClosedRange<Int>) throws -> [JSONValue] {
        guard let items = value(name)?.array, count.contains(items.count) else {
            throw Problem.invalid(pointer(name), "It is an array of \(count.lowerBound) to \(count.upperBound) items.")
        }
        return items
    }
}
