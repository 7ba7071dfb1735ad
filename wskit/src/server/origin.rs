//! Which pages may connect: by default those served by the same host and port.

use http::{
    HeaderMap,
    header::{HOST, ORIGIN},
};

/// The origins that are let in besides the server's own.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins(Vec<String>);

impl Origins {
    pub(super) fn allow(&mut self, origin: impl Into<String>) {
        self.0.push(origin.into());
    }

    /// Whether a handshake may go on. Programs that are not browsers send no `Origin` and pass.
    pub(super) fn allows(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(ORIGIN) else { return true };
        let Ok(origin) = origin.to_str() else { return false };
        if self.0.iter().any(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(origin)) {
            return true;
        }
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let own = ["http://", "https://"].iter().find_map(|scheme| origin.strip_prefix(scheme));
        own.is_some_and(|own| !host.is_empty() && own.eq_ignore_ascii_case(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_same_host_and_port_pass_and_others_do_not() {
        let origins = Origins::default();
        assert!(origins.allows(&headers("a.example:80", None)));
        assert!(origins.allows(&headers("a.example:81", Some("http://a.example:81"))));
        assert!(!origins.allows(&headers("a.example:81", Some("http://a.example"))));
        assert!(!origins.allows(&headers("a.example", Some("http://a.example.evil"))));
        assert!(!origins.allows(&headers("a.example", Some("null"))));
    }

    #[test]
    fn an_allow_list_adds_to_it() {
        let mut origins = Origins::default();
        origins.allow("https://app.example");
        assert!(origins.allows(&headers("api.example", Some("https://app.example"))));
        assert!(!origins.allows(&headers("api.example", Some("https://evil.example"))));
    }
}
