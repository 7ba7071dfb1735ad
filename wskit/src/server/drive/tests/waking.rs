//! What wakes the task of a connection, and what does not.

use super::*;

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
