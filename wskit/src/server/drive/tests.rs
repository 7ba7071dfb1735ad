//! The task of one connection over a pipe in memory, with the clock of the runtime stopped: it moves by itself when
//! everything waits, so that no test waits for real.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Wake, Waker},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream},
    sync::{oneshot, watch},
    task::JoinHandle,
    time::Instant,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use super::{Driver, Socket};
use crate::{
    Connection, Ctx, Limits, Reply, Result, Router, RpcCtx,
    close::Closed,
    hub::Hub,
    maybe_send::BoxFuture,
    platform::Platform,
    server::{
        platform::TokioPlatform,
        shutdown::{Leaving, Stop},
    },
};

wskit::message!(
    #[event]
    struct Say {
        text: String,
    }

    /// Closes the connection.
    #[event(from = client)]
    struct Kick;

    /// Is never answered.
    #[rpc(response = Answered, progress = Step)]
    struct Hang;

    #[data]
    struct Step {
        number: u8,
    }

    #[response]
    struct Answered;
);

const DRAIN: Stop = Stop::Drain { spread: Duration::ZERO };

type Client = WebSocketStream<DuplexStream>;
type Seen = Arc<Mutex<Vec<u16>>>;

async fn kick(ctx: Ctx<Kick>) -> Result<()> {
    ctx.close(4000, "go");
    Ok(())
}

async fn say(_: Ctx<Say>) -> Result<()> {
    Ok(())
}

async fn endless(_: Ctx<Say>) -> Result<()> {
    std::future::pending().await
}

/// An unasked pong as a client sends it (RFC 6455 section 5.2): masked, with a mask of zeros.
const PONG: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];

async fn hang(_: RpcCtx<Hang>) -> Reply<Hang> {
    std::future::pending().await
}

async fn answer(_: RpcCtx<Hang>) -> Result<Answered> {
    Ok(Answered)
}

fn router() -> Router<()> {
    Router::new().on(kick).on(say).rpc(hang)
}

/// A platform whose time of day is that of the runtime's clock, so that both move together.
struct OneClock(TokioPlatform, Instant);

impl Platform for OneClock {
    fn now_ms(&self) -> u64 {
        1_700_000_000_000 + u64::try_from(self.1.elapsed().as_millis()).unwrap()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.0.random(bytes);
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        self.0.spawn(task);
    }
}

struct Driven {
    connection: Connection<()>,
    stop: watch::Sender<Stop>,
    task: JoinHandle<()>,
}

/// A connection whose pipe holds `capacity` bytes each way.
async fn connect(router: Router<()>, capacity: usize) -> (Client, Driven) {
    let (far, driven) = connect_having_read(router, capacity, Vec::new());
    (WebSocketStream::from_raw_socket(far, Role::Client, None).await, driven)
}

/// The same, where some of what the client sends has come with its handshake.
fn connect_having_read(router: Router<()>, capacity: usize, read: Vec<u8>) -> (DuplexStream, Driven) {
    let (far, connection, stop, driving) = undriven(router, capacity, read);
    (far, Driven { connection, stop, task: tokio::spawn(driving) })
}

/// The same without a task: what drives it is for the test to poll.
fn undriven(
    router: Router<()>,
    capacity: usize,
    read: Vec<u8>,
) -> (DuplexStream, Connection<()>, watch::Sender<Stop>, impl Future<Output = ()> + Send + 'static) {
    let platform = Arc::new(OneClock(TokioPlatform::new(), Instant::now()));
    let hub = Hub::new(router, platform.clone()).unwrap();
    let (near, far) = tokio::io::duplex(capacity);
    let socket = Socket::new(near, read, hub.limits());
    let session = hub.connect(hub.new_client_id(), ());
    let connection = session.connection().clone();
    let (stop, stopped) = watch::channel(Stop::No);
    let driving = Driver::new(socket, session).drive(Leaving::new(stopped, platform), ());
    (far, connection, stop, driving)
}

/// A router that notes the code of each connection that ends.
fn noting(router: Router<()>) -> (Router<()>, Seen) {
    let seen = Seen::default();
    let codes = Arc::clone(&seen);
    let router = router.on_close(move |_, closed: Closed| {
        codes.lock().unwrap().push(closed.code);
        std::future::ready(())
    });
    (router, seen)
}

