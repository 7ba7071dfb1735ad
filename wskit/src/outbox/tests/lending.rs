//! Sending in the place of a task that sleeps.

use std::sync::Weak;

use super::{
    super::{
        flusher::{AT_LEAST, ENOUGH, PART},
        lend::{AHEAD, AT_ONCE, Direct, Sent},
    },
    *,
};
use crate::{flushing::Flushing, wakes::Wakes};

/// Most that is gathered for one write.
const GATHERED: usize = 20;

/// What has come out at the far end, and how much more is taken at once.
#[derive(Default)]
struct Wire {
    out: Mutex<String>,
    room: Mutex<usize>,
}

impl Wire {
    fn write(&self, text: &str) {
        self.out.lock().unwrap().push_str(text);
    }

    fn set_room(&self, bytes: usize) {
        *self.room.lock().unwrap() = bytes;
    }
}

impl Direct for Wire {
    fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent> {
        let mut gathered = String::new();
        let fits = |frame: &&Frame| {
            let fits = gathered.len() + frame.len() <= GATHERED;
            fits.then(|| gathered.push_str(frame.as_str()));
            fits
        };
        let frames = queue.iter().take_while(fits).count();
        let taken = gathered.len().min(*self.room.lock().unwrap());
        self.write(&gathered[..taken]);
        *self.room.lock().unwrap() -= taken;
        (taken > 0).then(|| Sent { frames, rest: gathered.split_off(taken).into_bytes() })
    }
}

/// An outbox whose sender sleeps, with what it sends to, what wakes it and who sends in its place.
struct Lending {
    outbox: Arc<Outbox>,
    wire: Arc<Wire>,
    wakes: Arc<Wakes>,
    flushing: Arc<Flushing>,
}

impl Lending {
    fn new() -> Self {
        Self::within(&Arc::new(Flushing::new()), outbox(1000, 100_000))
    }

    fn within(flushing: &Arc<Flushing>, outbox: Arc<Outbox>) -> Self {
        let (wire, wakes) = (Arc::<Wire>::default(), Arc::<Wakes>::default());
        wire.set_room(usize::MAX);
        let direct: Weak<Wire> = Arc::downgrade(&wire);
        outbox.set_lender(flushing.lender(direct));
        let this = Self { outbox, wire, wakes, flushing: Arc::clone(flushing) };
        this.send_by_itself();
        this.outbox.lend();
        this
    }

    fn push(&self, text: &str) {
        self.outbox.push(text.into(), Priority::Event).unwrap();
    }

    /// The beginning of a turn of its own sender.
    fn wake_up(&self) {
        self.wakes.taken();
        let unsent = self.outbox.take_back();
        self.wire.write(std::str::from_utf8(&unsent).unwrap());
    }

    fn waker(&self) -> Waker {
        Waker::from(Arc::clone(&self.wakes))
    }

    /// A turn of its own sender, which sends all there is and lends nothing.
    fn send_by_itself(&self) {
        self.wake_up();
        let all_taken = self.outbox.poll_take(&Context::from_waker(&self.waker()), |frame| {
            self.wire.write(frame.as_str());
            true
        });
        assert!(all_taken.is_pending());
    }

    /// A turn of its own sender, which queues this and leaves it.
    fn leave_all(&self, text: &str) {
        self.wake_up();
        self.outbox.stay_awake();
        self.push(text);
        assert!(self.leave());
    }

    /// What its own sender does at the end of a turn.
    fn leave(&self) -> bool {
        self.outbox.leave_to_flusher(&Context::from_waker(&self.waker()))
    }

    fn out(&self) -> String {
        self.wire.out.lock().unwrap().clone()
    }

    /// What is out, and how often its own sender was woken.
    fn seen(&self) -> (String, usize) {
        (self.out(), self.wakes.taken())
    }
}

fn seen(out: &str, wakes: usize) -> (String, usize) {
    (out.to_owned(), wakes)
}

#[test]
fn what_is_queued_the_flusher_sends() {
    let lending = Lending::new();
    for text in ["1 ", "2 ", "3 "] {
        lending.push(text);
    }
    assert_eq!(lending.seen(), seen("", 0));
    assert!(lending.flushing.is_woken());
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("1 2 3 ", 0));
    assert!(lending.outbox.lock().queue.is_empty() && !lending.flushing.is_woken());
}

