use wskit::{
    prelude::*,
    rate_limit::{Policy, RateLimit},
};

fn main() {
    let policy = Policy::new(10, 1).unwrap();
    let _ = Router::<()>::new().layer(RateLimit::new(policy));
}
