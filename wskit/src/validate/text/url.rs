use std::borrow::Cow;

use ::url::Url;

use super::{TextForm, foreign::validate_by_text};
use crate::validate::rules;

/// An absolute URL with a host, as the constraint `url` allows it, that is also one by the WHATWG URL Standard.
impl TextForm for Url {
    const CODE: &'static str = "url";
    const FORMAT: Option<&'static str> = Some("uri");

    fn rule() -> Cow<'static, str> {
        "must be an absolute URL, such as https://example.org/".into()
    }

    fn patterns() -> Vec<Cow<'static, str>> {
        vec![rules::WEB_URL.source().into()]
    }

    fn parse(text: &str) -> Option<Self> {
        rules::WEB_URL.is_match(text).then(|| Self::parse(text).ok()).flatten()
    }

    fn print(&self) -> Option<String> {
        rules::WEB_URL.is_match(self.as_str()).then(|| self.as_str().to_owned())
    }
}

validate_by_text!(Url);
