wskit::message!(
    #[data]
    pub struct Ledger(#[validate(range(min = 1))] u128);
);

fn main() {}
