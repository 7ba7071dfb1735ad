wskit::message!(
    #[data]
    pub struct List<T>(#[validate(length(max = 3))] Vec<T>);
);

fn main() {}
