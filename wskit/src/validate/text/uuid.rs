use std::borrow::Cow;

use ::uuid::Uuid;

use super::{TextForm, foreign::validate_by_text};
use crate::validate::{HashKey, Key, OrdKey, types::items};

/// RFC 9562, section 4, in the one spelling that it writes: lower case, so that two equal ids are equal texts.
impl TextForm for Uuid {
    const CODE: &'static str = "uuid";
    const FORMAT: Option<&'static str> = Some("uuid");

    fn rule() -> Cow<'static, str> {
        "must be a UUID in lower case, such as 018f4ad2-7c3b-7e10-9d5a-0242ac120002".into()
    }

    fn patterns() -> Vec<Cow<'static, str>> {
        vec!["^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$".into()]
    }

    fn parse(text: &str) -> Option<Self> {
        // Of the spellings that the library reads, one has this length.
        let lower = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
        if lower { Self::try_parse(text).ok() } else { None }
    }

    fn print(&self) -> Option<String> {
        Some(self.hyphenated().to_string())
    }
}

validate_by_text!(Uuid);

items!(Uuid);

impl HashKey for Uuid {
    type Itself = Self;
}

impl OrdKey for Uuid {
    type Itself = Self;
}

impl Key for Uuid {
    fn key(&self) -> Cow<'_, str> {
        self.hyphenated().to_string().into()
    }
}
