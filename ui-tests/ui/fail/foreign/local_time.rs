mod chrono {
    #[derive(Clone, Debug, PartialEq)]
    pub struct Local;
    #[derive(Clone, Debug, PartialEq)]
    pub struct DateTime<Zone>(Zone);
}

wskit::message!(
    #[event]
    pub struct Moved {
        pub at: chrono::DateTime<chrono::Local>,
    }
);

fn main() {}
