//! The page, embedded: the server is one binary.

use wskit::server::Files;

macro_rules! files {
    ($($path:literal $file:literal $type:literal;)*) => {
        Files::new()$(.file($path, $type, include_bytes!(concat!("../web/", $file))))*
    };
}

/// Everything a browser loads.
pub fn page() -> Files {
    files! {
        "/" "index.html" "text/html; charset=utf-8";
    }
}
