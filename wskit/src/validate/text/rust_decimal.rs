use std::borrow::Cow;

use ::rust_decimal::Decimal;

use super::{
    TextForm,
    foreign::{by_pattern, validate_by_text},
};

/// Digits with or without a point, neither `+` nor an exponent nor leading zeros.
const SHAPE: &str = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$";
/// As many digits as are exact wherever the point is.
const DIGITS: &str = r"^-?(?:[0-9]\.?){1,28}$";

impl TextForm for Decimal {
    const CODE: &'static str = "decimal";

    fn rule() -> Cow<'static, str> {
        "must be a decimal number of at most 28 digits in a string, such as \"12.50\"".into()
    }

    fn patterns() -> Vec<Cow<'static, str>> {
        vec![SHAPE.into(), DIGITS.into()]
    }

    fn parse(text: &str) -> Option<Self> {
        let allowed = by_pattern!(SHAPE, text) && by_pattern!(DIGITS, text);
        allowed.then(|| Self::from_str_exact(text).ok()).flatten()
    }

    fn print(&self) -> Option<String> {
        let text = self.to_string();
        let allowed = by_pattern!(SHAPE, &text) && by_pattern!(DIGITS, &text);
        allowed.then_some(text)
    }
}

validate_by_text!(Decimal);
