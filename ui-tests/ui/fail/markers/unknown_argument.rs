wskit::message!(
    #[event(form = client)]
    pub struct Typing;
    #[rpc(respone = Welcome)]
    pub struct Hello;
    #[response(since = "1.0", meta = Typing)]
    pub struct Welcome;
    #[data(since = "1.0")]
    pub struct Extra;
);

fn main() {}
