//! The patterns of dates and times: RFC 3339 as JavaScript's `toISOString` writes it, and its parts.

/// A day that exists, of the years that a pattern allows: 29 February only in leap years.
macro_rules! day_of {
    ($year:expr) => {
        concat!(
            "(?:",
            $year,
            "-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
            "|02-(?:0[1-9]|1[0-9]|2[0-8]))",
            "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
        )
    };
}

/// A time of day to the nanosecond; no leap seconds, which the libraries do not agree about.
macro_rules! time_of_day {
    () => {
        r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
    };
}

/// `full-date` of RFC 3339.
pub(super) const DATE: &str = concat!("^", day_of!("[0-9]{4}"), "$");

/// A time of day without an offset.
pub(super) const TIME: &str = concat!("^", time_of_day!(), "$");

/// A day and a time without an offset.
pub(super) const LOCAL: &str = concat!("^", day_of!("[0-9]{4}"), "T", time_of_day!(), "$");

/// `date-time` of RFC 3339 with upper-case letters.
pub(super) const INSTANT: &str =
    concat!("^", day_of!("[0-9]{4}"), "T", time_of_day!(), "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$");

/// The years of an instant that can be written in UTC whatever its offset is: the first and the last one only in UTC.
pub(super) const YEARS: &str = concat!(
    "^(?:(?:000[2-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-7])-",
    r"|(?:0001|9998)-.*(?:Z|\+00:00)$)"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_calendar() {
        let date = regex::Regex::new(DATE).unwrap();
        for year in [0, 1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 2100, 9999] {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for month in 0..=13 {
                let days = match month {
                    1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
                    4 | 6 | 9 | 11 => 30,
                    2 => 28 + i32::from(leap),
                    _ => 0,
                };
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    assert_eq!(date.is_match(&text), (1..=days).contains(&day), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_time_has_two_digits_each_and_up_to_nine_of_a_second() {
        let (time, instant) = (regex::Regex::new(TIME).unwrap(), regex::Regex::new(INSTANT).unwrap());
        for text in ["00:00:00", "23:59:59.999999999", "12:30:00.5"] {
            assert!(time.is_match(text), "{text}");
            assert!(instant.is_match(&format!("2024-02-29T{text}+05:30")), "{text}");
        }
        for text in
            ["24:00:00", "23:60:00", "23:59:60", "1:00:00", "12:00", "12:00:00.", "12:00:00.1234567890"]
        {
            assert!(!time.is_match(text), "{text}");
        }
        for text in [
            "2024-01-01T00:00:00",
            "2024-01-01 00:00:00Z",
            "2024-01-01T00:00:00z",
            "2024-01-01T00:00:00+24:00",
        ] {
            assert!(!instant.is_match(text), "{text}");
        }
    }
}
