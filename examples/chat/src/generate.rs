//! What is generated for the page.

use wskit_codegen::Generator;

use crate::protocol::Chat;

/// Writes or checks `web/protocol.js`, `web/client.js` with their declarations, and the JSON Schema.
pub fn generator() -> Generator {
    Generator::of::<Chat>()
        .root(env!("CARGO_MANIFEST_DIR"))
        .javascript("web")
        .json_schema("schema")
        .regenerate_with("cargo xtask codegen")
}
