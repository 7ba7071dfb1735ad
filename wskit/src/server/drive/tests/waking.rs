//! What wakes the task of a connection, and what does not.

use std::{io, pin::Pin, task::Poll};

use tokio::{io::ReadBuf, sync::mpsc::UnboundedReceiver};

use super::*;
use crate::wakes::Wakes;

#[tokio::test(start_paused = true)]
async fn what_is_answered_at_once_does_not_wake_its_connection_once_more() {
    let router = Router::new().rpc(answer);
    let (mut client, _connection, _stop, driving) = undriven(router, 1024, Vec::new());
    let mut driving = std::pin::pin!(driving);
    let wakes = Arc::<Wakes>::default();
    let task = Waker::from(Arc::clone(&wakes));
    let mut woken = || {
        assert!(driving.as_mut().poll(&mut Context::from_waker(&task)).is_pending());
        wakes.taken()
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
async fn whoever_has_polled_it_last_is_woken() {
    let router = Router::new().rpc(answer);
    let (mut client, connection, stop, driving) = undriven(router, 1024, Vec::new());
    let mut driving = std::pin::pin!(driving);
    let mut poll = |task: &Arc<Wakes>| {
        let task = Waker::from(Arc::clone(task));
        assert!(driving.as_mut().poll(&mut Context::from_waker(&task)).is_pending());
    };
    let (before, after) = <(Arc<Wakes>, Arc<Wakes>)>::default();
    poll(&before);
    // Meanwhile something has come, of which only the first has heard.
    client.write_all(&frame(FINAL | TEXT, br#"{"type":"HANG"}"#)).await.unwrap();
    assert_eq!(before.taken(), 1);
    poll(&after);
    assert!(client.read(&mut [0; 200]).await.unwrap() > 0, "the answer, although nobody has told the second");
    client.write_all(&frame(FINAL | TEXT, br#"{"type":"HANG"}"#)).await.unwrap();
    assert_eq!((before.taken(), after.taken()), (0, 1), "by its client");
    poll(&after);
    connection.send(&Say { text: "hello".into() }).unwrap();
    assert_eq!((before.taken(), after.taken()), (0, 1), "by what it is to send");
    poll(&after);
    stop.send(DRAIN).unwrap();
    assert_eq!((before.taken(), after.taken()), (0, 1), "by its server");
}

/// A stream during whose reading another thread does something, once it is there.
struct Meddled(DuplexStream, Arc<Mutex<Option<Meddle>>>);

type Meddle = Box<dyn FnOnce() + Send>;

impl AsyncRead for Meddled {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        room: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(meddle) = self.1.lock().unwrap().take() {
            meddle();
        }
        Pin::new(&mut self.0).poll_read(cx, room)
    }
}

impl AsyncWrite for Meddled {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

/// A router whose handler hands out how to report its progress, once a second at most.
fn reporting() -> (Router<()>, UnboundedReceiver<RpcCtx<Hang>>) {
    let (steps, take) = tokio::sync::mpsc::unbounded_channel();
    let hang = move |ctx: RpcCtx<Hang>| {
        steps.send(ctx).unwrap();
        std::future::pending::<Reply<Hang>>()
    };
    let limits = Limits { progress_interval: Duration::from_secs(1), ..Limits::default() };
    (Router::new().rpc(hang).limits(limits), take)
}

/// Two steps of progress: the first at once, the second when it is due.
async fn both_come<S: AsyncRead + AsyncWrite + Unpin>(client: &mut WebSocketStream<S>, before: Instant) {
    for (number, seconds) in [(1, 0), (2, 1)] {
        let frame = client.next().await.unwrap().unwrap();
        assert!(frame.to_text().unwrap().contains(&format!(r#""number":{number}"#)), "{frame:?}");
        assert_eq!(before.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn progress_that_comes_too_soon_while_the_connection_is_at_work_is_sent_when_it_is_due() {
    let (router, mut take) = reporting();
    let (near, far) = tokio::io::duplex(1024);
    let meddle = Arc::<Mutex<Option<Meddle>>>::default();
    let stream = Meddled(near, Arc::clone(&meddle));
    let (_connection, _stop, driving) = driving(router, stream, Vec::new());
    tokio::spawn(driving);
    let mut client = WebSocketStream::from_raw_socket(far, Role::Client, None).await;
    client.send(Message::text(r#"{"type":"HANG","meta":{"timeoutMs":600000}}"#)).await.unwrap();
    let ctx = Arc::new(take.recv().await.unwrap());
    let before = Instant::now();
    let elsewhere = Arc::clone(&ctx);
    *meddle.lock().unwrap() = Some(Box::new(move || {
        for number in [1, 2] {
            elsewhere.progress(Step { number });
        }
    }));
    client.send(Message::Pong(bytes::Bytes::new())).await.unwrap();
    both_come(&mut client, before).await;
}

#[tokio::test(start_paused = true)]
async fn progress_from_another_task_that_came_too_soon_is_sent_when_it_is_due() {
    let (router, mut take) = reporting();
    let (mut client, _driven) = connect(router, 1024).await;
    client.send(Message::text(r#"{"type":"HANG","meta":{"timeoutMs":600000}}"#)).await.unwrap();
    let ctx = take.recv().await.unwrap();
    let before = Instant::now();
    for number in [1, 2] {
        ctx.progress(Step { number });
    }
    both_come(&mut client, before).await;
}
