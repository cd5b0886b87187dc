import Crypto
import HTTPExchange
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// One request on a connection of its own to a server that must show one certificate, whoever signed it.
///
/// NIO's TLS holds back every byte of the request until the certificate was looked at.
struct PinnedExchange {
    /// What the server must show.
    let thumbprint: CertificateThumbprint
    /// Bounds of the exchange.
    let limits: TransportLimits

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// Sends a request and takes in the answer.
    ///
    /// - Parameters:
    ///   - head: The request's head.
    ///   - body: Its body.
    ///   - address: Where it goes.
    /// - Returns: The answer.
    /// - Throws: What broke; `tlsFailure` when the certificate is another one.
    func send(_ head: HTTPRequestHead, body: [UInt8], to address: WebAddress) async throws -> HTTPAnswer {
        let isOther = Flag()
        do {
            let connection = try await connect(to: address, isOther)
            return try await connection.executeThenClose { inbound, outbound in
                try await outbound.write(.head(head))
                if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
                try await outbound.write(.end(nil))
                return try await answer(inbound)
            }
        } catch {
            guard isOther.isSet else { throw error }
            throw TransportFailure(
                .notSent,
                .tlsFailure,
                detail: "its certificate is not the one that is named"
            )
        }
    }

    private func connect(to address: WebAddress, _ isOther: Flag) async throws -> Connection {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // No authority signed it and it need not name the host: the thumbprint alone decides.
        configuration.certificateVerification = .noHostnameVerification
        let context = try NIOSSLContext(configuration: configuration)
        let name = IPAddress(address.host) == nil ? address.host : nil
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(TimeAmount(limits.connect))
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(
                        context: context,
                        serverHostname: name,
                        customVerificationCallback: { certificates, promise in
                            let isRight = certificates.first.flatMap { Self.thumbprint(of: $0) } == thumbprint
                            if !isRight { isOther.set() }
                            promise.succeed(isRight ? .certificateVerified : .failed)
                        }
                    )
                    try channel.pipeline.syncOperations.addHandler(tls)
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
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

    /// Says that the certificate was another one; NIO's own error does not tell it from other faults of TLS.
    private final class Flag: Sendable {
        private let state = Mutex(false)

        var isSet: Bool { state.withLock { $0 } }

        func set() { state.withLock { $0 = true } }
    }
}
