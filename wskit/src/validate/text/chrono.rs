use std::borrow::Cow;

use ::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};

use super::{
    TextForm, dates,
    foreign::{by_pattern, validate_by_text},
};

/// A text that its pattern allows.
fn checked(text: String, allowed: bool) -> Option<String> {
    allowed.then_some(text)
}

fn is_instant(text: &str) -> bool {
    by_pattern!(dates::INSTANT, text) && by_pattern!(dates::YEARS, text)
}

macro_rules! instants {
    ($($type:ty, $utc:literal, $from:expr);* $(;)?) => { $(
        impl TextForm for $type {
            const CODE: &'static str = "date_time";
            const FORMAT: Option<&'static str> = Some("date-time");

            fn rule() -> Cow<'static, str> {
                "must be a date and time with an offset, such as 2024-02-29T12:30:00Z".into()
            }

            fn patterns() -> Vec<Cow<'static, str>> {
                vec![dates::INSTANT.into(), dates::YEARS.into()]
            }

            fn parse(text: &str) -> Option<Self> {
                is_instant(text).then(|| DateTime::parse_from_rfc3339(text).ok()).flatten().map($from)
            }

            fn print(&self) -> Option<String> {
                let text = self.to_rfc3339_opts(SecondsFormat::AutoSi, $utc);
                let allowed = is_instant(&text);
                checked(text, allowed)
            }
        }
    )* };
}

instants! {
    DateTime<Utc>, true, |instant| instant.with_timezone(&Utc);
    DateTime<FixedOffset>, false, std::convert::identity;
}

impl TextForm for NaiveDate {
    const CODE: &'static str = "date";
    const FORMAT: Option<&'static str> = Some("date");

    fn rule() -> Cow<'static, str> {
        "must be a date, such as 2024-02-29".into()
    }

    fn patterns() -> Vec<Cow<'static, str>> {
        vec![dates::DATE.into()]
    }

    fn parse(text: &str) -> Option<Self> {
        by_pattern!(dates::DATE, text).then(|| text.parse().ok()).flatten()
    }

    fn print(&self) -> Option<String> {
        let text = self.to_string();
        let allowed = by_pattern!(dates::DATE, &text);
        checked(text, allowed)
    }
}

impl TextForm for NaiveTime {
    const CODE: &'static str = "time";

    fn rule() -> Cow<'static, str> {
        "must be a time of day, such as 12:30:00".into()
    }

    fn patterns() -> Vec<Cow<'static, str>> {
        vec![dates::TIME.into()]
    }

    fn parse(text: &str) -> Option<Self> {
        by_pattern!(dates::TIME, text).then(|| text.parse().ok()).flatten()
    }

    fn print(&self) -> Option<String> {
        let text = self.to_string();
        let allowed = by_pattern!(dates::TIME, &text);
        checked(text, allowed)
    }
}

impl TextForm for NaiveDateTime {
    const CODE: &'static str = "date_time";

    fn rule() -> Cow<'static, str> {
        "must be a date and time without an offset, such as 2024-02-29T12:30:00".into()
    }

    fn patterns() -> Vec<Cow<'static, str>> {
        vec![dates::LOCAL.into()]
    }

    fn parse(text: &str) -> Option<Self> {
        by_pattern!(dates::LOCAL, text).then(|| text.parse().ok()).flatten()
    }

    fn print(&self) -> Option<String> {
        let text = format!("{}T{}", self.date(), self.time());
        let allowed = by_pattern!(dates::LOCAL, &text);
        checked(text, allowed)
    }
}

validate_by_text!(DateTime<Utc>, DateTime<FixedOffset>, NaiveDate, NaiveTime, NaiveDateTime);
