//! Well-known forms of text. Each is one regular expression that Rust, ECMAScript and JSON Schema read alike, so that
//! every output uses the same one; `format` alone is only an annotation in JSON Schema 2020-12.

use super::{Pattern, Text};
use crate::validate::{At, Issues};

/// A form of text that has a name.
#[derive(Debug)]
pub struct Format {
    code: &'static str,
    sentence: &'static str,
    pattern: Pattern,
}

impl Format {
    /// Reports a text of another form.
    #[inline]
    pub fn check<T: Text + ?Sized>(&self, value: &T, at: At<'_>, issues: &mut Issues) {
        if let Some(text) = value.text()
            && !self.pattern.is_match(text)
        {
            issues.add(at, self.code, self.sentence);
        }
    }

    /// Adds the pattern to a schema.
    #[cfg(feature = "schema")]
    pub fn describe<T: Text + ?Sized>(&self, schema: &mut schemars::Schema) {
        super::keywords::add_pattern(schema, self.pattern.source(), self.code);
    }

    /// Whether a text is of this form.
    #[cfg(feature = "url")]
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.pattern.is_match(text)
    }

    /// The pattern.
    #[cfg(all(feature = "url", feature = "schema"))]
    pub(crate) fn source(&self) -> &'static str {
        self.pattern.source()
    }
}

