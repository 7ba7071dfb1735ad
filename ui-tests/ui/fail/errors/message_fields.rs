wskit::message!(
    #[error]
    pub enum JoinError {
        #[code("A", message = "{rom} is full")]
        A { room: String },
        #[code("B", message = "{} is full")]
        B { room: String },
        #[code("C", message = "{room is full")]
        C { room: String },
        #[code("D", message = "{room} is full")]
        D,
    }
);

fn main() {}
