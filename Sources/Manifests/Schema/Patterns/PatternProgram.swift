import CPCRE2

/// A compiled pattern of PCRE2; owns its memory.
// @unchecked: both pointers are written once, and PCRE2 promises that matching only reads what they point to.
@safe final class PatternProgram: @unchecked Sendable {
    private let code: OpaquePointer
    private let limits: OpaquePointer

    /// Compiles a pattern in PCRE2's grammar.
    ///
    /// - Parameter pattern: UTF-8.
    /// - Throws: Why it is not one.
    init(_ pattern: [UInt8]) throws(PatternExpression.Fault) {
        guard let settings = unsafe pcre2_compile_context_create_8(nil),
            let limits = unsafe pcre2_match_context_create_8(nil)
        else { throw .malformed("there is no memory for it") }
        defer { unsafe pcre2_compile_context_free_8(settings) }
        unsafe pcre2_set_parens_nest_limit_8(settings, 250)
        unsafe pcre2_set_max_pattern_length_8(settings, 2 << 20)
        unsafe pcre2_set_match_limit_8(limits, 200_000)
        unsafe pcre2_set_depth_limit_8(limits, 10_000)
        unsafe pcre2_set_heap_limit_8(limits, 8 * 1024)
        let options =
            UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_UNSET_BACKREF)
            | UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_NEVER_UCP) | UInt32(PCRE2_NEVER_BACKSLASH_C)
        var error: Int32 = 0
        var offset = 0
        let code = unsafe pattern.withUnsafeBufferPointer { bytes in
            unsafe pcre2_compile_8(bytes.baseAddress, bytes.count, options, &error, &offset, settings)
        }
        guard let code = unsafe code else {
            unsafe pcre2_match_context_free_8(limits)
            throw .malformed(Self.words(error))
        }
        unsafe self.code = code
        unsafe self.limits = limits
    }

    deinit {
        unsafe pcre2_code_free_8(code)
        unsafe pcre2_match_context_free_8(limits)
    }

    /// Looks for a match.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: PCRE2's answer: 0 or more for a match, else one of its errors.
    func match(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let place = unsafe pcre2_match_data_create_8(1, nil) else { return PCRE2_ERROR_NOMEMORY }
        defer { unsafe pcre2_match_data_free_8(place) }
        guard let start = text.baseAddress else {
            return unsafe withUnsafePointer(to: UInt8(0)) {
                unsafe pcre2_match_8(code, $0, 0, 0, 0, place, limits)
            }
        }
        return unsafe pcre2_match_8(code, start, text.count, 0, 0, place, limits)
    }

    private static func words(_ error: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            unsafe pcre2_get_error_message_8(error, bytes.baseAddress, bytes.count)
        }
        return String(decoding: buffer.prefix(max(0, Int(count))), as: UTF8.self)
    }
}
