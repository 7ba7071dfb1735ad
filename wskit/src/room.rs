//! Memory that a crowd asked for, given back once the crowd is gone: a `HashMap` never does so by itself.

use std::{collections::HashMap, hash::Hash};

/// Fewer entries than this are not worth the work.
const SMALL: usize = 8;

/// Halves the room of a map of which a quarter or less is in use. Done at every removal it costs a constant time on
/// average, because as many entries must go before it happens again as are moved.
pub(crate) fn give_back<K: Eq + Hash, V>(map: &mut HashMap<K, V>) {
    if map.capacity() > SMALL && map.len() <= map.capacity() / 4 {
        map.shrink_to(map.len() * 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_goes_with_the_entries() {
        let mut map: HashMap<usize, usize> = (0..10_000).map(|n| (n, n)).collect();
        for n in 0..10_000 {
            map.remove(&n);
            give_back(&mut map);
            assert!(
                map.capacity() <= SMALL.max(map.len() * 4 + 1) * 2,
                "{} for {}",
                map.capacity(),
                map.len()
            );
        }
        assert!(map.capacity() <= SMALL, "{}", map.capacity());
    }
}
