use wskit::message::Event;

wskit::message!(
    #[rpc(response = Done)]
    pub struct Work;
    #[response]
    pub struct Done;
);

fn count<M: Event>(_: &M) {}

fn main() {
    count(&Work);
}
