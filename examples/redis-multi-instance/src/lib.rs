//! One room on two servers that share a Redis: what is said on one is heard on both.
//!
//! `start` beside this crate runs all of it.

mod handlers;
mod protocol;

use wskit::server::Files;
use wskit_codegen::Generator;

pub use handlers::{Guest, router};
pub use protocol::{Arrived, Enter, Entered, Left, Room, Said, Say};

/// Writes or checks what the page imports.
pub fn generator() -> Generator {
    Generator::of::<Room>()
        .root(env!("CARGO_MANIFEST_DIR"))
        .javascript("web")
        .regenerate_with("cargo xtask codegen")
}

/// Everything a browser loads.
pub fn page() -> Files {
    const JS: &str = "text/javascript; charset=utf-8";
    Files::new()
        .file("/", "text/html; charset=utf-8", include_bytes!("../web/index.html"))
        .file("/app.js", JS, include_bytes!("../web/app.js"))
        .file("/client.js", JS, include_bytes!("../web/client.js"))
}
