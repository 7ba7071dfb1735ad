//! A limiter as a user would write it, over a store that knows only numbers. `docs/rate-limits.md` has a shorter one.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use wskit::rate_limit::{Asked, Bucket, Policy, RateLimiter};

/// Rows of a table: key, units, moment.
#[derive(Default)]
struct Table(Mutex<HashMap<String, (u64, u64)>>);

impl Table {
    /// What a transaction would do.
    fn change<T>(&self, key: &str, change: impl FnOnce(&mut Option<(u64, u64)>) -> T) -> T {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut row = rows.remove(key);
        let answer = change(&mut row);
        rows.extend(row.map(|row| (key.to_owned(), row)));
        answer
    }
}

struct TableLimiter {
    policy: Policy,
    table: Table,
}

impl RateLimiter for TableLimiter {
    fn consume<'a>(&'a self, key: &'a str, cost: u32, now_ms: u64) -> Asked<'a> {
        Asked::later(async move {
            Ok(self.table.change(key, |row| {
                let mut bucket = match *row {
                    Some((units, at_ms)) => Bucket::restore(units, at_ms),
                    None => Bucket::full(&self.policy, now_ms),
                };
                let decision = bucket.consume(&self.policy, cost, now_ms);
                *row = Some((bucket.units(), bucket.at_ms()));
                decision
            }))
        })
    }

    fn policy(&self) -> Policy {
        self.policy
    }
}

wskit::testing::contract::rate_limiter_contract!(
    #[tokio::test]
    async |policy| TableLimiter { policy, table: Table::default() }
);

/// A runtime is not needed for one that waits for nothing.
#[test]
fn the_contract_needs_no_tokio() {
    use futures_util::FutureExt;
    let contract = wskit::testing::contract::limiter::the_largest_numbers_are_exact;
    contract(async |policy| TableLimiter { policy, table: Table::default() })
        .now_or_never()
        .expect("it waits for nothing");
}
