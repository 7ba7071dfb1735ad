wskit::message!(
    #[rpc(response = Done, progress = Stage, error = Refused, meta = Trace)]
    pub struct Work;
    #[event(meta = Source)]
    pub struct Said;
    #[response]
    pub struct Done;
);

fn main() {}
