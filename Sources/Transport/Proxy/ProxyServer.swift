import AsyncHTTPClient
import HTTPExchange
public import Secrets

/// A proxy that connections are led through; shown without its password.
public struct ProxyServer: Sendable, CustomStringConvertible {
    /// How it is spoken to.
    public enum Kind: String, Hashable, Sendable {
        /// A tunnel by `CONNECT`.
        case http
        /// SOCKS version 5.
        case socks5
    }

    /// Who it lets through.
    public struct Login: Sendable {
        /// The user's name.
        public let user: String
        /// The password.
        public let password: Secret
    }

    /// How it is spoken to.
    public let kind: Kind
    /// Its host.
    public let host: String
    /// Its port.
    public let port: Int
    /// Who it lets through, when it was given.
    public let login: Login?

    /// The proxy's address without user and password.
    public var description: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[" + host + "]" : host
        return "\(kind.rawValue)://\(name):\(port)"
    }

    /// What must not be seen of it.
    public var secrets: [Secret] {
        guard let login else { return [] }
        let pair = login.password.expose { Secret(login.user + ":" + $0) }
        return login.password.isEmpty ? [] : [login.password, pair]
    }

    /// The proxy as the client wants it.
    var configuration: HTTPClient.Configuration.Proxy {
        switch kind {
        case .socks5: return .socksServer(host: host, port: port)
        case .http:
            guard let login else { return .server(host: host, port: port) }
            return login.password.expose {
                .server(host: host, port: port, authorization: .basic(username: login.user, password: $0))
            }
        }
    }
}

extension ProxyServer {
    /// Why a text does not name a proxy.
    struct Fault: Error, Hashable {
        /// What is wrong, lowercase, without the text.
        let reason: String
    }

    /// Reads the value of a variable such as `HTTPS_PROXY`.
    ///
    /// - Parameter text: `[http://][user:password@]host[:port][/]`, percent-encoded where it must be.
    /// - Throws: ``Fault``, which quotes nothing: a password may stand there.
    init(parsing text: String) throws(Fault) {
        var rest = text[...]
        var kind = Kind.http
        if let mark = rest.range(of: "://") {
            let scheme = rest[..<mark.lowerBound].lowercased()
            switch scheme {
            case "http": kind = .http
            case "socks5", "socks5h": kind = .socks5
            case "https": throw Fault(reason: "proxies that are spoken to over TLS are not supported")
            default: throw Fault(reason: "only `http://` and `socks5://` proxies are supported")
            }
            rest = rest[mark.upperBound...]
        }
        if rest.utf8.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        var login: Login?
        // The last one: people forget to encode an `@` in a password.
        if let at = rest.utf8.lastIndex(of: UInt8(ascii: "@")) {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let user = Self.decoded(parts[0]),
                let password = Self.decoded(parts.count > 1 ? parts[1] : "")
            else { throw Fault(reason: "its user or password has a `%` without two hexadecimal digits") }
            guard !user.utf8.contains(UInt8(ascii: ":")) else { throw Fault(reason: "its user has a colon") }
            login = Login(user: user, password: Secret(password))
            rest = rest[rest.utf8.index(after: at)...]
        }
        guard kind == .http || login == nil else {
            throw Fault(reason: "a `socks5://` proxy with user and password is not supported")
        }
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress.parse("http://" + rest)
        } catch {
            throw Fault(reason: "it has \(error.reason)")
        }
        guard address.path == "/", address.query == nil else { throw Fault(reason: "it has a path") }
        self.kind = kind
        self.host = address.host
        self.port = address.explicitPort ?? (kind == .http ? 80 : 1080)
        self.login = login
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16),
                high != UInt8(ascii: "+")
            else { return nil }
            bytes.append(value)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    /// Where a text first stands in this one.
    fileprivate func range(of text: String) -> Range<Substring.Index>? { firstRange(of: text) }
}
