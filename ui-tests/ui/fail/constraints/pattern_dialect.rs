wskit::message!(
    #[event]
    pub struct Said {
        #[validate(pattern(r"^\d+$"))]
        pub digits: String,
        #[validate(pattern("^.+$"))]
        pub anything: String,
        #[validate(pattern(r"\bword\b"))]
        pub word: String,
        #[validate(pattern("(?i)yes"))]
        pub yes: String,
        #[validate(pattern("(?P<year>[0-9]{4})"))]
        pub year: String,
        #[validate(pattern("[[:alpha:]]"))]
        pub posix: String,
        #[validate(pattern("[a-z&&[^aeiou]]"))]
        pub consonant: String,
        #[validate(pattern(r"\p{Greek}"))]
        pub greek: String,
        #[validate(pattern("("))]
        pub open: String,
    }
);

fn main() {}
