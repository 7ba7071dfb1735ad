//! Wire types: the `type` of a frame.

use heck::ToShoutySnakeCase;
use syn::{Ident, LitStr, ext::IdentExt};

use crate::diagnostics::{self, Errors};

/// The Rust name in SCREAMING_SNAKE_CASE, also the default of an error's code.
pub(super) fn default(name: &Ident) -> LitStr {
    LitStr::new(&name.unraw().to_string().to_shouty_snake_case(), name.span())
}

/// The names the system uses itself cannot be declared: their frames would never reach a handler.
pub(super) fn check(name: &LitStr, errors: &mut Errors) {
    let text = name.value();
    if text.is_empty() {
        errors.push(diagnostics::empty_wire_type(name.span()));
    } else if is_reserved(&text) {
        errors.push(diagnostics::reserved_wire_type(&text, name.span()));
    }
}

fn is_reserved(name: &str) -> bool {
    name.starts_with('$') || name.starts_with("__") || name == "ERROR" || name == "RPC_ERROR"
}
