import Crypto
import HTTPExchange
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// One request on a connection of its own: to the address itself and through nothing in between, closed afterwards.
///
/// Over TLS the server shows a certificate of a trusted authority or, whoever signed it, the one that is named; NIO holds
/// back every byte of the request until it was looked at. In clear text the address that the connection came out at
/// is looked at first.
struct DirectExchange {
    /// The certificate that the server must show, when one is named.
    let thumbprint: CertificateThumbprint?
    /// The authorities that are believed when none is named.
    let roots: TrustedRoots
    /// Bounds of the exchange; no connection is waited for longer than the whole may take.
    let limits: TransportLimits

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// Sends a request and takes in the answer.
    ///
    /// - Parameters:
    ///   - head: The request's head.
    ///   - body: Its body.
    ///   - address: Where it goes.
    /// - Returns: The answer.
    /// - Throws: What broke; `certificateRefused` when the certificate is another one.
    func send(_ head: HTTPRequestHead, body: [UInt8], to address: WebAddress) async throws -> HTTPAnswer {
        let verdict = Verdict()
        do {
            let connection = try await connect(to: address, verdict)
            return try await connection.executeThenClose { inbound, outbound in
                if address.scheme == .http { try Self.checkReach(of: connection.channel) }
                try await outbound.write(.head(head))
                if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
                try await outbound.write(.end(nil))
                return try await answer(inbound)
            }
        } catch {
            throw verdict.fault ?? error
        }
    }

    private func connect(to address: WebAddress, _ verdict: Verdict) async throws -> Connection {
        let context = address.scheme == .https ? try tlsContext() : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(limits.connect))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(try tlsHandler(context, address.host, verdict))
                        try pipeline.addHandler(verdict)
                    }
                    try pipeline.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// Names such as `metadata.localhost` are this machine by their text only.
    private static func checkReach(of channel: any Channel) throws {
        let refusal = ConnectedAddressRule.machine.refusal(
            of: channel.remoteAddress?.ipAddress,
            isEncrypted: false
        )
        if let refusal { throw refusal }
    }

    private func tlsContext() throws -> NIOSSLContext {
        var configuration = roots.clientConfiguration
        // No authority signed it and it need not name the host: the thumbprint alone decides.
        if thumbprint != nil { configuration.certificateVerification = .noHostnameVerification }
        return try NIOSSLContext(configuration: configuration)
    }

    private func tlsHandler(
        _ context: NIOSSLContext,
        _ host: String,
        _ verdict: Verdict
    ) throws -> NIOSSLClientHandler {
        let name = IPAddress(host) == nil ? host : nil
        guard let thumbprint else { return try NIOSSLClientHandler(context: context, serverHostname: name) }
        return try NIOSSLClientHandler(
            context: context,
            serverHostname: name,
            customVerificationCallback: { certificates, promise in
                let isRight = certificates.first.flatMap { Self.thumbprint(of: $0) } == thumbprint
                if !isRight { verdict.isOtherCertificate() }
                promise.succeed(isRight ? .certificateVerified : .failed)
            }
        )
    }

    private func answer(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>
    ) async throws -> HTTPAnswer {
        var status = 0
        var headers = HTTPHeaders()
        var body: [UInt8] = []
        for try await part in inbound {
            switch part {
            case .head(let head):
                status = Int(head.status.code)
                headers = head.headers
            case .body(let bytes):
                guard body.count + bytes.readableBytes <= limits.bodyInBytes else {
                    throw TransportFailure(.maybeSent, .bodyTooLarge)
                }
                body += bytes.readableBytesView
            case .end:
                // What came before was an interim answer (100 Continue).
                guard status >= 200 else { continue }
                return HTTPAnswer(status: status, fields: HTTPFields(headers), body: body)
            }
        }
        throw TransportFailure(
            .maybeSent,
            .connectionLost,
            detail: "the connection ended before the answer did"
        )
    }

    private static func thumbprint(of certificate: NIOSSLCertificate) -> CertificateThumbprint? {
        guard let bytes = try? certificate.toDERBytes() else { return nil }
        return CertificateThumbprint(bytes: Array(Insecure.SHA1.hash(data: bytes)))
    }

    /// What went wrong with TLS: whoever reads or writes only learns that the connection is gone.
    private final class Verdict: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let failure = Mutex<TransportFailure?>(nil)

        var fault: TransportFailure? { failure.withLock { $0 } }

        func isOtherCertificate() {
            let detail = "its certificate is not the one that is named"
            failure.withLock { $0 = TransportFailure(.notSent, .certificateRefused, detail: detail) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            let found = TransportFailure.from(error)
            if found.reason == .tlsFailure || found.reason == .certificateRefused {
                failure.withLock { $0 = $0 ?? found }
            }
            context.fireErrorCaught(error)
        }
    }
}
