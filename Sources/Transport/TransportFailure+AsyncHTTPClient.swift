import AsyncHTTPClient
import HTTPExchange
import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension TransportFailure {
    /// Reads what broke from the client's error.
    ///
    /// Only what is known to happen before the request's first byte leaves
    /// is ``Delivery/notSent``; everything else, and everything not known here, is ``Delivery/maybeSent``.
    static func from(_ error: any Error) -> TransportFailure {
        switch error {
        case let failure as TransportFailure: failure
        case is CancellationError: TransportFailure(.maybeSent, .cancelled)
        case let error as HTTPClientError: from(client: error)
        case let error as NIOConnectionError: from(connection: error)
        case let error as NIOSSLError: from(tls: error)
        case is BoringSSLError: handshake(error)
        case let error as NIOSSLExtraError:
            error == .failedToValidateHostname
                ? TransportFailure(.notSent, .certificateRefused, detail: "it is another host's")
                : TransportFailure(.notSent, .tlsFailure)
        case is NIOTooManyBytesError: TransportFailure(.maybeSent, .bodyTooLarge)
        // Only `connect` fails so: a connection that stands is never refused.
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            TransportFailure(.notSent, .connectionRefused)
        case let error as IOError: TransportFailure(.maybeSent, .connectionLost, detail: error.description)
        case ChannelError.connectTimeout: TransportFailure(.notSent, .connectTimeout)
        case is ChannelError: TransportFailure(.maybeSent, .connectionLost, detail: "\(error)")
        default: TransportFailure(.maybeSent, .protocolError, detail: "\(error)")
        }
    }

    private static func from(client error: HTTPClientError) -> TransportFailure {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            TransportFailure(.notSent, .connectTimeout)
        case .tlsHandshakeTimeout:
            TransportFailure(.notSent, .tlsFailure, detail: "the handshake took too long")
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            TransportFailure(.maybeSent, .deadlineExceeded)
        case .cancelled:
            TransportFailure(.maybeSent, .cancelled)
        case .proxyAuthenticationRequired:
            TransportFailure(.notSent, .proxyUnauthorized, detail: "407")
        case .invalidProxyResponse:
            TransportFailure(.notSent, .proxyRefused, detail: "it opened no tunnel to the host")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            TransportFailure(.notSent, .connectTimeout, detail: "the proxy did not answer")
        case .remoteConnectionClosed, .uncleanShutdown, .requestStreamCancelled:
            TransportFailure(.maybeSent, .connectionLost, detail: error.shortDescription)
        default:
            TransportFailure(.maybeSent, .protocolError, detail: error.shortDescription)
        }
    }

    private static func from(connection error: NIOConnectionError) -> TransportFailure {
        guard let first = error.connectionErrors.first else {
            return TransportFailure(.notSent, .nameNotFound, detail: error.host)
        }
        let detail = error.host + ":" + String(error.port)
        if case ChannelError.connectTimeout = first.error {
            return TransportFailure(.notSent, .connectTimeout, detail: detail)
        }
        return TransportFailure(.notSent, .connectionRefused, detail: detail)
    }

    private static func from(tls error: NIOSSLError) -> TransportFailure {
        switch error {
        case .handshakeFailed: handshake(error)
        case .unableToValidateCertificate, .noCertificateToValidate:
            TransportFailure(.notSent, .certificateRefused)
        default:
            TransportFailure(.maybeSent, .connectionLost, detail: "\(error)")
        }
    }

    /// A handshake that failed, in the library's reason without its error numbers and the paths of its sources.
    private static func handshake(_ error: any Error) -> TransportFailure {
        let text = "\(error)"
        let mark = "OPENSSL_internal:"
        guard let found = text.firstRange(of: mark) else { return TransportFailure(.notSent, .tlsFailure) }
        let reason = text[found.upperBound...].prefix {
            $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_")
        }
        guard reason != "CERTIFICATE_VERIFY_FAILED" else {
            return TransportFailure(
                .notSent,
                .certificateRefused,
                detail: "no authority that is believed signed it, or it is not valid now"
            )
        }
        let words = reason.lowercased().split(separator: "_").joined(separator: " ")
        return TransportFailure(.notSent, .tlsFailure, detail: words)
    }
}
