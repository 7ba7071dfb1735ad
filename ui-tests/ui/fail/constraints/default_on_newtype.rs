wskit::message!(
    #[data]
    #[derive(Default)]
    pub struct Name(#[validate(length(min = 1))] String);
);

fn main() {}
