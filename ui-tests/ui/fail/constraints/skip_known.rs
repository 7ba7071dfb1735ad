wskit::message!(
    #[data]
    pub struct Name(#[validate(length(max = 5))] String);

    #[data]
    pub struct Profile {
        #[validate(skip)]
        pub name: Name,
        #[validate(skip)]
        pub age: u64,
    }
);

fn main() {}