macro_rules! well_known {
    ($(#[$docs:meta])* $visibility:vis $name:ident, $code:literal, $sentence:literal, $source:expr) => {
        $(#[$docs])*
        $visibility static $name: Format = Format {
            code: $code,
            sentence: $sentence,
            pattern: Pattern::new($source, || Pattern::compile($source)),
        };
    };
}

// Parts, as literals: `concat!` takes no constants.

macro_rules! label {
    () => {
        "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    };
}

macro_rules! ipv4 {
    () => {
        concat!(octet!(), r"(?:\.", octet!(), "){3}")
    };
}

macro_rules! octet {
    () => {
        "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    };
}

/// `IPv6address` of RFC 3986, section 3.2.2: by how many groups stand in front of the `::`.
macro_rules! ipv6 {
    () => {
        concat!(
            "(?:(?:",
            h16!(),
            ":){6}",
            ls32!(),
            "|::(?:",
            h16!(),
            ":){5}",
            ls32!(),
            "|(?:",
            h16!(),
            ")?::(?:",
            h16!(),
            ":){4}",
            ls32!(),
            "|(?:(?:",
            h16!(),
            ":){0,1}",
            h16!(),
            ")?::(?:",
            h16!(),
            ":){3}",
            ls32!(),
            "|(?:(?:",
            h16!(),
            ":){0,2}",
            h16!(),
            ")?::(?:",
            h16!(),
            ":){2}",
            ls32!(),
            "|(?:(?:",
            h16!(),
            ":){0,3}",
            h16!(),
            ")?::",
            h16!(),
            ":",
            ls32!(),
            "|(?:(?:",
            h16!(),
            ":){0,4}",
            h16!(),
            ")?::",
            ls32!(),
            "|(?:(?:",
            h16!(),
            ":){0,5}",
            h16!(),
            ")?::",
            h16!(),
            "|(?:(?:",
            h16!(),
            ":){0,6}",
            h16!(),
            ")?::)",
        )
    };
}

macro_rules! h16 {
    () => {
        "[0-9A-Fa-f]{1,4}"
    };
}

macro_rules! ls32 {
    () => {
        concat!("(?:", h16!(), ":", h16!(), "|", ipv4!(), ")")
    };
}

/// `unreserved`, `sub-delims` and `pct-encoded` of RFC 3986, and further characters.
macro_rules! encoded {
    ($more:literal) => {
        concat!("(?:[A-Za-z0-9._~!$&'()*+,;=", $more, "-]|%[0-9A-Fa-f]{2})")
    };
}

well_known! {
    /// `email`: an address as HTML defines it for `<input type=email>`.
    ///
    /// Source: WHATWG HTML, "valid e-mail address".
    pub EMAIL, "email", "must be an email address",
    concat!(r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@", label!(), r"(?:\.", label!(), ")*$")
}

well_known! {
    /// `url`: an absolute URL of any scheme with a host, such as `https://example.org/a?b#c`.
    ///
    /// Source: RFC 3986, `URI` of appendix A with an authority whose `reg-name` is not empty. Characters outside ASCII are
    /// percent-encoded, and those of a host written in Punycode, as `URL` in JavaScript writes them. To allow one scheme
    /// only, add `prefix("https://")`.
    pub URL, "url", "must be an absolute URL, such as https://example.org/",
    concat!(
        "^[A-Za-z][A-Za-z0-9+.-]*://",
        "(?:", encoded!(":"), "*@)?",
        r"(?:\[(?:", ipv6!(), "|[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\\]|", encoded!(""), "+)",
        "(?::[0-9]*)?",
        "(?:/", encoded!(":@/"), "*)?",
        r"(?:\?", encoded!(":@/?"), "*)?",
        "(?:#", encoded!(":@/?"), "*)?$",
    )
}

#[cfg(feature = "url")]
macro_rules! dns_label {
    ($first:literal) => {
        concat!("[", $first, "](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
    };
}

#[cfg(feature = "url")]
well_known! {
    /// What a `url::Url` is read from: as `url`, with a host that the URL Standard takes as well.
    ///
    /// Source: WHATWG URL, section 3.5. A name does not end in a number unless it is an IPv4 address; a port has 16 bits.
    pub(crate) WEB_URL, "url", "must be an absolute URL, such as https://example.org/",
    concat!(
        "^[A-Za-z][A-Za-z0-9+.-]*://",
        "(?:", encoded!(":"), "*@)?",
        "(?:", ipv4!(), r"|\[", ipv6!(), r"\]|(?:", dns_label!("A-Za-z0-9_"), r"\.)*", dns_label!("A-Za-z"), ")",
        "(?::(?:[0-9]{0,4}|[1-5][0-9]{4}|6(?:[0-4][0-9]{3}|5(?:[0-4][0-9]{2}|5(?:[0-2][0-9]|3[0-5])))))?",
        "(?:/", encoded!(":@/"), "*)?",
        r"(?:\?", encoded!(":@/?"), "*)?",
        "(?:#", encoded!(":@/?"), "*)?$",
    )
}

well_known! {
    /// `ip(v4)`: four decimal numbers without leading zeros.
    ///
    /// Source: RFC 3986, section 3.2.2, `IPv4address`.
    pub IPV4, "ip", "must be an IPv4 address",
    concat!("^", ipv4!(), "$")
}

well_known! {
    /// `ip(v6)`: in any case, shortened or not, without a zone.
    ///
    /// Source: RFC 3986, section 3.2.2, `IPv6address`.
    pub IPV6, "ip", "must be an IPv6 address",
    concat!("^", ipv6!(), "$")
}

well_known! {
    /// `ip`: an address of either version.
    pub IP, "ip", "must be an IP address",
    concat!("^(?:", ipv4!(), "|", ipv6!(), ")$")
}

well_known! {
    /// `ascii`: no character beyond U+007F.
    pub ASCII, "ascii", "must have ASCII characters only",
    r"^[\x00-\x7F]*$"
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    use super::*;

    fn verdicts(format: &Format, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(format.pattern.is_match(text), "{text}");
        }
        for text in bad {
            assert!(!format.pattern.is_match(text), "{text:?}");
        }
    }

    #[test]
    fn addresses() {
        let long = "a".repeat(63);
        verdicts(
            &EMAIL,
            &["a@b", "a.b+c@example.com", "x@xn--bcher-kva.example", &format!("a@{long}")],
            &["", "a", "a@", "@b", "a b@c", "a@b..c", "a@-b", "a@b\n", &format!("a@{long}a")],
        );
    }

    #[test]
    fn urls() {
        verdicts(
            &URL,
            &[
                "https://example.org",
                "HTTP://EXAMPLE.org:80/",
                "http://a",
                "wss://user:pw@host:1/x?y=z#q",
                "http://1.2.3.4/",
                "http://[::1]:8080/a%20b",
                "http://[v1.a]",
                "git+ssh://h/p",
                "http://h?x",
                "http://h#f",
                "http://h:",
                "http://a/b//c;d=e/@:",
                "http://%41",
            ],
            &[
                "",
                "example.org",
                "//example.org",
                "/a",
                "http:",
                "http://",
                "http:///a",
                "http:/a",
                "mailto:a@b",
                "1a://b",
                "http://a b",
                " http://a",
                "http://a\n",
                "http://a/%2",
                "http://a/%GG",
                "http://[::1",
                "http://[1]",
                "http://a:8x",
                "http://m\u{fc}ller.de",
                "http://a/\u{e4}",
                "http://a/<",
                "http://a#b#c",
                "http://a/\\",
            ],
        );
    }

    #[test]
    fn an_address_is_what_the_standard_library_reads() {
        let mut texts: Vec<String> = [
            "0.0.0.0",
            "255.255.255.255",
            "256.0.0.0",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "1.2.3.4 ",
            "",
            "::",
            ":::",
            "::1",
            "1::",
            "::1.2.3.4",
            "::1.2.3.256",
            "1:2:3:4:5:6:1.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
            "FE80::a",
            "fe80::1%eth0",
            "12345::",
            "g::",
            "1::2::3",
            "[::1]",
            "1.2.3.4::",
            "::1.2.3.4:5",
        ]
        .map(str::to_owned)
        .into();
        // Every number of groups on both sides of a `::`, and without one.
        for front in 0..=9 {
            texts.push(vec!["1"; front].join(":"));
            for back in 0..=9 {
                let (front, back) = (vec!["a"; front].join(":"), vec!["0"; back].join(":"));
                texts.push(format!("{front}::{back}"));
                texts.push(format!("{front}::{back}:1.2.3.4"));
            }
        }
        for text in &texts {
            assert_eq!(IPV4.pattern.is_match(text), text.parse::<Ipv4Addr>().is_ok(), "{text}");
            assert_eq!(IPV6.pattern.is_match(text), text.parse::<Ipv6Addr>().is_ok(), "{text}");
            assert_eq!(IP.pattern.is_match(text), text.parse::<IpAddr>().is_ok(), "{text}");
        }
    }

    #[test]
    fn ascii() {
        verdicts(&ASCII, &["", "\0\n\u{7f}", "abc"], &["\u{80}", "a\u{e9}", "\u{1F600}"]);
    }
}
