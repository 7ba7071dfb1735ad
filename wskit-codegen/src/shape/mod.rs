//! What a schema says, as far as a validator and a TypeScript type are made from it.
//!
//! The document's schemas are JSON Schema; here each becomes one value in which structure (what has to be there for a
//! value to be read as its Rust type) and constraints are apart, because the server reports them apart.

mod forms;
mod object;
mod parse;
mod rules;

pub(crate) use forms::{Form, Forms};
pub(crate) use object::deprecation;
pub(crate) use parse::parse;

/// What starts the reference to a named type.
const DEFINITIONS: &str = "#/$defs/";

/// The form of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Whatever it is; or what is stated in a way that wskit does not write, in these keywords.
    Anything {
        unread: Vec<String>,
    },
    Null,
    Boolean,
    /// A string; with a form, only one that matches it can be read.
    Text {
        form: Option<Pattern>,
        rules: Vec<Rule>,
    },
    /// One of a few strings.
    Names(Vec<Name>),
    /// An integer of a width such as `uint8`.
    Integer {
        width: String,
        rules: Vec<Rule>,
    },
    /// A number; `single` where it is rounded to 32 bits.
    Number {
        single: bool,
        rules: Vec<Rule>,
    },
    List {
        kind: ListKind,
        item: Box<Shape>,
        rules: Vec<Rule>,
    },
    Tuple(Vec<Shape>),
    Map {
        keys: Box<Shape>,
        values: Box<Shape>,
        rules: Vec<Rule>,
    },
    Object(Vec<Field>),
    /// An object of one of several forms, told apart by the value of a key.
    Tagged {
        tag: String,
        variants: Vec<Variant>,
    },
    Union(Vec<Shape>),
    Nullable(Box<Shape>),
    /// A named type.
    Named(String),
}

/// What kind of array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListKind {
    Any,
    /// Of a fixed number of items.
    Fixed(u64),
    /// In which nothing stands twice.
    Set,
}

/// A string of a fixed set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) name: String,
    pub(crate) about: About,
}

/// One of the forms of a tagged object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) about: About,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// Other names that it may be given by.
    pub(crate) aliases: Vec<String>,
    pub(crate) required: bool,
    pub(crate) shape: Shape,
    pub(crate) about: About,
}

/// What a schema says for people. It is no part of the form: two are always equal.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) docs: String,
    /// The note, empty without one; `None` for what is not deprecated.
    pub(crate) deprecated: Option<String>,
}

impl PartialEq for About {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A constraint.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    /// Least and most.
    Length(Option<u64>, Option<u64>),
    /// Words of `range` in the validators, and bounds.
    Range(Vec<(&'static str, serde_json::Number)>),
    NonZero,
    Pattern(Pattern),
    Unique,
}

impl Rule {
    fn pattern(&self) -> Option<&Pattern> {
        if let Self::Pattern(pattern) = self { Some(pattern) } else { None }
    }
}

/// A regular expression with the code of its issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) code: String,
    pub(crate) source: String,
}

impl Shape {
    /// The name of every type it refers to, in order.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Self::Named(name) => vec![name],
            shape => shape.parts().into_iter().flat_map(Self::names).collect(),
        }
    }

    /// Every pattern in it, in order.
    pub(crate) fn patterns(&self) -> Vec<&Pattern> {
        let own = match self {
            Self::Text { form, rules } => {
                let constraints = rules.iter().filter_map(Rule::pattern);
                form.iter().chain(constraints).collect()
            }
            _ => Vec::new(),
        };
        own.into_iter().chain(self.parts().into_iter().flat_map(Self::patterns)).collect()
    }

    /// The same without the further names of its fields.
    fn without_aliases(&self) -> Self {
        let mut shape = self.clone();
        let fields: Vec<&mut Field> = match &mut shape {
            Self::Object(fields) => fields.iter_mut().collect(),
            Self::Tagged { variants, .. } => {
                variants.iter_mut().flat_map(|variant| &mut variant.fields).collect()
            }
            _ => Vec::new(),
        };
        for field in fields {
            field.aliases.clear();
        }
        shape
    }

    /// What it is made of.
    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::List { item: inner, .. } | Self::Nullable(inner) => vec![inner],
            Self::Tuple(items) | Self::Union(items) => items.iter().collect(),
            Self::Map { keys, values, .. } => vec![keys, values],
            Self::Object(fields) => fields.iter().map(|field| &field.shape).collect(),
            Self::Tagged { variants, .. } => {
                variants.iter().flat_map(|variant| &variant.fields).map(|field| &field.shape).collect()
            }
            Self::Anything { .. }
            | Self::Null
            | Self::Boolean
            | Self::Text { .. }
            | Self::Names(_)
            | Self::Integer { .. }
            | Self::Number { .. }
            | Self::Named(_) => Vec::new(),
        }
    }
}
