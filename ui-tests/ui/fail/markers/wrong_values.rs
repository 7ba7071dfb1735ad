wskit::message!(
    #[event(since = 1.2, since = "1.2")]
    pub struct Versioned;
    #[event(7)]
    pub struct Numbered;
    #[rpc(response = )]
    pub struct Asked;
    #[data("NAME")]
    pub struct Named;
);

fn main() {}
