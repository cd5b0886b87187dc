import HTTPExchange
import HTTPTypes
import Secrets

/// One of the services that hand out tokens of managed identities: what is sent to it, nothing of when and how often.
///
/// Every conformer: makes the same request for the same question; sends its proof only to its own address.
protocol IdentityService: Sendable {
    /// Which service it is.
    var source: ManagedIdentitySource { get }
    /// Where it is asked.
    var address: WebAddress { get }
    /// What proves to it that the question comes from the right process.
    var proof: Secret? { get }

    /// How an identity is chosen there.
    var names: SelectorNames { get }

    /// The request for a token.
    ///
    /// - Parameters:
    ///   - audience: What the token is for.
    ///   - selector: Which identity; one that ``names`` can choose.
    ///   - key: What an earlier answer asked for.
    /// - Returns: The request.
    func request(for audience: Audience, as selector: IdentitySelector, key: Secret?) -> OutgoingRequest

    /// Looks at an answer for a key that it wants to see before there is a token.
    ///
    /// - Parameter answer: The answer to the request without a key.
    /// - Returns: The key; `nil` when the answer is the last one.
    /// - Throws: ``KeyFault`` when there is no such key.
    func key(askedForBy answer: HTTPAnswer) throws(KeyFault) -> Secret?

    /// Whether the answer must repeat by what the identity was chosen, since the service may pass that over.
    var mustConfirm: Bool { get }
}

extension IdentityService {
    var proof: Secret? { nil }
    var mustConfirm: Bool { false }
    func key(askedForBy answer: HTTPAnswer) throws(KeyFault) -> Secret? { nil }

    /// Whether it is worth asking again after a status.
    ///
    /// The metadata service says 404 while it starts and 410 while it is updated; elsewhere these are final.
    func isTransient(_ status: Int) -> Bool {
        EntraRefusal.isTransient(status) || source == .imds && (status == 404 || status == 410)
    }

    /// The request with a query, as all services but Cloud Shell take it.
    func query(
        version: String,
        _ audience: Audience,
        _ selector: IdentitySelector,
        fields: HTTPFields
    ) -> OutgoingRequest {
        var parameters = [("api-version", version), ("resource", audience.value)]
        if let name = names.name(for: selector), let value = selector.value {
            parameters.append((name, value))
        }
        let text = (address.query.map { [$0] } ?? []) + parameters.map { $0 + "=" + Self.encoded($1, $0) }
        return OutgoingRequest(
            method: .get,
            address: WebAddress(
                scheme: address.scheme,
                host: address.host,
                port: address.explicitPort,
                path: address.path,
                query: text.joined(separator: "&")
            ),
            fields: fields,
            reach: .machine
        )
    }

    /// Percent-encodes a value; the slashes of a resource id stay, as the services' own clients send them.
    private static func encoded(_ value: String, _ name: String) -> String {
        let parts =
            name.hasSuffix("_res_id")
            ? value.split(separator: "/", omittingEmptySubsequences: false) : [value[...]]
        return parts.map { part in
            String(decoding: FormText.encode([("", String(part))]).dropFirst(), as: UTF8.self)
        }.joined(separator: "/")
    }
}

/// Why a service's demand for a key could not be met.
enum KeyFault: Error, Hashable {
    /// The answer is not one of the service's.
    case unexpected(String)
    /// The key cannot be read by this user.
    case unreadable(path: String, reason: String)
}

extension HTTPField.Name {
    /// Tells a metadata service that the request is meant for it: no browser and no redirect sends it.
    static let metadata = fixed("Metadata")
    static let identityHeader = fixed("X-IDENTITY-HEADER")
    static let secretInLowerCase = fixed("secret")
    static let secret = fixed("Secret")

    private static func fixed(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("`\(name)` is not a field name") }
        return name
    }
}