#[tokio::test(start_paused = true)]
async fn a_client_that_never_reads_is_let_go_in_time() {
    let (router, codes) = noting(router());
    let (_deaf, driven) = connect(router, 64).await;
    driven.connection.topics().subscribe("news").await.unwrap();
    let text = Say { text: "x".repeat(100_000) };
    while driven.connection.send(&text).is_ok() {
        tokio::task::yield_now().await;
    }
    let connection = driven.connection.clone();
    let before = Instant::now();
    tokio::time::timeout(Duration::from_secs(60), driven.task).await.expect("an end").unwrap();
    let limits = *connection.hub().limits();
    assert_eq!(before.elapsed(), limits.slow_reader_timeout + limits.close_timeout);
    assert_eq!(*codes.lock().unwrap(), [1013]);
    assert_eq!(connection.subscribers("news"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_large_message_does_not_disconnect_a_client_that_reads() {
    let (mut client, driven) = connect(router(), 1024).await;
    let text = "x".repeat(driven.connection.hub().limits().max_outbound_bytes);
    driven.connection.send(&Say { text: text.clone() }).unwrap();
    let message = client.next().await.unwrap().unwrap();
    assert!(message.to_text().unwrap().contains(&text));
}

#[tokio::test(start_paused = true)]
async fn frames_of_every_size_arrive_whole_and_in_order() {
    // Around where a frame's length takes more bytes, where no more frames are gathered, and where one is too large for it.
    let small = || (0..140).chain(8_000..8_200);
    let all = || small().chain([16_384]).chain(65_400..65_540).chain([0, 1, 100_000]);
    for (capacity, at_once) in [(50, 3), (1_000, 150), (8_192, 7), (20_000, 40), (4_000_000, 40)] {
        let (mut client, driven) = connect(router(), capacity).await;
        let sizes: Vec<usize> = if capacity < 8_192 { small().collect() } else { all().collect() };
        // In another order than by size, so that small ones come before and behind large ones.
        let sizes = (0..sizes.len()).map(|at| sizes[at * 37 % sizes.len()]);
        let texts: Vec<_> =
            sizes.enumerate().map(|(at, size)| format!("{at} {}", "x".repeat(size))).collect();
        for texts in texts.chunks(at_once) {
            for text in texts {
                driven.connection.send(&Say { text: text.clone() }).unwrap();
            }
            client.send(Message::Ping("still there?".into())).await.unwrap();
            let (mut texts, mut is_answered) = (texts.iter(), false);
            while !is_answered || texts.len() > 0 {
                match client.next().await.unwrap().unwrap() {
                    Message::Text(frame) => {
                        let expected = format!(r#""payload":{{"text":"{}"}}"#, texts.next().unwrap());
                        assert!(
                            frame.contains(&expected),
                            "{frame:.100} for {expected:.40}, capacity {capacity}"
                        );
                    }
                    Message::Pong(_) => is_answered = true,
                    other => panic!("{other:?}"),
                }
            }
        }
    }
}

/// A frame as a client sends it (RFC 6455 section 5.2), masked.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [0x9d, 0x01, 0xff, 0x42];
    let mut frame = vec![first];
    match u16::try_from(payload.len()) {
        Ok(length @ ..126) => frame.push(MASKED + length.to_be_bytes()[1]),
        Ok(length) => {
            frame.push(MASKED + 126);
            frame.extend(length.to_be_bytes());
        }
        Err(_) => {
            frame.push(MASKED + 127);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend(mask);
    frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const PING: u8 = 9;
const FINAL: u8 = 0x80;
/// Of the byte with the length.
const MASKED: u8 = 0x80;

/// A router whose `SAY` notes what is said, and what has been.
fn listening() -> (Router<()>, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::<Mutex<Vec<String>>>::default();
    let notes = Arc::clone(&heard);
    let say = move |ctx: Ctx<Say>| {
        notes.lock().unwrap().push(ctx.payload.text.clone());
        std::future::ready(Ok(()))
    };
    (Router::new().on(say), heard)
}

fn say_frame(text: &str) -> String {
    format!(r#"{{"type":"SAY","payload":{{"text":"{text}"}}}}"#)
}

#[tokio::test(start_paused = true)]
async fn what_comes_in_pieces_of_any_size_is_heard_whole_and_in_order() {
    // A small linear congruential generator: the same pieces on every run.
    let mut seed = 1_u64;
    let mut below = move |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % limit
    };
    for longest in [1, 7, 200, 5_000, 20_000, 60_000].repeat(2) {
        let largest = if longest < 5_000 { 12 } else { 13 };
        let (mut bytes, mut said) = (Vec::new(), Vec::new());
        for number in 0..50 {
            // Around where a header takes more bytes, and where a text is too large to be taken from the stack.
            let size =
                [0, 1, 70, 80, 90, 500, 4_000, 8_100, 8_140, 8_150, 8_160, 8_200, 70_000][below(largest)];
            let text = format!("{number} ü{}", "x".repeat(size + below(3)));
            let message = say_frame(&text);
            let message = message.as_bytes();
            match below(8) {
                0 => bytes.extend(frame(FINAL | BINARY, message)),
                1 => {
                    // In fragments, with a ping between them.
                    let (first, rest) = message.split_at(below(message.len()));
                    let (second, third) = rest.split_at(below(rest.len()));
                    bytes.extend(frame(TEXT, first));
                    bytes.extend(frame(FINAL | PING, b"between"));
                    bytes.extend(frame(CONTINUATION, second));
                    bytes.extend(frame(FINAL | CONTINUATION, third));
                }
                2 => {
                    bytes.extend(frame(FINAL | PING, b"before"));
                    bytes.extend(frame(FINAL | TEXT, message));
                }
                _ => bytes.extend(frame(FINAL | TEXT, message)),
            }
            said.push(text);
        }
        let (router, heard) = listening();
        let (read, mut rest) = bytes.split_at(below(bytes.len().min(50_000)));
        let (mut client, _driven) = connect_having_read(router, 64 * 1024, read.to_vec());
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.len().min(1 + below(longest)));
            client.write_all(piece).await.unwrap();
            rest = behind;
            if below(4) == 0 {
                tokio::task::yield_now().await;
            }
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert!(*heard.lock().unwrap() == said, "in pieces of up to {longest}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_ping_is_answered_at_once_although_nothing_else_is_sent() {
    let (mut client, _driven) = connect(router(), 1024).await;
    let before = Instant::now();
    for _ in 0..3 {
        client.feed(Message::text(say_frame("before"))).await.unwrap();
        client.send(Message::Ping("there?".into())).await.unwrap();
        assert_eq!(client.next().await.unwrap().unwrap(), Message::Pong("there?".into()));
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_breach_of_the_protocol_is_told_apart() {
    let long = "x".repeat(9_000);
    let breaches: [(&str, Vec<u8>, u16); 9] = [
        ("a text that is not UTF-8", frame(FINAL | TEXT, b"\xff"), 1007),
        ("a large text that is not UTF-8", frame(FINAL | TEXT, &[0xff; 9_000]), 1007),
        ("a text without a mask", vec![FINAL | TEXT, 2, b'{', b'}'], 1002),
        ("a reserved bit", frame(FINAL | 0x40 | TEXT, b"{}"), 1002),
        ("a reserved opcode", frame(FINAL | 3, b"{}"), 1002),
        ("a text amid a message", [frame(TEXT, b"{"), frame(FINAL | TEXT, b"{}")].concat(), 1002),
        ("a rest of nothing", frame(FINAL | CONTINUATION, b"}"), 1002),
        ("a ping in fragments", frame(PING, b"x"), 1002),
        ("a ping that is too long", frame(FINAL | PING, long.as_bytes()), 1002),
    ];
    for (what, bytes, code) in breaches {
        for with_text_before in [false, true] {
            let (router, heard) = listening();
            let (mut client, _driven) = connect_having_read(router, 64 * 1024, Vec::new());
            let before = frame(FINAL | TEXT, say_frame("before").as_bytes());
            if with_text_before {
                client.write_all(&before).await.unwrap();
            }
            client.write_all(&bytes).await.unwrap();
            client.write_all(&before).await.unwrap();
            let mut client = WebSocketStream::from_raw_socket(client, Role::Client, None).await;
            match client.next().await {
                Some(Ok(Message::Close(Some(close)))) => assert_eq!(u16::from(close.code), code, "{what}"),
                other => panic!("{what}: {other:?}"),
            }
            assert_eq!(heard.lock().unwrap().len(), usize::from(with_text_before), "{what}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_frame_beyond_the_limit_is_refused_before_it_has_come() {
    let (router, _) = listening();
    let limits = Limits { max_frame_bytes: 100, max_payload_bytes: 100, ..Limits::default() };
    let (mut client, _driven) = connect_having_read(router.limits(limits), 1024, Vec::new());
    client.write_all(&frame(FINAL | TEXT, &[b'x'; 101])[..20]).await.unwrap();
    let mut client = WebSocketStream::from_raw_socket(client, Role::Client, None).await;
    let close = client.next().await.unwrap().unwrap();
    assert!(matches!(close, Message::Close(Some(frame)) if u16::from(frame.code) == 1009));
}

#[tokio::test(start_paused = true)]
async fn a_close_is_answered_at_once_however_much_comes_before_it() {
    let (mut client, driven) = connect(router(), 1024 * 1024).await;
    client.feed(Message::text(r#"{"type":"KICK"}"#)).await.unwrap();
    for _ in 0..500 {
        client.feed(Message::text(r#"{"type":"SAY","payload":{"text":"late"}}"#)).await.unwrap();
    }
    client.close(None).await.unwrap();
    let before = Instant::now();
    driven.task.await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn the_socket_is_closed_before_on_close_has_run() {
    let (on, go) = oneshot::channel::<()>();
    let go = Arc::new(tokio::sync::Mutex::new(go));
    let router = router().on_close(move |_, _| {
        let go = Arc::clone(&go);
        async move {
            let _ = (&mut *go.lock().await).await;
        }
    });
    let (mut client, driven) = connect(router, 1024).await;
    client.close(None).await.unwrap();
    let rest =
        tokio::time::timeout(Duration::from_secs(60), async { while client.next().await.is_some() {} });
    rest.await.expect("the socket to close while on_close runs");
    on.send(()).unwrap();
    driven.task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_client_may_leave_while_the_server_waits_for_its_request() {
    let (mut client, driven) = connect(router(), 1024).await;
    client.send(Message::text(r#"{"type":"HANG","meta":{"timeoutMs":600000}}"#)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    driven.stop.send(DRAIN).unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let before = Instant::now();
    client.close(None).await.unwrap();
    driven.task.await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_request_may_be_aborted_while_the_server_waits_for_it() {
    let (mut client, driven) = connect(router(), 1024).await;
    let id = r#""meta":{"correlationId":"1"}"#;
    client.send(Message::text(format!(r#"{{"type":"HANG",{id}}}"#))).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    driven.stop.send(DRAIN).unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let before = Instant::now();
    client.send(Message::text(format!(r#"{{"type":"$ws:abort",{id}}}"#))).await.unwrap();
    assert!(client.next().await.unwrap().unwrap().to_text().unwrap().contains("CANCELLED"));
    assert!(
        matches!(client.next().await, Some(Ok(Message::Close(Some(frame)))) if u16::from(frame.code) == 1001)
    );
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_answered_at_once_does_not_wake_its_connection_once_more() {
    let router = Router::new().rpc(answer);
    let (mut client, _connection, _stop, driving) = undriven(router, 1024, Vec::new());
    let mut driving = std::pin::pin!(driving);
    let wakes = Arc::<Wakes>::default();
    let task = Waker::from(Arc::clone(&wakes));
    let mut woken = || {
        assert!(driving.as_mut().poll(&mut Context::from_waker(&task)).is_pending());
        wakes.0.swap(0, Ordering::Relaxed)
    };
    woken();
    for _ in 0..3 {
        client.write_all(&frame(FINAL | TEXT, br#"{"type":"HANG"}"#)).await.unwrap();
        assert_eq!(woken(), 1, "it was woken by its client, and by nobody since");
        let mut answer = [0; 200];
        let count = client.read(&mut answer).await.unwrap();
        assert!(String::from_utf8_lossy(&answer[..count]).contains("ANSWERED"));
    }
}

#[tokio::test(start_paused = true)]
async fn progress_from_another_task_that_came_too_soon_is_sent_when_it_is_due() {
    let (steps, mut take) = tokio::sync::mpsc::unbounded_channel();
    let hang = move |ctx: RpcCtx<Hang>| {
        steps.send(ctx).unwrap();
        std::future::pending::<Reply<Hang>>()
    };
    let limits = Limits { progress_interval: Duration::from_secs(1), ..Limits::default() };
    let (mut client, _driven) = connect(Router::new().rpc(hang).limits(limits), 1024).await;
    client.send(Message::text(r#"{"type":"HANG","meta":{"timeoutMs":600000}}"#)).await.unwrap();
    let ctx = take.recv().await.unwrap();
    let before = Instant::now();
    for number in [1, 2] {
        ctx.progress(Step { number });
    }
    for (number, seconds) in [(1, 0), (2, 1)] {
        let frame = client.next().await.unwrap().unwrap();
        assert!(frame.to_text().unwrap().contains(&format!(r#""number":{number}"#)), "{frame:?}");
        assert_eq!(before.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_gives_no_sign_of_life_is_let_go_with_1001() {
    let (router, codes) = noting(router());
    let before = Instant::now();
    let (_silent, driven) = connect(router, 1024).await;
    driven.task.await.unwrap();
    assert_eq!(before.elapsed().as_secs(), 35);
    assert_eq!(*codes.lock().unwrap(), [1001]);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_answers_pings_stays() {
    let (mut client, driven) = connect(router(), 1024).await;
    let reading = tokio::time::timeout(Duration::from_secs(600), async {
        let mut pings = 0;
        while let Some(Ok(message)) = client.next().await {
            pings += usize::from(message.is_ping());
            assert!(pings < 20, "no more than one in 30 s");
        }
    });
    // Only the timeout ends it: the connection is still open then.
    assert!(reading.await.is_err());
    assert!(!driven.task.is_finished());
}

#[tokio::test(start_paused = true)]
async fn a_client_whose_event_is_endless_is_not_taken_for_dead() {
    let limits = Limits { max_waiting_events: 1, event_stall_timeout: Duration::MAX, ..Limits::default() };
    let (mut client, driven) = connect(Router::new().on(endless).limits(limits), 1024).await;
    for _ in 0..5 {
        client.feed(Message::text(r#"{"type":"SAY","payload":{"text":"x"}}"#)).await.unwrap();
    }
    client.flush().await.unwrap();
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert!(!driven.task.is_finished());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_not_one_byte_is_let_go_although_little_waits() {
    let (router, codes) = noting(router());
    let (_deaf, driven) = connect(router, 64).await;
    driven.connection.send(&Say { text: "x".repeat(1000) }).unwrap();
    let before = Instant::now();
    driven.task.await.unwrap();
    assert_eq!(before.elapsed().as_secs(), 10);
    assert_eq!(*codes.lock().unwrap(), [1013]);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_reads_slowly_but_steadily_stays() {
    let (mut client, driven) = connect(router(), 64).await;
    driven.connection.send(&Say { text: "x".repeat(1000) }).unwrap();
    let mut bytes = [0; 16];
    for _ in 0..30 {
        tokio::time::sleep(Duration::from_secs(5)).await;
        client.get_mut().read_exact(&mut bytes).await.unwrap();
        client.get_mut().write_all(&PONG).await.unwrap();
    }
    assert!(!driven.task.is_finished());
}

#[tokio::test(start_paused = true)]
async fn connections_go_at_moments_of_their_own_and_serve_until_then() {
    let mut clients = Vec::new();
    for _ in 0..8 {
        clients.push(connect(router(), 1024).await);
    }
    let before = Instant::now();
    for (_, driven) in &clients {
        driven.stop.send(Stop::Drain { spread: Duration::from_secs(10) }).unwrap();
    }
    let going = clients.into_iter().map(|(mut client, driven)| async move {
        while let Some(Ok(message)) = client.next().await {
            assert!(message.is_close(), "{message:?}");
        }
        driven.task.await.unwrap();
        before.elapsed()
    });
    let moments: BTreeSet<_> = futures_util::future::join_all(going).await.into_iter().collect();
    assert!(moments.len() > 2, "{moments:?}");
    assert!(moments.last() <= Some(&Duration::from_secs(10)), "{moments:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_has_waited_long_enough_cuts_its_connections_off() {
    let (router, codes) = noting(router());
    let (mut client, driven) = connect(router, 1024).await;
    client.send(Message::text(r#"{"type":"HANG","meta":{"timeoutMs":600000}}"#)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    driven.stop.send(DRAIN).unwrap();
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert!(codes.lock().unwrap().is_empty());
    let before = Instant::now();
    driven.stop.send(Stop::Abandon).unwrap();
    driven.task.await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(*codes.lock().unwrap(), [1006]);
}
