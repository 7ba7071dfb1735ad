//! The page, embedded: the server is one binary.

use wskit::server::Files;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($path:literal $file:literal $content_type:ident)*) => {
        Files::new()$(.file($path, $content_type, include_bytes!(concat!("../web/", $file))))*
    };
}

/// Everything a browser loads.
pub fn page() -> Files {
    files! {
        "/" "index.html" HTML
        "/style.css" "style.css" CSS
        "/app.js" "app.js" JS
        "/banner.js" "banner.js" JS
        "/client.js" "client.js" JS
        "/composer.js" "composer.js" JS
        "/conversation.js" "conversation.js" JS
        "/dom.js" "dom.js" JS
        "/drawers.js" "drawers.js" JS
        "/import.js" "import.js" JS
        "/members.js" "members.js" JS
        "/model.js" "model.js" JS
        "/protocol.js" "protocol.js" JS
        "/rooms.js" "rooms.js" JS
        "/session.js" "session.js" JS
        "/welcome.js" "welcome.js" JS
    }
}
