#[wskit::event("")]
pub struct Hello;

fn main() {}
