import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import Secrets

/// Azure Arc's agent: the first answer names a file that only trusted users can read, and its content opens the second.
///
/// Whoever sits on the agent's port could name any file, so the path is held against the agent's own folder before
/// anything is read.
struct ArcAgent: IdentityService {
    let source = ManagedIdentitySource.azureArc
    let names = SelectorNames.metadataService
    let address: WebAddress
    /// Reads keys.
    let files: any FileSystem
    /// Where the agent puts its keys.
    let keyFolder: String

    /// Where the agent listens unless a variable says otherwise.
    static let usualAddress = WebAddress(
        scheme: .http,
        host: "127.0.0.1",
        port: 40_342,
        path: MetadataService.path
    )
    /// The agent's program: where it is, the agent is.
    static let program = "/opt/azcmagent/bin/himds"
    static let usualKeyFolder = "/var/opt/azcmagent/tokens"
    private static let keyLimit = 4096

    /// Agents of some years ago pass the choice over and answer with the system-assigned identity.
    var mustConfirm: Bool { true }

    init(
        address: WebAddress = usualAddress,
        files: any FileSystem,
        keyFolder: String = usualKeyFolder
    ) {
        self.address = address
        self.files = files
        self.keyFolder = keyFolder
    }

    func request(for audience: Audience, as selector: IdentitySelector, key: Secret?) -> OutgoingRequest {
        var fields: HTTPFields = [.metadata: "true"]
        if let key { fields[.authorization] = "Basic " + key.expose { $0 } }
        return query(version: "2020-06-01", audience, selector, fields: fields)
    }

    func key(askedForBy answer: HTTPAnswer) throws(KeyFault) -> Secret? {
        guard answer.status == 401 else {
            if answer.status == 200 {
                throw .unexpected(
                    "HTTP 200 at once: the agent asks for a key first, so this is not the agent"
                )
            }
            return nil
        }
        let path = try path(in: answer.fields[.wwwAuthenticate] ?? "")
        let bytes = try content(of: path)
        guard !bytes.isEmpty, bytes.allSatisfy({ 0x20...0x7E ~= $0 }) else {
            throw .unexpected("the key that the agent names is empty or not of visible characters")
        }
        return Secret(bytes: bytes)
    }

    /// The bytes of a key; it must stand in the folder itself, since a link could lead anywhere.
    private func content(of path: String) throws(KeyFault) -> [UInt8] {
        let isLink: Bool
        let bytes: [UInt8]
        do throws(Diagnostic) {
            let real = try files.canonicalPath(path)
            isLink = try files.canonicalPath(keyFolder) + path.dropFirst(keyFolder.utf8.count) != real
            bytes = isLink ? [] : try files.read(real, limit: Self.keyLimit)
        } catch {
            throw .unreadable(path: path, reason: error.message)
        }
        guard !isLink else { throw .unexpected("the key that the agent names is a link to another place") }
        return bytes
    }

    /// The path in `Basic realm=PATH`, when it is one of the agent's keys.
    private func path(in challenge: String) throws(KeyFault) -> String {
        guard challenge.lowercased().hasPrefix("basic "), let equals = challenge.firstIndex(of: "=") else {
            throw .unexpected("HTTP 401 without a `WWW-Authenticate: Basic realm=…` that names a key")
        }
        let path = String(challenge[challenge.index(after: equals)...])
        let name = path.utf8.dropFirst(keyFolder.utf8.count + 1)
        guard path.utf8.starts(with: (keyFolder + "/").utf8), path.hasSuffix(".key"), 5...255 ~= name.count,
            name.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "/") }),
            name.first != UInt8(ascii: ".")
        else {
            throw .unexpected("the agent names a key that is no `.key` file of `\(keyFolder)`")
        }
        return path
    }
}
