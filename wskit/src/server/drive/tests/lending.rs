//! Connections that others send for while their tasks sleep.

use std::{collections::VecDeque, io, pin::Pin, sync::Weak, task::Poll};

use tokio::io::ReadBuf;

use super::*;
use crate::{
    flushing::Flushing,
    outbox::{
        flusher::ENOUGH,
        lend::{Direct, Sent},
    },
    server::drive::{READ_BATCH, direct},
    wakes::Wakes,
    wire::Frame,
};

/// A pipe that others can write to, as a TCP stream.
struct Shared(Arc<Mutex<DuplexStream>>);

/// The others' end of it.
struct Writer(Weak<Mutex<DuplexStream>>);

impl Shared {
    fn polled<T>(&self, poll: impl FnOnce(Pin<&mut DuplexStream>) -> T) -> T {
        poll(Pin::new(&mut self.0.lock().unwrap()))
    }
}

impl AsyncRead for Shared {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, room: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.polled(|pipe| pipe.poll_read(cx, room))
    }
}

impl AsyncWrite for Shared {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.polled(|pipe| pipe.poll_write(cx, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.polled(|pipe| pipe.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.polled(|pipe| pipe.poll_shutdown(cx))
    }
}

impl Direct for Writer {
    fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent> {
        let pipe = self.0.upgrade()?;
        let mut cx = Context::from_waker(Waker::noop());
        direct::send(queue, |bytes| match Pin::new(&mut *pipe.lock().unwrap()).poll_write(&mut cx, bytes) {
            Poll::Ready(written) => written.unwrap(),
            Poll::Pending => 0,
        })
    }
}

/// A connection that lends its stream, in the hands of the test.
struct Lending {
    client: DuplexStream,
    connection: Connection<()>,
    driving: Pin<Box<dyn Future<Output = ()> + Send>>,
    wakes: Arc<Wakes>,
    flushing: Flushing,
    _stop: watch::Sender<Stop>,
    _writer: Arc<Writer>,
}

impl Lending {
    /// Its pipe holds `capacity` bytes each way.
    fn new(router: Router<()>, capacity: usize) -> Self {
        let (near, client) = tokio::io::duplex(capacity);
        let shared = Arc::new(Mutex::new(near));
        let writer = Arc::new(Writer(Arc::downgrade(&shared)));
        let (driver, connection, leaving, stop) = driver(router, Shared(shared), Vec::new());
        let direct: Weak<Writer> = Arc::downgrade(&writer);
        let flushing = Flushing::new();
        let driving = Box::pin(driver.lending(flushing.lender(direct)).drive(leaving, ()));
        let wakes = Arc::default();
        let mut this = Self { client, connection, driving, wakes, flushing, _stop: stop, _writer: writer };
        this.run();
        this.run();
        assert_eq!(this.wakes.taken(), 0, "it sleeps");
        this
    }

    fn run(&mut self) {
        self.wakes.taken();
        let task = Waker::from(Arc::clone(&self.wakes));
        assert!(self.driving.as_mut().poll(&mut Context::from_waker(&task)).is_pending());
    }

    fn say(&self, text: &str) {
        self.connection.send(&Say { text: text.into() }).unwrap();
    }

    /// What has arrived at its client, which does not wait for more.
    fn arrived(&mut self) -> Vec<u8> {
        let mut bytes = vec![0; 64 * 1024];
        let mut room = ReadBuf::new(&mut bytes);
        let mut cx = Context::from_waker(Waker::noop());
        let _: Poll<_> = Pin::new(&mut self.client).poll_read(&mut cx, &mut room);
        room.filled().to_vec()
    }

    /// All that comes, as often as its task or the flusher is woken.
    fn all(&mut self) -> Vec<u8> {
        let mut all = self.arrived();
        loop {
            if self.flushing.is_woken() {
                self.flushing.run();
            } else if self.wakes.taken() > 0 {
                self.run();
            } else {
                return all;
            }
            all.extend(self.arrived());
        }
    }

    /// The same, and what another says once there is room again, before the task has heard of that.
    fn all_and_next(&mut self) -> Vec<u8> {
        let mut all = self.arrived();
        self.say("next");
        self.flushing.run();
        all.extend(self.all());
        all
    }
}

/// The texts that are said in whole frames; panics where something else is between them.
fn said(mut bytes: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    while !bytes.is_empty() {
        let (frame, rest) = split_frame(bytes);
        let frame: serde_json::Value = serde_json::from_slice(frame).unwrap();
        said.push(frame["payload"]["text"].as_str().unwrap().to_owned());
        bytes = rest;
    }
    said
}

fn split_frame(bytes: &[u8]) -> (&[u8], &[u8]) {
    assert_eq!(bytes[0], FINAL | TEXT);
    let (length, rest) = match bytes[1] {
        126 => (usize::from(u16::from_be_bytes([bytes[2], bytes[3]])), &bytes[4..]),
        127 => panic!("longer than any here"),
        length => (usize::from(length), &bytes[2..]),
    };
    rest.split_at(length)
}

#[tokio::test(start_paused = true)]
async fn the_flusher_sends_without_the_task() {
    let mut lending = Lending::new(router(), 4096);
    lending.say("1");
    lending.say("2");
    assert!(lending.arrived().is_empty());
    lending.flushing.run();
    assert_eq!(said(&lending.arrived()), ["1", "2"]);
    assert_eq!(lending.wakes.taken(), 0);
    lending.flushing.stop();
    lending.say("3");
    assert_eq!(lending.wakes.taken(), 1, "nobody flushes");
    lending.run();
    assert_eq!(said(&lending.arrived()), ["3"]);
}

/// A router that says back what it is told, as often.
fn echo(times: usize) -> Router<()> {
    Router::new().on(move |ctx: Ctx<Say>| async move {
        (0..times).try_for_each(|_| ctx.send(&Say { text: ctx.payload.text.clone() }))?;
        Ok(())
    })
}

/// As a client sends it.
fn saying(text: &str) -> Vec<u8> {
    frame(FINAL | TEXT, format!(r#"{{"type":"SAY","payload":{{"text":"{text}"}}}}"#).as_bytes())
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_left_to_the_flusher() {
    let mut lending = Lending::new(echo(1), 4096);
    for text in ["1", "2"] {
        lending.client.write_all(&saying(text)).await.unwrap();
        lending.run();
    }
    assert!(lending.arrived().is_empty());
    assert!(lending.flushing.is_woken());
    lending.flushing.run();
    assert_eq!(said(&lending.arrived()), ["1", "2"]);
    assert_eq!(lending.wakes.taken(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_answers_of_many_connections_do_not_wait_for_the_flusher() {
    let mut lending = Lending::new(echo(1), 4096);
    let others = lending.flushing.waiting(ENOUGH - 1);
    lending.client.write_all(&saying("1")).await.unwrap();
    lending.run();
    assert_eq!((said(&lending.arrived()), others.sent()), (vec!["1".to_owned()], ENOUGH - 1));
}

#[tokio::test(start_paused = true)]
async fn a_turn_with_more_to_read_does_not_let_others_wait() {
    let mut lending = Lending::new(echo(0), 64 * 1024);
    let others = lending.flushing.waiting(ENOUGH);
    lending.client.write_all(&saying("1").repeat(READ_BATCH + 1)).await.unwrap();
    lending.run();
    assert_eq!((lending.wakes.taken(), others.sent()), (1, ENOUGH));
}

#[tokio::test(start_paused = true)]
async fn more_than_one_write_holds_the_task_sends_itself() {
    let mut lending = Lending::new(echo(1), 64 * 1024);
    let long = "x".repeat(9000);
    lending.client.write_all(&saying(&long)).await.unwrap();
    lending.run();
    assert_eq!(said(&lending.arrived()), [long]);
    assert!(!lending.flushing.is_woken());
}

#[tokio::test(start_paused = true)]
async fn reading_that_stops_for_what_is_queued_goes_on() {
    let limits = Limits { max_outbound_messages: 2, ..Limits::default() };
    let mut lending = Lending::new(echo(1).limits(limits), 64 * 1024);
    let texts: Vec<_> = (0..200).map(|number| number.to_string()).collect();
    let all: Vec<u8> = texts.iter().flat_map(|text| saying(text)).collect();
    lending.client.write_all(&all).await.unwrap();
    // Nobody else is to have a turn in between.
    let said = tokio::task::unconstrained(async { said(&lending.all()) }).await;
    assert_eq!(said, texts);
}

#[tokio::test(start_paused = true)]
async fn what_a_handler_sends_to_another_connection_needs_no_turn_of_that() {
    let mut other = Lending::new(router(), 4096);
    let to = other.connection.clone();
    let tell = move |_: Ctx<Say>| {
        let said = to.send(&Say { text: "told".into() });
        async move { said.map_err(Into::into) }
    };
    let mut teller = Lending::new(Router::new().on(tell), 4096);
    teller.client.write_all(&saying("")).await.unwrap();
    teller.run();
    other.flushing.run_if_woken();
    assert_eq!(said(&other.arrived()), ["told"]);
    assert_eq!(other.wakes.taken(), 0);
}

#[tokio::test(start_paused = true)]
async fn whatever_a_stream_takes_at_once_all_comes_in_order() {
    // The test reads as often as it likes: it is not to be stopped so that others get their turn.
    tokio::task::unconstrained(async {
        for capacity in [1, 7, 64, 150, 4096] {
            in_order(&mut Lending::new(router(), capacity));
        }
    })
    .await;
}

fn in_order(lending: &mut Lending) {
    let (mut all, mut expected) = (Vec::new(), Vec::new());
    for number in 0..40 {
        // Now and then more than fits into one write, or into a short frame's length.
        let text = format!("{number} {}", "x".repeat(if number % 13 == 12 { 9000 } else { number * 9 }));
        lending.say(&text);
        lending.say("and");
        if number % 3 < 2 {
            lending.flushing.run_if_woken();
        }
        expected.extend([text, "and".to_owned()]);
        all.extend(if number % 5 == 0 { lending.all() } else { lending.arrived() });
    }
    all.extend(lending.all());
    assert!(said(&all) == expected);
}

#[tokio::test(start_paused = true)]
async fn nothing_goes_between_the_parts_of_what_the_task_sends() {
    let mut lending = Lending::new(router(), 16);
    lending.say("a text that does not fit");
    lending.run();
    assert_eq!(said(&lending.all_and_next()), ["a text that does not fit", "next"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_goes_between_the_parts_of_an_answer_to_a_ping() {
    let mut lending = Lending::new(router(), 5);
    for part in frame(FINAL | PING, b"ping").chunks(5) {
        lending.client.write_all(part).await.unwrap();
        lending.run();
    }
    let all = lending.all_and_next();
    assert_eq!(all[..6], *b"\x8a\x04ping");
    assert_eq!(said(&all[6..]), ["next"]);
}

#[test]
fn a_socket_that_has_said_its_close_is_not_lent() {
    let (near, _far) = tokio::io::duplex(64);
    let mut socket = Socket::new(near, Vec::new(), &Limits::default());
    assert!(socket.is_idle());
    let mut cx = Context::from_waker(Waker::noop());
    socket.send_alone(Message::Close(None), &mut cx).unwrap();
    assert!(socket.poll_flush(&mut cx).is_ready());
    assert!(!socket.is_idle());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_a_close() {
    let mut lending = Lending::new(router(), 4096);
    lending.say("before");
    lending.connection.close(4000, "go");
    assert!(lending.connection.send(&Say { text: "after".into() }).is_err());
    let all = lending.all();
    let (before, close) = split_frame(&all);
    assert!(String::from_utf8_lossy(before).contains("before"));
    assert_eq!(close, [FINAL | CLOSE, 4, 0x0f, 0xa0, b'g', b'o']);
    assert!(lending.connection.send(&Say { text: "after".into() }).is_err());
    assert!(lending.all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_takes_nothing_has_the_same_time_as_ever() {
    let (router, seen) = noting(router());
    let mut lending = Lending::new(router, 8);
    lending.say("more than it takes");
    lending.flushing.run();
    let timeout = Limits::default().write_timeout;
    tokio::time::timeout(timeout * 2, &mut lending.driving).await.expect("it is given up");
    assert_eq!(*seen.lock().unwrap(), [Close::slow_reader().code]);
}
