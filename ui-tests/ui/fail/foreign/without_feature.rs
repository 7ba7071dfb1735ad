/// As it is where the feature `uuid` of wskit is off.
mod uuid {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Uuid;
}

wskit::message!(
    #[event]
    pub struct Moved {
        pub id: uuid::Uuid,
    }
);

fn main() {}