#[test]
fn where_nobody_flushes_whoever_sends_is_woken() {
    let lending = Lending::new();
    lending.flushing.stop();
    lending.push("1 ");
    assert_eq!(lending.seen(), seen("", 1));
    lending.send_by_itself();
    assert_eq!(lending.out(), "1 ");
}

#[test]
fn what_is_promised_is_sent_though_the_flusher_stops() {
    let lending = Lending::new();
    lending.push("1 ");
    lending.flushing.stop();
    assert_eq!(lending.seen(), seen("1 ", 0));
}

#[test]
fn whoever_sends_leaves_its_own_to_the_flusher() {
    let lending = Lending::new();
    lending.wake_up();
    lending.outbox.stay_awake();
    lending.push("1 ");
    lending.push("2 ");
    assert!(!lending.flushing.is_woken(), "it is awake itself");
    assert!(lending.leave() && lending.flushing.is_woken());
    lending.push("3 ");
    assert!(!lending.flushing.is_woken(), "it is promised");
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("1 2 3 ", 0));
}

#[test]
fn who_leaves_nothing_wakes_nobody() {
    let lending = Lending::new();
    lending.wake_up();
    assert!(lending.leave() && !lending.flushing.is_woken());
    lending.push("1 ");
    lending.flushing.run_if_woken();
    assert_eq!(lending.seen(), seen("1 ", 0), "it is lent");
}

#[test]
fn what_nobody_flushes_is_not_left_lying() {
    let lending = Lending::new();
    lending.wake_up();
    lending.outbox.stay_awake();
    lending.push("1 ");
    lending.flushing.stop();
    lending.leave();
    assert_eq!(lending.seen(), seen("", 1));
}

#[test]
fn a_close_and_more_than_one_write_are_not_left_to_the_flusher() {
    let lending = Lending::new();
    lending.wake_up();
    lending.outbox.stay_awake();
    lending.push(&"x".repeat(AT_ONCE - 4));
    assert!(lending.leave());
    lending.wake_up();
    lending.push("y");
    assert!(!lending.leave());
    lending.send_by_itself();
    lending.outbox.close(Close::new(4000, "go"));
    assert!(!lending.leave());
}

#[test]
fn what_the_flusher_could_not_send_comes_first() {
    let lending = Lending::new();
    lending.wire.set_room(3);
    lending.push("12 ");
    lending.push("34 ");
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("12 ", 1), "it has to send the rest");
    lending.wire.set_room(100);
    lending.push("56 ");
    lending.flushing.run();
    assert_eq!(lending.out(), "12 ", "nobody goes ahead of the rest");
    lending.send_by_itself();
    assert_eq!(lending.out(), "12 34 56 ");
}

#[test]
fn a_stream_that_takes_nothing_is_left_to_whoever_sends() {
    let lending = Lending::new();
    lending.wire.set_room(0);
    lending.push("1 ");
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("", 1));
    lending.send_by_itself();
    assert_eq!(lending.out(), "1 ");
}

#[test]
fn more_than_one_write_holds_is_left_to_whoever_sends() {
    let lending = Lending::new();
    lending.push("1 ");
    lending.push(&"x".repeat(GATHERED));
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("1 ", 1));
}

#[test]
fn nobody_sends_in_the_place_of_one_that_lends_nothing() {
    let lending = Lending::new();
    lending.send_by_itself();
    lending.push("1 ");
    assert_eq!(lending.wakes.taken(), 1, "it is woken at once");
    assert!(!lending.flushing.is_woken());
}

#[test]
fn one_that_wakes_up_before_the_flusher_sends_by_itself() {
    let lending = Lending::new();
    lending.push("1 ");
    lending.wake_up();
    lending.outbox.stay_awake();
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("", 0));
    lending.send_by_itself();
    assert_eq!(lending.out(), "1 ");
}

#[test]
fn a_close_behind_what_is_promised_goes_last_and_by_its_own_sender() {
    let lending = Lending::new();
    lending.push("1 ");
    lending.outbox.close(Close::new(4000, "go"));
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("", 1));
    assert_eq!(sent(&lending.outbox), ["1 ", "close 4000"]);
}

#[test]
fn who_waits_for_room_hears_of_it() {
    let lending = Lending::within(&Arc::new(Flushing::new()), outbox(1, 100));
    let handler = Arc::<Wakes>::default();
    lending.push("1 ");
    let waker = Waker::from(Arc::clone(&handler));
    assert!(lending.outbox.poll_room(&Context::from_waker(&waker)).is_pending());
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("1 ", 0));
    assert_eq!((handler.taken(), lending.outbox.is_full()), (1, false));
}

