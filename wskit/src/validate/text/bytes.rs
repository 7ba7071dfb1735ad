use std::borrow::Cow;

use ::bytes::Bytes;
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{TextForm, foreign::validate_by_text};

/// Base64 of RFC 4648, section 4, padded; the bits that are left over are 0, so that equal bytes are equal texts.
impl TextForm for Bytes {
    const CODE: &'static str = "base64";

    fn rule() -> Cow<'static, str> {
        "must be bytes in padded Base64, such as aGk=".into()
    }

    fn patterns() -> Vec<Cow<'static, str>> {
        vec!["^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$".into()]
    }

    fn parse(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok().map(Self::from)
    }

    fn print(&self) -> Option<String> {
        Some(STANDARD.encode(self))
    }
}

validate_by_text!(Bytes);
