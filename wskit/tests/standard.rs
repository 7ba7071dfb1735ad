//! `Debug`, `Clone` and `PartialEq` of declared types are those that a derive would write.
#![allow(missing_docs, unreachable_pub, reason = "a test's types need no docs, and are nobody else's")]

use std::collections::BTreeMap;

/// The same items, once declared and once with derives.
macro_rules! both {
    ($($item:item)*) => {
        mod declared {
            use std::collections::BTreeMap;
            $( #[wskit::data] $item )*
        }
        mod derived {
            use std::collections::BTreeMap;
            $( #[derive(Clone, Debug, PartialEq)] $item )*
        }
    };
}

both! {
    pub struct Name(pub String);

    pub struct Pair(pub Name, pub f64);

    pub struct Empty {}

    pub enum Part {
        Nothing,
        Text { text: Name, r#type: u8 },
        Names { all: BTreeMap<String, Name> },
        #[cfg(any())]
        Never { of: Missing },
    }

    pub struct Whole {
        pub pair: Pair,
        pub r#type: Option<Name>,
        pub parts: Vec<Part>,
        pub empty: Empty,
        #[cfg(any())]
        pub never: Missing,
    }
}

/// A value of each module, as many as differ.
macro_rules! values {
    ($module:ident) => {{
        use $module::*;
        let name = |text: &str| Name(text.to_owned());
        let whole = |number: f64, parts: Vec<Part>| Whole {
            pair: Pair(name("a"), number),
            r#type: Some(name("t")),
            parts,
            empty: Empty {},
        };
        let all = BTreeMap::from([("k".to_owned(), name("v"))]);
        vec![
            whole(0.5, Vec::new()),
            whole(1.5, Vec::new()),
            whole(f64::NAN, Vec::new()),
            whole(0.5, vec![Part::Nothing]),
            whole(0.5, vec![Part::Text { text: name("b"), r#type: 1 }]),
            whole(0.5, vec![Part::Text { text: name("b"), r#type: 2 }]),
            whole(0.5, vec![Part::Names { all }, Part::Nothing]),
        ]
    }};
}

#[test]
fn values_are_printed_as_derived() {
    for (declared, derived) in values!(declared).iter().zip(values!(derived)) {
        assert_eq!(format!("{declared:?}"), format!("{derived:?}"));
        assert_eq!(format!("{declared:#?}"), format!("{derived:#?}"));
    }
}

#[test]
fn values_are_compared_as_derived() {
    let (declared, derived) = (values!(declared), values!(derived));
    for (row, (left, other_left)) in declared.iter().zip(&derived).enumerate() {
        for (column, (right, other_right)) in declared.iter().zip(&derived).enumerate() {
            assert_eq!(left == right, other_left == other_right, "{row}, {column}");
        }
    }
}

#[test]
fn a_clone_is_equal_and_looks_the_same() {
    for (declared, derived) in values!(declared).iter().zip(values!(derived)) {
        assert_eq!(declared == &declared.clone(), derived == derived.clone());
        assert_eq!(format!("{:?}", declared.clone()), format!("{derived:?}"));
    }
}
