//! How many connections there are, in all and from each address.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    Limits,
    limits::{LimitExceeded, LimitKind},
    rate_limit::key::network,
    room::give_back,
};

/// The open connections of a server.
#[derive(Clone, Default)]
pub(super) struct Connections(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    all: usize,
    by_ip: HashMap<IpAddr, usize>,
}

/// A place among the open connections, given back when it is dropped.
pub(crate) struct Place {
    connections: Connections,
    ip: IpAddr,
}

/// Why there is no place.
#[derive(Debug)]
pub(super) enum NoPlace {
    /// The server is full.
    Full(LimitExceeded),
    /// One address has too many.
    TooManyFromOne(LimitExceeded),
}

impl Connections {
    /// Takes a place for a connection from `ip`.
    pub(super) fn enter(&self, ip: IpAddr, limits: &Limits) -> Result<Place, NoPlace> {
        let ip = network(ip);
        let mut counts = self.lock();
        let all = counts.all + 1;
        if all > limits.max_connections {
            return Err(NoPlace::Full(exceeded(all, limits.max_connections)));
        }
        let from_one = counts.by_ip.get(&ip).copied().unwrap_or_default() + 1;
        if from_one > limits.max_connections_per_ip {
            return Err(NoPlace::TooManyFromOne(exceeded(from_one, limits.max_connections_per_ip)));
        }
        counts.all = all;
        counts.by_ip.insert(ip, from_one);
        Ok(Place { connections: self.clone(), ip })
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.lock().all
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.connections.lock();
        counts.all -= 1;
        if let Some(count) = counts.by_ip.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                counts.by_ip.remove(&self.ip);
                give_back(&mut counts.by_ip);
            }
        }
    }
}

fn exceeded(observed: usize, limit: usize) -> LimitExceeded {
    LimitExceeded::new(LimitKind::Connections, observed, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_and_given_back() {
        let limits = Limits { max_connections: 2, max_connections_per_ip: 1, ..Limits::default() };
        let connections = Connections::default();
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = connections.enter(ip("10.0.0.1"), &limits).ok().unwrap();
        let again = connections.enter(ip("::ffff:10.0.0.1"), &limits);
        assert!(matches!(again, Err(NoPlace::TooManyFromOne(it)) if (it.observed, it.limit) == (2, 1)));
        let _second = connections.enter(ip("2001:db8::1"), &limits).ok().unwrap();
        let third = connections.enter(ip("10.0.0.3"), &limits);
        assert!(matches!(third, Err(NoPlace::Full(it)) if (it.observed, it.limit) == (3, 2)));
        drop(first);
        let same_subnet = connections.enter(ip("2001:db8::2"), &limits);
        assert!(matches!(same_subnet, Err(NoPlace::TooManyFromOne(_))));
        assert_eq!(connections.count(), 1);
        assert!(connections.enter(ip("10.0.0.1"), &limits).is_ok());
    }
}
