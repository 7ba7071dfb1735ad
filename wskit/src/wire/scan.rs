//! Reading JSON (RFC 8259) only as far as its structure: where a value ends, and that it is one.
//!
//! A frame's envelope is looked at for every message, and its payload is read a second time when its type is known. The
//! first look needs no values, so it makes none.

/// Walks through a text.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

/// Not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// A string as it is written, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quoted<'a> {
    pub(super) inner: &'a str,
    /// Whether something in it is escaped, so that it does not stand for itself.
    pub(super) escaped: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Walks over white space; says whether a byte comes next.
    pub(super) fn is_at(&mut self, byte: u8) -> bool {
        self.skip_space();
        self.peek() == Some(byte)
    }

    /// Walks over white space, and a byte if it comes next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.is_at(byte);
        self.at += usize::from(found);
        found
    }

    /// Walks over a byte that has to come next.
    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        self.take(byte).then_some(()).ok_or(Malformed)
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Malformed> {
        self.skip_space();
        if self.peek().is_none() { Ok(()) } else { Err(Malformed) }
    }

    /// Walks over a key of an object, and the colon after it.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Quoted<'a>, Malformed> {
        self.expect(b'"')?;
        let key = self.quoted()?;
        self.expect(b':')?;
        Ok(key)
    }

    /// Walks over a string, if one comes next.
    #[inline]
    pub(super) fn string_value(&mut self) -> Result<Option<Quoted<'a>>, Malformed> {
        if self.take(b'"') { self.quoted().map(Some) } else { Ok(None) }
    }

    #[inline]
    fn quoted(&mut self) -> Result<Quoted<'a>, Malformed> {
        let start = self.at;
        let escaped = self.string()?;
        Ok(Quoted { inner: &self.text[start..self.at - 1], escaped })
    }

    /// Walks over a value that `read` may know how to walk over: it is given the text from there on, and says how long
    /// the value is. Gives the text of the value.
    pub(super) fn value_read_by(
        &mut self,
        read: &mut dyn FnMut(&'a str) -> Option<usize>,
    ) -> Result<&'a str, Malformed> {
        self.skip_space();
        let rest = self.text.get(self.at..).ok_or(Malformed)?;
        let Some(value) = read(rest).and_then(|length| rest.get(..length)) else { return self.value() };
        self.at += value.len();
        Ok(value)
    }

    /// Walks over any value and gives its text.
    pub(super) fn value(&mut self) -> Result<&'a str, Malformed> {
        self.skip_space();
        let start = self.at;
        let mut open = Open::default();
        loop {
            if self.opening(&mut open)? {
                continue;
            }
            // A value has ended; and with it perhaps those that hold it.
            loop {
                let Some(is_object) = open.innermost() else { return Ok(&self.text[start..self.at]) };
                if self.take(b',') {
                    if is_object {
                        self.skip_key()?;
                    }
                    break;
                }
                self.expect(if is_object { b'}' } else { b']' })?;
                open.pop();
            }
        }
    }

    /// Walks into an object or array that is not empty, or over any other value; says whether a value has to follow.
    fn opening(&mut self, open: &mut Open) -> Result<bool, Malformed> {
        self.skip_space();
        let first = self.peek().ok_or(Malformed)?;
        self.at += 1;
        match first {
            b'{' if self.take(b'}') => {}
            b'[' if self.take(b']') => {}
            b'{' => {
                open.push(true);
                self.skip_key()?;
                return Ok(true);
            }
            b'[' => {
                open.push(false);
                return Ok(true);
            }
            b'"' => self.string().map(drop)?,
            b't' => self.word("rue")?,
            b'f' => self.word("alse")?,
            b'n' => self.word("ull")?,
            b'-' => {
                let digit = self.next().ok_or(Malformed)?;
                self.number(digit)?;
            }
            digit => self.number(digit)?,
        }
        Ok(false)
    }

    /// Walks over the rest of a string whose opening quote is behind; says whether something in it is escaped.
    fn string(&mut self) -> Result<bool, Malformed> {
        let mut escaped = false;
        loop {
            self.at = plain_end(self.text.as_bytes(), self.at);
            match self.next() {
                Some(b'"') => return Ok(escaped),
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                // A control character, or the end of the text.
                _ => return Err(Malformed),
            }
        }
    }

    fn skip_key(&mut self) -> Result<(), Malformed> {
        self.expect(b'"')?;
        self.string()?;
        self.expect(b':')
    }

    fn escape(&mut self) -> Result<(), Malformed> {
        match self.next().ok_or(Malformed)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(()),
            b'u' => {
                let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(Malformed)?;
                self.at += 4;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(()).ok_or(Malformed)
            }
            _ => Err(Malformed),
        }
    }

    fn word(&mut self, rest: &str) -> Result<(), Malformed> {
        let found = self.text.as_bytes().get(self.at..).is_some_and(|text| text.starts_with(rest.as_bytes()));
        self.at += rest.len();
        found.then_some(()).ok_or(Malformed)
    }

    /// The rest of a number whose first digit is behind.
    fn number(&mut self, first: u8) -> Result<(), Malformed> {
        match first {
            b'0' => {}
            b'1'..=b'9' => self.skip_digits(),
            _ => return Err(Malformed),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(())
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        self.skip_digits();
        (self.at > start).then_some(()).ok_or(Malformed)
    }

    fn skip_digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }
}

