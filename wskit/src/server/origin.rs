//! Which pages may connect: by default those served with the same scheme, host and port.

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

    /// Whether a handshake may go on; `is_tls` says how it arrived. Programs that are not browsers send no `Origin` and
    /// pass.
    pub(super) fn allows(&self, headers: &HeaderMap, is_tls: bool) -> bool {
        let Some(origin) = headers.get(ORIGIN) else { return true };
        let Ok(origin) = origin.to_str() else { return false };
        if self.0.iter().any(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(origin)) {
            return true;
        }
        let scheme = scheme(headers, is_tls);
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let own = origin.split_once("://").filter(|(theirs, _)| theirs.eq_ignore_ascii_case(scheme));
        own.is_some_and(|(_, own)| {
            !host.is_empty() && bare(own, scheme).eq_ignore_ascii_case(bare(host, scheme))
        })
    }
}

/// The scheme the client used. A proxy that ends TLS says so; a page cannot set this header, so that one of another
/// origin cannot pretend.
fn scheme(headers: &HeaderMap, is_tls: bool) -> &str {
    let forwarded = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
    match forwarded.and_then(|schemes| schemes.split(',').next()).map(str::trim) {
        Some("https" | "wss") => "https",
        Some("http" | "ws") => "http",
        _ if is_tls => "https",
        _ => "http",
    }
}

/// Host and port without the port that the scheme implies.
fn bare<'a>(host: &'a str, scheme: &str) -> &'a str {
    let implied = if scheme == "https" { ":443" } else { ":80" };
    host.strip_suffix(implied).unwrap_or(host)
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
    fn the_same_scheme_host_and_port_pass_and_others_do_not() {
        let allows = |host, origin, is_tls| Origins::default().allows(&headers(host, origin), is_tls);
        assert!(allows("a.example:80", None, false));
        assert!(allows("a.example:81", Some("http://a.example:81"), false));
        assert!(allows("a.example:80", Some("http://A.example"), false));
        assert!(allows("a.example", Some("https://a.example:443"), true));
        for (host, origin, is_tls) in [
            ("a.example:81", "http://a.example", false),
            ("a.example", "http://a.example.evil", false),
            ("a.example", "https://a.example", false),
            ("a.example", "http://a.example", true),
            ("a.example:443", "http://a.example", false),
            ("a.example", "null", false),
            ("a.example", "a.example", false),
            ("", "http://", false),
        ] {
            assert!(!allows(host, Some(origin), is_tls), "{host} {origin} {is_tls}");
        }
    }

    #[test]
    fn a_proxy_that_ends_tls_may_say_so() {
        let mut forwarded = headers("a.example", Some("https://a.example"));
        assert!(!Origins::default().allows(&forwarded, false));
        forwarded.insert("x-forwarded-proto", "https, http".parse().unwrap());
        assert!(Origins::default().allows(&forwarded, false));
    }

    #[test]
    fn an_allow_list_adds_to_it() {
        let mut origins = Origins::default();
        origins.allow("https://app.example");
        assert!(origins.allows(&headers("api.example", Some("https://app.example")), false));
        assert!(!origins.allows(&headers("api.example", Some("https://evil.example")), false));
    }
}
