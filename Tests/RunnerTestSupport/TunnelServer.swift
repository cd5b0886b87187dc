import NIOCore
import NIOPosix
public import NIOSSL
import Synchronization

/// A proxy on 127.0.0.1 that takes `CONNECT`: leads to a port of this machine, whatever host is asked for, or refuses.
///
/// With a certificate it plays the hosts themselves: TLS ends in it, and the port behind is spoken to in clear text.
public final class TunnelServer: Sendable {
    /// The port that it listens at.
    public let port: Int
    private let seen: Mutex<[String]>

    /// What came in the clear: the heads of the requests for a tunnel, and the first bytes within it.
    public var heads: [String] { seen.withLock { $0 } }

    private init(port: Int, seen: consuming Mutex<[String]>) {
        self.port = port
        self.seen = seen
    }

    /// Lends a proxy.
    ///
    /// - Parameters:
    ///   - target: The port that tunnels lead to.
    ///   - refusal: The status line that it answers with instead.
    ///   - tls: The certificate that it shows in place of the hosts.
    ///   - body: Uses the proxy.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or that it cannot listen.
    public static func withRunning<Result: Sendable>(
        to target: Int,
        refusal: String? = nil,
        tls: NIOSSLContext? = nil,
        _ body: @Sendable (TunnelServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let server = TunnelServer(port: listener.channel.localAddress?.port ?? 0, seen: Mutex([]))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { inner in
                        for try await connection in connections {
                            inner.addTask { try? await server.serve(connection, target, refusal, tls) }
                        }
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body(server)
        }
    }

    private func serve(
        _ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
        _ target: Int,
        _ refusal: String?,
        _ tls: NIOSSLContext?
    ) async throws {
        try await client.executeThenClose { inbound, outbound in
            var head = ""
            var iterator = inbound.makeAsyncIterator()
            while !head.contains("\r\n\r\n"), let bytes = try await iterator.next() {
                head += String(buffer: bytes)
            }
            seen.withLock { [head] in $0.append(head) }
            if let refusal {
                try await outbound.write(
                    ByteBuffer(string: "HTTP/1.1 \(refusal)\r\nContent-Length: 0\r\n\r\n")
                )
                return
            }
            let server = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: "127.0.0.1", port: target) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            // Around all of it: a client may be gone by now, and what was opened must be closed.
            try await server.executeThenClose { answers, requests in
                let channel = client.channel
                // In one go: what comes next may be TLS already.
                try await channel.eventLoop.submit {
                    channel.writeAndFlush(
                        ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"),
                        promise: nil
                    )
                    guard let tls else { return }
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLServerHandler(context: tls),
                        position: .first
                    )
                }.get()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await bytes in answers { try await outbound.write(bytes) }
                    }
                    while let bytes = try await iterator.next() {
                        seen.withLock { $0.append(String(buffer: bytes)) }
                        try await requests.write(bytes)
                    }
                    group.cancelAll()
                }
            }
        }
    }
}
