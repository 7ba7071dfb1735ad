wskit::message!(
    #[rpc(response = User)]
    pub struct Get<T> {
        pub id: T,
    }
    #[response]
    pub struct User;
);

fn main() {}
