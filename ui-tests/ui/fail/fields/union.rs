use wskit::message::Event;

wskit::message!(
    #[event]
    pub union Either {
        a: u32,
        b: f32,
    }
);

fn is_event<M: Event>() {}

fn main() {
    is_event::<Either>();
}
