wskit::message!(
    #[data]
    pub struct Grid<const N: usize> {
        pub cells: [u8; N],
    }
);

fn main() {}
