wskit::message!(
    #[event]
    pub struct Moved {
        #[validate(unique)]
        pub ratios: Vec<f64>,
    }
);

fn main() {}
