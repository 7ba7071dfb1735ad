use std::borrow::Cow;

use ::jiff::{Timestamp, civil};

use super::{
    TextForm, dates,
    foreign::{by_pattern, validate_by_text},
};

macro_rules! forms {
    ($($type:ty, $code:literal, $format:expr, $rule:literal, [$($pattern:expr),+]);* $(;)?) => { $(
        impl TextForm for $type {
            const CODE: &'static str = $code;
            const FORMAT: Option<&'static str> = $format;

            fn rule() -> Cow<'static, str> {
                $rule.into()
            }

            fn patterns() -> Vec<Cow<'static, str>> {
                vec![$($pattern.into()),+]
            }

            fn parse(text: &str) -> Option<Self> {
                let allowed = $(by_pattern!($pattern, text))&&+;
                allowed.then(|| text.parse().ok()).flatten()
            }

            fn print(&self) -> Option<String> {
                let text = self.to_string();
                let allowed = $(by_pattern!($pattern, &text))&&+;
                allowed.then_some(text)
            }
        }

        validate_by_text!($type);
    )* };
}

forms! {
    Timestamp, "date_time", Some("date-time"),
    "must be a date and time with an offset, such as 2024-02-29T12:30:00Z", [dates::INSTANT, dates::YEARS];
    civil::Date, "date", Some("date"), "must be a date, such as 2024-02-29", [dates::DATE];
    civil::Time, "time", None, "must be a time of day, such as 12:30:00", [dates::TIME];
    civil::DateTime, "date_time", None,
    "must be a date and time without an offset, such as 2024-02-29T12:30:00", [dates::LOCAL];
}
