use wskit::message::Event;

wskit::message!(
    #[event]
    pub struct Broken {
        pub text:
    }

    #[event]
    pub struct Whole {
        pub broken: Broken,
    }
);

fn is_event<M: Event>() {}

fn main() {
    is_event::<Broken>();
    is_event::<Whole>();
}
