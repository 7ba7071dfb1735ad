wskit::message!(
    pub struct Forgotten {
        pub id: u32,
    }

    #[event]
    pub struct Uses {
        pub forgotten: Forgotten,
    }
);

fn main() {}
