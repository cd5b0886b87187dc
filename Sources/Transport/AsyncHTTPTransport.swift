import AsyncHTTPClient
public import HTTPExchange
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends requests through async-http-client.
///
/// Redirects off, cookies never kept, compression never asked for, the client's own connection retries off. The whole
/// exchange, body included, ends at the caller's timeout. Lent by ``withTransport(routes:network:limits:_:)``, which
/// closes every connection.
public struct AsyncHTTPTransport: HTTPTransport {
    private let clients: Clients
    private let routes: HostRoutes
    private let limits: TransportLimits

    /// Lends a transport.
    ///
    /// - Parameters:
    ///   - routes: Where requests for a host really go.
    ///   - network: How other machines are reached.
    ///   - limits: Bounds of each exchange.
    ///   - body: Uses the transport.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or what closing the connections throws.
    public static func withTransport<Result: Sendable>(
        routes: HostRoutes = .asNamed,
        network: NetworkSettings = .direct,
        limits: TransportLimits = TransportLimits(),
        _ body: (AsyncHTTPTransport) async throws -> Result
    ) async throws -> Result {
        try await Clients.with(network, limits) { clients in
            try await body(AsyncHTTPTransport(clients: clients, routes: routes, limits: limits))
        }
    }

    /// Sends a request once, to where the routes lead its host.
    ///
    /// What stays on the machine, and what is known by its certificate, has a connection of its own and no proxy ever;
    /// the rest goes through the proxy where there is one for it.
    public func send(
        _ request: OutgoingRequest,
        timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        guard request.isWithinReach else {
            throw TransportFailure(.notSent, .hostRefused, detail: request.address.authority)
        }
        let outgoing: HTTPClientRequest
        let client: HTTPClient
        switch routes.destination(for: request.address.host) {
        case .asNamed:
            if request.reach == .machine || request.pinnedCertificate != nil {
                return try await direct(request, timeout: timeout)
            }
            outgoing = prepared(request, url: request.address.description)
            client = clients.client(for: request.address)
        case .loopback(let port):
            outgoing = prepared(request, url: "http://127.0.0.1:\(port)\(request.address.target)")
            client = clients.trusted
        case .refused:
            throw TransportFailure(.notSent, .hostRefused, detail: request.address.authority)
        }
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        return try await within(deadline) { try await answer(to: outgoing, by: client, deadline: deadline) }
    }

    /// The same over a connection of its own.
    private func direct(
        _ request: OutgoingRequest,
        timeout: Duration
    ) async throws(TransportFailure) -> HTTPAnswer {
        guard request.pinnedCertificate == nil || request.address.scheme == .https else {
            throw TransportFailure(.notSent, .tlsFailure, detail: "no certificate is shown in clear text")
        }
        var head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: request.method.rawValue),
            uri: request.address.target
        )
        head.headers = headers(of: request)
        head.headers.add(name: "Connection", value: "close")
        if !request.body.isEmpty {
            head.headers.replaceOrAdd(name: "Content-Length", value: String(request.body.count))
        }
        // A connection attempt cannot be cancelled: it ends with the time for the whole.
        let exchange = DirectExchange(
            thumbprint: request.pinnedCertificate,
            roots: clients.roots,
            limits: limits.narrowed(to: request.reach, within: timeout)
        )
        return try await within(.now() + TimeAmount(timeout)) { [head] in
            try await exchange.send(head, body: request.body, to: request.address)
        }
    }

    /// One request on the wire and its whole answer, both within the deadline.
    private func within(
        _ deadline: NIODeadline,
        _ exchange: @escaping @Sendable () async throws -> HTTPAnswer
    ) async throws(TransportFailure) -> HTTPAnswer {
        do {
            return try await first(of: exchange, deadline)
        } catch {
            throw TransportFailure.from(error)
        }
    }

    private func first(
        of exchange: @escaping @Sendable () async throws -> HTTPAnswer,
        _ deadline: NIODeadline
    ) async throws -> HTTPAnswer {
        let remaining = max(0, (deadline - .now()).nanoseconds)
        return try await withThrowingTaskGroup(of: HTTPAnswer?.self, returning: HTTPAnswer.self) { group in
            group.addTask { try await exchange() }
            group.addTask {
                try await Task.sleep(for: .nanoseconds(remaining))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw HTTPClientError.deadlineExceeded
            }
            return answer
        }
    }

    private func answer(
        to request: HTTPClientRequest,
        by client: HTTPClient,
        deadline: NIODeadline
    ) async throws -> HTTPAnswer {
        let response = try await client.execute(request, deadline: deadline)
        let body = try await response.body.collect(upTo: limits.bodyInBytes)
        return HTTPAnswer(
            status: Int(response.status.code),
            fields: HTTPFields(response.headers),
            body: Array(body.readableBytesView)
        )
    }

    private func prepared(_ request: OutgoingRequest, url: String) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: url)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers = headers(of: request)
        if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        return outgoing
    }

    private func headers(of request: OutgoingRequest) -> HTTPHeaders {
        var headers = HTTPHeaders([("Host", request.address.authority)])
        for field in request.fields { headers.add(name: field.name.rawName, value: field.value) }
        headers.replaceOrAdd(name: "Accept-Encoding", value: "identity")
        return headers
    }
}

extension HTTPFields {
    /// The fields of an answer; those whose names break the rules of HTTP are left out.
    init(_ headers: HTTPHeaders) {
        self.init()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            append(HTTPField(name: name, value: value))
        }
    }
}

extension TimeAmount {
    /// The same length of time, cut to what fits.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        self = .nanoseconds(overflow ? .max / 4 : nanoseconds + attoseconds / 1_000_000_000)
    }
}
