wskit::message!(
    #[event]
    pub struct Said {
        #[validate(custom(is_lower))]
        pub text: u32,
        #[validate(custom(is_short))]
        pub word: Option<String>,
        #[validate(inner(custom(differ)))]
        pub names: Vec<String>,
        #[validate(custom(is_missing))]
        pub name: String,
    }
);

fn is_lower(_: &str) -> Result<(), &'static str> {
    Ok(())
}

fn is_short(text: &str) -> bool {
    text.len() < 4
}

fn differ(_: &str, _: &str) -> Result<(), &'static str> {
    Ok(())
}

fn main() {}
