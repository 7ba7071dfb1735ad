//! The macros of wskit. Use them through the `wskit` crate.

use proc_macro::TokenStream;

/// Stands in for `JsonSchema` and `TS` when the feature `schema` is off: takes their attributes and writes nothing.
#[proc_macro_derive(NoSchema, attributes(schemars, ts))]
pub fn no_schema(_: TokenStream) -> TokenStream {
    TokenStream::new()
}
