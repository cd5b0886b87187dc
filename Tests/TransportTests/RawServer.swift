import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on 127.0.0.1 that answers every connection with given bytes, whatever is asked, and keeps what it was sent.
final class RawServer: Sendable {
    /// What it does once a request's head has arrived.
    enum Behaviour: Sendable {
        /// Writes these bytes and closes.
        case answer(String)
        /// Writes these bytes and keeps the connection open without another word.
        case answerAndHang(String)
        /// Closes without a byte.
        case close
        /// Says nothing.
        case hang
        /// Writes these bytes and closes once so many requests wait for them at once.
        case answerTogether(String, count: Int)
    }

    /// Who waits for others to come.
    private struct Company: Sendable {
        var isThere = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let port: Int
    private let received: Mutex<[String]>
    private let company = Mutex(Company())

    /// The requests so far, as they came over the wire.
    var requests: [String] { received.withLock { $0 } }

    private init(port: Int, received: consuming Mutex<[String]>) {
        self.port = port
        self.received = received
    }

    fileprivate func append(_ text: String) { received.withLock { $0.append(text) } }

    /// Lends a server.
    static func withRunning<Result: Sendable>(
        _ behaviour: Behaviour,
        tls: NIOSSLContext? = nil,
        _ body: @Sendable (RawServer) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let server = RawServer(port: listener.channel.localAddress?.port ?? 0, received: Mutex([]))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { inner in
                        for try await connection in connections {
                            inner.addTask { try? await server.serve(connection, behaviour) }
                        }
                    }
                }
            }
            defer { group.cancelAll() }
            return try await body(server)
        }
    }

    /// A port of 127.0.0.1 that nothing listens on.
    static func closedPort() async throws -> Int {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ behaviour: Behaviour)
        async throws
    {
        try await connection.executeThenClose { inbound, outbound in
            var text = ""
            var iterator = inbound.makeAsyncIterator()
            while !text.contains("\r\n\r\n"), let buffer = try await iterator.next() {
                text += String(buffer: buffer)
            }
            append(text)
            switch behaviour {
            case .answer(let bytes):
                try await outbound.write(ByteBuffer(string: bytes))
            case .answerAndHang(let bytes):
                try await outbound.write(ByteBuffer(string: bytes))
                while try await iterator.next() != nil {}
            case .close:
                return
            case .hang:
                while try await iterator.next() != nil {}
            case .answerTogether(let bytes, let count):
                await together(count)
                try await outbound.write(ByteBuffer(string: bytes))
            }
        }
    }

    /// Waits until so many requests have come.
    private func together(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let ready = company.withLock { company -> [CheckedContinuation<Void, Never>] in
                company.waiting.append(continuation)
                company.isThere = company.isThere || company.waiting.count >= count
                guard company.isThere else { return [] }
                defer { company.waiting = [] }
                return company.waiting
            }
            for waiting in ready { waiting.resume() }
        }
    }
}
