extension Int {
    /// `self × numerator / denominator`, rounded to the nearest integer, halves up. For values that are not negative.
    ///
    /// The whole part is taken out first, so that the product stays far from overflow: only the remainder, which is
    /// less than the denominator, and the result itself have to fit.
    func scaled(by numerator: Int, over denominator: Int) -> Int {
        scaled(by: numerator, over: denominator, adding: denominator / 2)
    }

    /// `self × numerator / denominator`, rounded up. For values that are not negative.
    func scaledUp(by numerator: Int, over denominator: Int) -> Int {
        scaled(by: numerator, over: denominator, adding: denominator - 1)
    }

    private func scaled(by numerator: Int, over denominator: Int, adding correction: Int) -> Int {
        let (whole, rest) = quotientAndRemainder(dividingBy: denominator)
        return whole * numerator + (rest * numerator + correction) / denominator
    }
}
