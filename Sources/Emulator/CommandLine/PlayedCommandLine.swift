public import Host
import JSONValues
public import Manifests
import Synchronization

/// Plays the Azure CLI with the sign-in of the document: `az account get-access-token`; no program is run.
///
/// The tokens are those of the emulator that it was given to, so until one runs there are none.
public final class PlayedCommandLine: CommandRunner {
    /// Where `az` stands; nothing is there.
    static let program = "/run/emulator/az"
    /// The application that the Azure CLI is in every tenant.
    static let applicationID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

    private struct Maker {
        let tokens: AccessTokens
        let lifetime: Int
    }

    private let signIn: EmulatedSignIn
    private let time: any Timekeeper
    private let maker = Mutex<Maker?>(nil)

    /// Makes it.
    ///
    /// - Parameters:
    ///   - signIn: Who is signed in.
    ///   - time: The time.
    public init(_ signIn: EmulatedSignIn, time: any Timekeeper) {
        self.signIn = signIn
        self.time = time
    }

    /// Takes the tokens of an emulator that runs.
    ///
    /// - Parameters:
    ///   - tokens: Makes them.
    ///   - lifetime: How long they are good, in seconds.
    func begin(_ tokens: AccessTokens, lifetime: Int) {
        maker.withLock { $0 = Maker(tokens: tokens, lifetime: lifetime) }
    }

    /// `az` is played.
    public func path(of name: String) -> String? { name == "az" ? Self.program : nil }

    /// Answers as `az` would; every other program is refused.
    public func run(_ command: ProgramCommand) async throws(CommandFault) -> ProgramEnd {
        guard command.program == Self.program, let maker = maker.withLock({ $0 }) else { throw .notAllowed }
        guard let asked = Self.options(command.arguments), let resource = asked["--resource"] else {
            return Self.refusal(
                "unrecognized arguments: only `account get-access-token` is played",
                status: 2
            )
        }
        if let tenant = asked["--tenant"], tenant.lowercased() != signIn.tenantID {
            return Self.refusal(
                "No sign-in of tenant \(tenant). To sign in, run: az login --tenant \(tenant)"
            )
        }
        if let subscription = asked["--subscription"], subscription.lowercased() != signIn.subscriptionID {
            return Self.refusal("Subscription '\(subscription)' not found. Check the spelling and casing.")
        }
        guard EntraAuthority.audiences.contains(resource) else {
            return Self.refusal(
                "AADSTS500011: The resource principal named \(resource) was not found in the tenant."
            )
        }
        let token = maker.tokens.token(
            for: resource,
            claims: .init(applicationID: Self.applicationID, tenantID: signIn.tenantID),
            lifetime: maker.lifetime,
            objectID: signIn.objectID,
            scopes: "user_impersonation"
        )
        let ends = Int(time.now.milliseconds / 1000) + maker.lifetime
        let document: JSONValue = [
            "accessToken": .string(token), "expires_on": .number(JSONNumber(ends)),
            "subscription": signIn.subscriptionID.map { .string($0) } ?? .null,
            "tenant": .string(signIn.tenantID), "tokenType": "Bearer",
        ]
        return ProgramEnd(status: 0, output: Array((JSONWriter.text(document) + "\n").utf8))
    }

    /// The options of `account get-access-token`; `nil` for anything else.
    private static func options(_ arguments: [String]) -> [String: String]? {
        guard arguments.prefix(2) == ["account", "get-access-token"], arguments.count.isMultiple(of: 2) else {
            return nil
        }
        let known: Set = ["--output", "--resource", "--tenant", "--subscription"]
        var options: [String: String] = [:]
        for index in stride(from: 2, to: arguments.count, by: 2) {
            guard known.contains(arguments[index]) else { return nil }
            options[arguments[index]] = arguments[index + 1]
        }
        return options
    }

    private static func refusal(_ words: String, status: Int = 1) -> ProgramEnd {
        ProgramEnd(status: status, error: Array("ERROR: \(words)\n".utf8))
    }
}
