use wskit::prelude::*;

#[derive(Clone)]
struct User {
    _name: String,
}

fn main() {
    let server = wskit::serve(Router::<User>::new());
    drop(server.bind("127.0.0.1:0"));
}
