import HTTPExchange
import Testing

@testable import Transport

@Suite struct TransportLimitsTests {
    /// Microsoft's library gives the metadata service 2 s to connect, whatever the request may take.
    @Test(arguments: [
        (Reach.machine, 30, 2), (.machine, 1, 1), (.network, 30, 10), (.network, 5, 5),
    ])
    func nobodyWaitsLongForANeighbour(reach: Reach, timeout: Int, connect: Int) {
        let limits = TransportLimits().narrowed(to: reach, within: .seconds(timeout))
        #expect(limits.connect == .seconds(connect))
        #expect(limits.bodyInBytes == TransportLimits().bodyInBytes)
    }
}
