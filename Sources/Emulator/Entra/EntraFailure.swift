/// An error of Entra's token endpoint, with the number that its support pages explain.
struct EntraFailure: Error, Hashable, Sendable {
    /// The number after `AADSTS`.
    let code: Int
    /// OAuth's name of the error.
    let error: String
    /// The status.
    let status: Int
    /// What is wrong, in Entra's words.
    let text: String

    init(_ code: Int, _ error: String, _ status: Int, _ text: String) {
        self.code = code
        self.error = error
        self.status = status
        self.text = text
    }

    static let onlyPOST = EntraFailure(
        900_561,
        "invalid_request",
        400,
        "The endpoint only accepts POST requests. Received a GET request."
    )

    static let notAForm = EntraFailure(
        90_100,
        "invalid_request",
        400,
        "The request body is not a valid form."
    )

    static func duplicate(_ field: String) -> EntraFailure {
        EntraFailure(
            9_000_411,
            "invalid_request",
            400,
            "The request is not properly formatted. The parameter '\(field)' is duplicated."
        )
    }

    static func malformedTenant(_ tenant: String) -> EntraFailure {
        EntraFailure(
            900_023,
            "invalid_request",
            400,
            "Specified tenant identifier '\(tenant)' is neither a valid DNS name, nor a valid external domain."
        )
    }

    static func unknownTenant(_ tenant: String) -> EntraFailure {
        EntraFailure(
            90_002,
            "invalid_request",
            400,
            """
            Tenant '\(tenant)' not found. Check to make sure you have the correct tenant ID and are signing into the \
            correct cloud. Check with your subscription administrator, this may happen if there are no active \
            subscriptions for the tenant.
            """
        )
    }

    static func missing(_ field: String) -> EntraFailure {
        EntraFailure(
            900_144,
            "invalid_request",
            400,
            "The request body must contain the following parameter: '\(field)'."
        )
    }

    static func unsupportedGrant(_ type: String) -> EntraFailure {
        EntraFailure(
            70_003,
            "unsupported_grant_type",
            400,
            "The app requested an unsupported grant type '\(type)'."
        )
    }

    static func unknownApplication(_ id: String, tenant: String) -> EntraFailure {
        EntraFailure(
            700_016,
            "unauthorized_client",
            400,
            """
            Application with identifier '\(id)' was not found in the directory '\(tenant)'. This can happen if the \
            application has not been installed by the administrator of the tenant or consented to by any user in \
            the tenant. You may have sent your authentication request to the wrong tenant.
            """
        )
    }

    static func wrongSecret(application: String) -> EntraFailure {
        EntraFailure(
            7_000_215,
            "invalid_client",
            401,
            """
            Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, \
            not the client secret ID, for a secret added to app '\(application)'.
            """
        )
    }

    static let noCredential = EntraFailure(
        7_000_216,
        "invalid_client",
        401,
        """
        'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.
        """
    )

    static let resourceOnV2 = EntraFailure(
        901_002,
        "invalid_request",
        400,
        "The 'resource' request parameter is not supported."
    )

    static let missingScope = EntraFailure(
        90_014,
        "invalid_request",
        400,
        """
        The required field 'scope' is missing from the credential. Ensure that you have all the necessary \
        parameters for the login request.
        """
    )

    static func scopeWithoutDefault(_ scope: String) -> EntraFailure {
        EntraFailure(
            1_002_012,
            "invalid_scope",
            400,
            """
            The provided value for scope \(scope) is not valid. Client credential flows must have a scope value \
            with /.default suffixed to the resource identifier (application ID URI).
            """
        )
    }

    static func invalidScope(_ scope: String) -> EntraFailure {
        EntraFailure(
            70_011,
            "invalid_scope",
            400,
            """
            The provided request must include a 'scope' input parameter. The provided value for the input parameter \
            'scope' is not valid. The scope \(scope) is not valid.
            """
        )
    }

    static func unknownAudience(_ audience: String, tenant: String) -> EntraFailure {
        EntraFailure(
            500_011,
            "invalid_resource",
            400,
            """
            The resource principal named \(audience) was not found in the tenant named \(tenant). This can happen if \
            the application has not been installed by the administrator of the tenant or consented to by any user in \
            the tenant. You might have sent your authentication request to the wrong tenant.
            """
        )
    }
}
