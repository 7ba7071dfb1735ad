wskit::message!(
    #[data]
    #[wire(string)]
    pub struct Ledger(pub u64);
    #[data]
    pub enum Amount {
        #[wire(string)]
        Some { cents: u64 },
    }
);

fn main() {}