/// Which objects (a one) and arrays (a zero) a place is in, the innermost in the lowest bit. A payload of any depth is
/// only walked over, so there is room for more than a word.
#[derive(Default)]
struct Open {
    word: u64,
    depth: usize,
    outer: Vec<u64>,
}

impl Open {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.word);
        }
        self.word = self.word << 1 | u64::from(is_object);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.word >>= 1;
        self.depth -= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.word = self.outer.pop().unwrap_or_default();
        }
    }

    /// Whether the innermost is an object; `None` when the place is in none.
    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.word & 1 == 1)
    }
}

/// Whether a text stands for itself between quotes.
pub(super) fn is_plain(text: &str) -> bool {
    plain_end(text.as_bytes(), 0) == text.len()
}

/// Where the next byte stands that means something in a string: a quote, a backslash, or a control character.
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    let mut rest = bytes.get(at..).unwrap_or_default();
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let special = zeros(word ^ splat(b'"')) | zeros(word ^ splat(b'\\')) | below_space(word);
        if special != 0 {
            // Below the first byte that is marked none is, so that one is marked rightly (the others may not be).
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
        rest = after;
    }
    at + rest.iter().take_while(|byte| **byte >= b' ' && **byte != b'"' && **byte != b'\\').count()
}

const fn splat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Marks the highest bit of every byte that is zero; above the first such byte also of some that are not.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(splat(1)) & !word & splat(0x80)
}

/// The same for bytes below 0x20.
const fn below_space(word: u64) -> u64 {
    word.wrapping_sub(splat(0x20)) & !word & splat(0x80)
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    /// What serde_json takes for one value.
    fn oracle(text: &str) -> bool {
        serde_json::from_str::<&RawValue>(text).is_ok()
    }

    fn is_json(text: &str) -> bool {
        let mut scanner = Scanner::new(text);
        scanner.value().is_ok() && scanner.end().is_ok()
    }

    #[test]
    fn says_of_every_short_text_what_serde_json_says() {
        let alphabet = [
            "{", "}", "[", "]", "\"", ":", ",", "\\", "u00e9", "0", "1", "-", ".", "e", "true", " ", "\u{1}",
            "é",
        ];
        let mut texts = vec![String::new()];
        for _ in 0..4 {
            texts = texts
                .iter()
                .flat_map(|text| alphabet.iter().map(move |next| format!("{text}{next}")))
                .collect();
            for text in &texts {
                assert_eq!(is_json(text), oracle(text), "{text:?}");
            }
        }
    }

    #[test]
    fn says_of_every_damaged_text_what_serde_json_says() {
        let sound = r#"{"a":[1,-2.5e+3,{"b\u00e9\n":"Grüße, a text of more than eight bytes"},[],{}],"c":null,"d":[true,false]}"#;
        assert!(is_json(sound));
        for at in (0..sound.len()).filter(|at| sound.is_char_boundary(*at)) {
            for put in ["", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", " ", "\u{1f}", "x"] {
                let inserted = format!("{}{put}{}", &sound[..at], &sound[at..]);
                assert_eq!(is_json(&inserted), oracle(&inserted), "{inserted}");
                let rest = sound[at..].chars().next().map_or("", |first| &sound[at + first.len_utf8()..]);
                let replaced = format!("{}{put}{rest}", &sound[..at]);
                assert_eq!(is_json(&replaced), oracle(&replaced), "{replaced}");
            }
            assert_eq!(is_json(&sound[..at]), oracle(&sound[..at]));
        }
    }

    #[test]
    fn finds_the_special_byte_wherever_it_stands() {
        for length in 0..40 {
            for special in ["\"", "\\", "\u{1f}", "\u{0}"] {
                let text = format!(
                    "{}{special}{}",
                    "é".repeat(length / 2) + &"x".repeat(length % 2),
                    "y".repeat(20)
                );
                let at = plain_end(text.as_bytes(), 0);
                assert_eq!(&text[at..=at], special);
            }
        }
    }

    #[test]
    fn any_depth_of_any_mixture_is_walked_over() {
        let mut text = String::from("1");
        for level in 0..1000 {
            text = if level % 3 == 0 { format!("{{\"k\":{text}}}") } else { format!("[{text},2]") };
        }
        assert!(is_json(&text));
        assert!(!is_json(&text[..text.len() - 1]));
        assert!(!is_json(&text.replacen(']', "}", 1)));
    }
}
