//! `#[cfg]` on items, fields and variants.
#![deny(warnings)]
#![allow(dead_code)]

wskit::message!(
    #[event]
    #[cfg(any())]
    pub struct Never {
        pub missing: DoesNotExist,
    }
    #[event("NEVER")]
    #[cfg(all())]
    pub struct Always {
        #[cfg(any())]
        pub missing: DoesNotExist,
        pub there: u8,
    }
    #[data]
    pub enum Part {
        #[cfg(any())]
        Missing { missing: DoesNotExist },
        There { there: u8 },
    }
    #[error]
    pub enum Refused {
        #[cfg(any())]
        Missing { missing: DoesNotExist },
        There { there: u8 },
    }
);

fn main() {}
