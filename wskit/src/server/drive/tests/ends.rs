//! How a connection ends, and what keeps it.

use super::*;

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
        client.get_mut().write_all(&frame(FINAL | PONG, b"")).await.unwrap();
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
