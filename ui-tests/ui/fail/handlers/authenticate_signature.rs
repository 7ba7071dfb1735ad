use wskit::Router;

#[derive(Clone, Default)]
struct User;

fn check(token: String) -> Option<User> {
    (!token.is_empty()).then_some(User)
}

fn main() {
    let _ = wskit::serve(Router::<User>::new()).authenticate(check);
}
