import Synchronization

/// Random numbers that are the same in every run (SplitMix64).
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Makes a generator.
    ///
    /// - Parameter seed: Where it begins.
    public init(seed: UInt64) { self.state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A function that draws from a generator which all its callers share.
    ///
    /// - Parameter seed: Where it begins.
    /// - Returns: The function.
    public static func shared(seed: UInt64) -> @Sendable () -> UInt64 {
        let source = Source(seed: seed)
        return { source.generator.withLock { $0.next() } }
    }

    private final class Source: Sendable {
        let generator: Mutex<SeededRandom>

        init(seed: UInt64) { self.generator = Mutex(SeededRandom(seed: seed)) }
    }
}
