use crate::{close::Close, error::Code};

/// Whether a connection survives an error that says its client may not do something. By default it does.
///
/// ```
/// use wskit::{prelude::*, router::AuthPolicy};
///
/// let strict = AuthPolicy { close_on_unauthenticated: true, ..AuthPolicy::default() };
/// let router = Router::<()>::new().auth(strict);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "`..AuthPolicy::default()` is how it is meant to be written")]
pub struct AuthPolicy {
    /// Close with 1008 after an `UNAUTHENTICATED`.
    pub close_on_unauthenticated: bool,
    /// Close with 1008 after a `PERMISSION_DENIED`.
    pub close_on_permission_denied: bool,
}

impl AuthPolicy {
    /// The close that follows an error, if one does.
    pub(crate) fn close_after(self, code: &str) -> Option<Close> {
        let closing = match Code::from_name(code)? {
            code @ Code::Unauthenticated if self.close_on_unauthenticated => code,
            code @ Code::PermissionDenied if self.close_on_permission_denied => code,
            _ => return None,
        };
        Some(Close::not_allowed(closing))
    }
}
