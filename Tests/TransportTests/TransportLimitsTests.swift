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

    @Test(
        arguments: [
            (4, nil, 36, 4), (32, 1024, 64, 32), (1000, nil, 1032, 1000), (1000, 1024, 512, 480),
            (32, 64, 32, 16), (4, 16, 8, 4), (1000, 16, 8, 4), (1, 1, 2, 1),
        ] as [(Int, Int?, Int, Int)]
    )
    func eachSubmissionHasAConnection(wanted: Int, openFiles: Int?, connections: Int, submissions: Int) {
        let limits = TransportLimits.sending(wanted, openFiles: openFiles)
        #expect(limits.connectionsPerHost == connections)
        #expect(limits.submissions(wanted) == submissions)
    }

    /// An emulator in the same process that runs out of files accepts nobody and never ends.
    @Test(arguments: [(32, 64, 16), (32, 1024, 64), (1000, 1024, 256), (4, 4, 2)])
    func aServerInsideTakesFilesToo(wanted: Int, openFiles: Int, connections: Int) {
        let limits = TransportLimits.sending(wanted, openFiles: openFiles, toItself: true)
        #expect(limits.connectionsPerHost == connections)
    }
}