fn crowd(flushing: &Arc<Flushing>, count: usize) -> Vec<Lending> {
    (0..count).map(|_| Lending::within(flushing, outbox(10, 100))).collect()
}

fn push_to(all: &[Lending], text: &str) {
    for lending in all {
        lending.push(text);
    }
}

/// How many in a row have sent this, and nobody behind them anything.
fn sent_first(all: &[Lending], text: &str) -> usize {
    let count = all.iter().take_while(|lending| lending.out() == text).count();
    assert!(all[count..].iter().all(|lending| lending.out().is_empty()));
    count
}

#[test]
fn one_turn_of_the_flusher_sends_for_so_many_and_no_more() {
    let flushing = Arc::new(Flushing::new());
    let all = crowd(&flushing, AT_LEAST + 5);
    for lending in all.iter().cycle().take(3 * all.len()) {
        lending.push("1");
    }
    assert!(flushing.is_woken());
    flushing.run();
    assert_eq!(sent_first(&all, "111"), AT_LEAST);
    assert!(flushing.is_woken(), "there are more");
    flushing.run();
    assert_eq!(sent_first(&all, "111"), AT_LEAST + 5);
    assert!(!flushing.is_woken());
    assert!(all.iter().all(|lending| lending.wakes.taken() == 0));
}

#[test]
fn of_very_many_one_turn_of_the_flusher_sends_for_a_part() {
    let flushing = Arc::new(Flushing::new());
    let all = crowd(&flushing, PART * AT_LEAST * 2);
    push_to(&all, "1");
    flushing.run();
    assert_eq!(sent_first(&all, "1"), 2 * AT_LEAST);
    flushing.run_if_woken();
    assert_eq!(sent_first(&all, "1"), all.len());
}

#[test]
fn what_a_turn_leaves_goes_ahead_of_what_it_queued_for_others() {
    let flushing = Arc::new(Flushing::new());
    let (others, own) = (crowd(&flushing, 2 * AT_LEAST), crowd(&flushing, 2 * AT_LEAST));
    push_to(&others, "1");
    for lending in &own {
        lending.leave_all("2");
    }
    flushing.run();
    assert_eq!((sent_first(&own, "2"), sent_first(&others, "1")), (own.len(), AT_LEAST));
}

#[test]
fn what_turns_leave_goes_in_their_order() {
    /// Notes who sends.
    struct Numbered(usize, Arc<Mutex<Vec<usize>>>);
    impl Direct for Numbered {
        fn send(&self, queue: &VecDeque<Frame>) -> Option<Sent> {
            self.1.lock().unwrap().push(self.0);
            Some(Sent { frames: queue.len(), rest: Vec::new() })
        }
    }
    let (flushing, order) = (Flushing::new(), Arc::<Mutex<Vec<_>>>::default());
    let numbered: Vec<_> = (0..5).map(|number| Arc::new(Numbered(number, Arc::clone(&order)))).collect();
    for direct in &numbered {
        let outbox = outbox(10, 100);
        let direct: Weak<Numbered> = Arc::downgrade(direct);
        outbox.set_lender(flushing.lender(direct));
        outbox.push("1".into(), Priority::Answer).unwrap();
        assert!(outbox.leave_to_flusher(&Context::from_waker(Waker::noop())));
    }
    flushing.run_if_woken();
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4]);
}

#[test]
fn who_waits_among_the_others_goes_ahead_of_them_after_a_turn_of_its_own() {
    let flushing = Arc::new(Flushing::new());
    let all = crowd(&flushing, AT_LEAST + 1);
    push_to(&all, "1");
    let last = all.last().unwrap();
    last.leave_all("2");
    last.push("3");
    flushing.run();
    assert_eq!(last.seen(), seen("123", 0));
    last.push("4");
    flushing.run_if_woken();
    assert_eq!(last.seen(), seen("1234", 0), "and once");
}

#[test]
fn enough_does_not_wait_for_the_flusher() {
    let flushing = Arc::new(Flushing::new());
    let all = crowd(&flushing, ENOUGH);
    let sent = || all.iter().filter(|lending| lending.out() == "1").count();
    let (last, others) = all.split_last().unwrap();
    for lending in others {
        lending.push("1");
        lending.outbox.relieve_flusher();
    }
    assert_eq!(sent(), 0);
    last.push("1");
    assert_eq!(sent(), 0, "not within what queues it");
    last.outbox.relieve_flusher();
    assert_eq!(sent(), ENOUGH);
    last.push("2");
    last.outbox.relieve_flusher();
    assert_eq!(last.out(), "1", "there is one again");
    flushing.run_if_woken();
    assert_eq!(last.out(), "12");
}

