//! A session as its adapter sees it.

use std::{
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use crate::{Limits, Reply, Router, RpcCtx, hub::Hub, outbox::Outgoing, testing::FakeClock, wakes::Wakes};

wskit::message!(
    /// Is never answered.
    #[rpc(response = Done, progress = Step)]
    struct Work;

    #[data]
    struct Step {
        number: u8,
    }

    #[response]
    struct Done;
);

#[test]
fn a_session_that_is_called_between_being_polled_and_asked_wakes_its_task() {
    let begun = Arc::<Mutex<Option<RpcCtx<Work>>>>::default();
    let taken = Arc::clone(&begun);
    let work = move |ctx: RpcCtx<Work>| {
        *begun.lock().unwrap() = Some(ctx);
        std::future::pending::<Reply<Work>>()
    };
    let limits = Limits { progress_interval: Duration::from_secs(1), ..Limits::default() };
    let hub = Hub::new(Router::new().rpc(work).limits(limits), Arc::new(FakeClock::new())).unwrap();
    let mut session = hub.connect(hub.new_client_id(), ());
    let wakes = Arc::<Wakes>::default();
    let task = Waker::from(Arc::clone(&wakes));
    let mut cx = Context::from_waker(&task);
    session.receive(r#"{"type":"WORK"}"#, &mut cx);
    let _: Poll<_> = session.poll(&mut cx);
    let ctx = taken.lock().unwrap().take().unwrap();
    for number in [1, 2] {
        ctx.progress(Step { number });
    }
    assert!(matches!(session.poll_outgoing(&mut cx), Poll::Ready(Outgoing::Frame(_))));
    wakes.taken();
    assert!(session.poll_outgoing(&mut cx).is_pending(), "the second has come too soon");
    assert_eq!(wakes.taken(), 1, "or nobody would look when it is due");
    let _: Poll<_> = session.poll(&mut cx);
    wakes.taken();
    assert!(session.poll_outgoing(&mut cx).is_pending());
    assert_eq!(wakes.taken(), 0, "it was looked at");
}
