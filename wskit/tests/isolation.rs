//! One connection's trouble is its own: others do not wait for it.
#![allow(missing_docs)]

mod common;

use common::{Boom, Data, Nop, Panics, Ping, Slow, Wait, bare, pong, server};
use wskit::{prelude::*, testing::TestServer};

/// The others are served in the same turn, whatever one connection has going on.
fn others_are_served(trouble: impl Fn(&mut wskit::testing::TestClient<Data>)) {
    let server = server();
    let mut troubled = server.connect(Data::default());
    let mut others: Vec<_> = (0..10).map(|_| server.connect(Data::default())).collect();
    for round in 0..10 {
        trouble(&mut troubled);
        for other in &mut others {
            other.send(&Ping { text: round.to_string() });
            // Nothing moves the clock: an answer now is an answer without any wait.
            assert_eq!(bare(other.frames()), [pong(&round.to_string())]);
        }
    }
}

#[test]
fn a_panicking_handler_delays_nobody() {
    others_are_served(|troubled| troubled.send(&Panics));
}

#[test]
fn a_failing_handler_delays_nobody() {
    others_are_served(|troubled| troubled.send(&Boom));
}

#[test]
fn an_endless_event_delays_nobody() {
    others_are_served(|troubled| troubled.send(&Wait { ms: u32::MAX }));
}

#[test]
fn an_endless_rpc_delays_nobody_not_even_its_own_connection() {
    others_are_served(|troubled| {
        troubled.request("endless", &Slow { ms: u32::MAX });
        troubled.frames();
        troubled.send(&Nop);
        assert_eq!(bare(troubled.frames()), [pong("nop")]);
    });
}

#[test]
fn a_client_that_never_reads_delays_no_publish() {
    async fn say(ctx: Ctx<Nop, Data>) -> Result<()> {
        ctx.topics().subscribe("room").await?;
        ctx.publish("room", &common::Pong { text: "hi".into() }).await?;
        Ok(())
    }
    let limits = Limits { max_outbound_messages: 1, ..Limits::default() };
    let server = TestServer::new(Router::new().on(say).limits(limits));
    let mut deaf = server.connect(Data::default());
    deaf.send(&Nop);
    deaf.stop_reading();
    let mut other = server.connect(Data::default());
    for _ in 0..100 {
        other.send(&Nop);
        assert_eq!(bare(other.frames()), [pong("hi")]);
    }
    assert_eq!(deaf.closed(), None);
}
