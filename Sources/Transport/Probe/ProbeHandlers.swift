import HTTPExchange
import NIOCore
import NIOSSL
import NIOTLS
import Synchronization

/// Waits for the status of a proxy's answer, whose head is read and passed on to nobody.
final class HeadWait: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let promise: EventLoopPromise<Int>
    private let head = Mutex<[UInt8]>([])

    init(_ promise: EventLoopPromise<Int>) { self.promise = promise }

    /// The status.
    var status: Int {
        get async throws { try await promise.futureResult.get() }
    }

    /// Waits no longer.
    func fail(_ reason: TransportFailure.Reason) { promise.fail(TransportFailure(.notSent, reason)) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        let line = head.withLock { head -> [UInt8]? in
            head += bytes
            guard head.count < 64 << 10 else { return [] }
            let end = Array("\r\n\r\n".utf8)
            guard head.suffix(4).elementsEqual(end) || head.firstRange(of: end) != nil else { return nil }
            return Array(head.prefix { $0 != 0x0D })
        }
        guard let line else { return }
        let parts = line.split(separator: 0x20)
        guard parts.count >= 2, parts[0].starts(with: Array("HTTP/1.".utf8)),
            let status = Int(String(decoding: parts[1], as: UTF8.self))
        else {
            fail(.protocolError)
            return
        }
        promise.succeed(status)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.connectionLost)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }
}

/// Waits for TLS to come about, for the server's certificate.
final class HandshakeWait: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let promise: EventLoopPromise<ShownCertificate?>

    init(_ promise: EventLoopPromise<ShownCertificate?>) { self.promise = promise }

    /// What the server showed.
    var certificate: ShownCertificate? {
        get async throws { try await promise.futureResult.get() }
    }

    /// Waits no longer.
    func fail(_ reason: TransportFailure.Reason) { promise.fail(TransportFailure(.notSent, reason)) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
            promise.succeed(certificate.map { ShownCertificate($0) })
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.connectionLost)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }
}
