use wskit::prelude::*;

#[derive(Clone)]
struct Logged;

fn main() {
    let _ = Router::<()>::new().layer(Logged);
}