#[test]
fn each_of_many_gets_its_own() {
    let flushing = Arc::new(Flushing::new());
    let all = crowd(&flushing, 3 * AHEAD + 1);
    for (number, lending) in all.iter().enumerate() {
        lending.push(&format!("{number} "));
    }
    all[AHEAD].wire.set_room(0);
    flushing.run();
    for (number, lending) in all.iter().enumerate() {
        let expected = if number == AHEAD { seen("", 1) } else { seen(&format!("{number} "), 0) };
        assert_eq!(lending.seen(), expected);
    }
}

#[test]
fn what_another_thread_queues_the_flusher_sends_too() {
    let lending = Lending::new();
    lending.push("1 ");
    std::thread::scope(|scope| scope.spawn(|| lending.push("2 ")).join()).unwrap();
    lending.flushing.run();
    assert_eq!(lending.seen(), seen("1 2 ", 0));
}

#[test]
fn a_connection_that_ends_before_the_flusher_sends_is_no_trouble() {
    let Lending { outbox, wire, flushing, .. } = Lending::new();
    outbox.push("1 ".into(), Priority::Event).unwrap();
    outbox.shut();
    flushing.run();
    assert_eq!(*wire.out.lock().unwrap(), "");
    let Lending { outbox, wire, flushing, .. } = Lending::new();
    outbox.push("1 ".into(), Priority::Event).unwrap();
    drop(wire);
    flushing.run();
    assert_eq!(outbox.lock().queue.len(), 1);
}

#[derive(Clone, Debug)]
enum Act {
    Push(usize),
    /// The flusher's turn, if it is awake.
    Flush,
    /// The sender's own turn, if it is awake, in which it queues so much itself, and how that ends.
    Run(Vec<usize>, End),
    Room(usize),
}

#[derive(Clone, Copy, Debug)]
enum End {
    SendsAll,
    SendsAllAndLends,
    LeavesToFlusher,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let end = prop_oneof![Just(End::SendsAll), Just(End::SendsAllAndLends), Just(End::LeavesToFlusher)];
    let act = prop_oneof![
        4 => (0..9usize).prop_map(Act::Push),
        2 => Just(Act::Flush),
        3 => (prop::collection::vec(0..9usize, 0..4), end).prop_map(|(sizes, end)| Act::Run(sizes, end)),
        1 => (0..30usize).prop_map(Act::Room),
    ];
    prop::collection::vec(act, 0..80)
}

proptest! {
    /// Whoever sends, all comes out once and in order, and nothing is left lying while all sleep.
    #[test]
    fn nothing_is_lost_doubled_or_overtaken(acts in acts()) {
        let lending = Lending::new();
        let (mut expected, mut is_awake, mut flusher_is_awake) = (String::new(), false, false);
        let mut number = 0;
        let mut push = |size| {
            let text = format!("{number:03}{} ", "x".repeat(size));
            number += 1;
            lending.push(&text);
            expected.push_str(&text);
        };
        let mut acts = acts.into_iter();
        loop {
            // At last whoever is awake has its turn.
            let last = || (is_awake || flusher_is_awake).then(|| {
                if is_awake { Act::Run(Vec::new(), End::SendsAllAndLends) } else { Act::Flush }
            });
            let Some(act) = acts.next().or_else(last) else { break };
            match act {
                Act::Push(size) => push(size),
                Act::Flush if flusher_is_awake => {
                    lending.flushing.run();
                    flusher_is_awake = false;
                }
                Act::Run(sizes, end) if is_awake => {
                    is_awake = false;
                    lending.wake_up();
                    lending.outbox.stay_awake();
                    sizes.into_iter().for_each(&mut push);
                    match end {
                        End::LeavesToFlusher if lending.leave() => {}
                        End::SendsAll | End::LeavesToFlusher => lending.send_by_itself(),
                        End::SendsAllAndLends => {
                            lending.send_by_itself();
                            lending.outbox.lend();
                        }
                    }
                }
                Act::Room(bytes) => lending.wire.set_room(bytes),
                Act::Flush | Act::Run(..) => {}
            }
            is_awake |= lending.wakes.taken() > 0;
            flusher_is_awake |= lending.flushing.is_woken();
        }
        prop_assert_eq!(lending.out(), expected);
    }
}
