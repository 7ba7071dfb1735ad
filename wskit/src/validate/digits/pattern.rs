//! A range of integers as a pattern of their decimal texts, so that a schema can state it of a string.

/// The pattern of every integer between two, both included. Both are canonical texts, the least first.
pub(crate) fn within(least: &str, most: &str) -> String {
    let mut forms = Vec::new();
    match (least.strip_prefix('-'), most.strip_prefix('-')) {
        (Some(far), Some(near)) => negative(near, far, &mut forms),
        (Some(far), None) => {
            negative("1", far, &mut forms);
            positive("0", most, &mut forms);
        }
        (None, _) => positive(least, most, &mut forms),
    }
    format!("^(?:{})$", forms.join("|"))
}

fn negative(near: &str, far: &str, forms: &mut Vec<String>) {
    let mut sizes = Vec::new();
    positive(near, far, &mut sizes);
    forms.extend(sizes.into_iter().map(|size| format!("-{size}")));
}

/// Length by length, because texts of one length compare as their numbers do.
fn positive(least: &str, most: &str, forms: &mut Vec<String>) {
    for length in least.len()..=most.len() {
        let low =
            if length == least.len() { least.to_owned() } else { format!("1{}", "0".repeat(length - 1)) };
        let high = if length == most.len() { most.to_owned() } else { "9".repeat(length) };
        if low <= high {
            same_length("", low.as_bytes(), high.as_bytes(), forms);
        }
    }
}

/// The texts from `low` to `high`, of one length, each after `before`.
fn same_length(before: &str, low: &[u8], high: &[u8], forms: &mut Vec<String>) {
    let (Some((first, low_rest)), Some((last, high_rest))) = (low.split_first(), high.split_first()) else {
        return forms.push(before.to_owned());
    };
    if first == last {
        return same_length(&format!("{before}{}", char::from(*first)), low_rest, high_rest, forms);
    }
    let (mut from, mut to) = (*first, *last);
    let rest = low_rest.len();
    if low_rest.iter().any(|digit| *digit != b'0') {
        same_length(&format!("{before}{}", char::from(from)), low_rest, "9".repeat(rest).as_bytes(), forms);
        from += 1;
    }
    let upper = high_rest.iter().any(|digit| *digit != b'9');
    if upper {
        to -= 1;
    }
    if from <= to {
        forms.push(format!("{before}{}{}", one_of(from, to), any_digits(rest)));
    }
    if upper {
        same_length(&format!("{before}{}", char::from(*last)), "0".repeat(rest).as_bytes(), high_rest, forms);
    }
}

fn one_of(from: u8, to: u8) -> String {
    if from == to {
        char::from(from).to_string()
    } else {
        format!("[{}-{}]", char::from(from), char::from(to))
    }
}

fn any_digits(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "[0-9]".to_owned(),
        count => format!("[0-9]{{{count}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_a_range_and_no_other_matches() {
        let bounds = [
            -1001, -1000, -999, -101, -100, -99, -10, -9, -1, 0, 1, 9, 10, 11, 99, 100, 123, 456, 999, 1000,
            1001,
        ];
        for (at, least) in bounds.iter().enumerate() {
            for most in &bounds[at..] {
                let pattern = within(&least.to_string(), &most.to_string());
                let regex = regex::Regex::new(&pattern).unwrap();
                for number in -1100..=1100 {
                    let inside = (*least..=*most).contains(&number);
                    assert_eq!(
                        regex.is_match(&number.to_string()),
                        inside,
                        "{number} {least}..={most} {pattern}"
                    );
                }
                assert!(!regex.is_match("-0") && !regex.is_match("01") && !regex.is_match(""));
            }
        }
    }

    #[test]
    fn a_pattern_is_short() {
        assert_eq!(within("0", "255"), "^(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])$");
    }
}
