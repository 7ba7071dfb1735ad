//! What was declared, checked: the emitter takes these and cannot fail.

mod topic;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Generics, Ident, LitInt, LitStr, Path, Type, Visibility};

pub(crate) use topic::{Topic, TopicValue};

/// A declared item.
pub(crate) enum Declared {
    Item(Box<Item>),
    Errors(Box<ErrorSet>),
    Topic(Box<Topic>),
}

/// A struct or enum whose values stand in a frame.
pub(crate) struct Item {
    pub(crate) definition: Definition,
    pub(crate) about: About,
    pub(crate) role: Role,
    pub(crate) body: Body,
    /// Whether the fields get their names by `rename_all = "camelCase"`, which costs the derives less than an attribute
    /// on each field.
    pub(crate) camel: bool,
}

/// How an item is written, without our own attributes.
pub(crate) struct Definition {
    /// The user's own attributes.
    pub(crate) attributes: Vec<Attribute>,
    /// Conditions that everything generated for the item shares.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    /// `struct` or `enum`, where the user wrote it.
    pub(crate) keyword: Ident,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    /// The user's derives, and what a newtype with constraints can offer on top.
    pub(crate) derives: Vec<syn::Path>,
    /// The traits that every declared type has, so far as the user does not derive them.
    pub(crate) standard: Vec<Standard>,
    /// Whether the user says `deny_unknown_fields` already, or it does not apply.
    pub(crate) strict: Strict,
}

/// A trait that every declared type has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    Debug,
    Clone,
    PartialEq,
}

/// Whether objects refuse unknown keys through an attribute of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strict {
    /// Add the attribute.
    Add,
    /// Written already, or nothing to refuse.
    Leave,
}

/// What a declaration says about itself.
pub(crate) struct About {
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
    pub(crate) since: Option<String>,
}

/// What an item is in the protocol.
#[allow(clippy::large_enum_variant, reason = "there is one for each item, for a moment")]
pub(crate) enum Role {
    Event { wire_type: LitStr, direction: Direction, meta: Option<Type> },
    Rpc { wire_type: LitStr, response: Type, progress: Option<Type>, error: Option<Type>, meta: Option<Type> },
    Response { wire_type: LitStr },
    Data,
    Meta,
}

/// Who sends an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Client,
    Server,
    Both,
}

/// What an item is made of.
pub(crate) enum Body {
    Unit,
    Record(Vec<Field>),
    /// A tuple struct, also with one field that has no constraints.
    Tuple(Vec<Field>),
    /// A newtype with constraints.
    Refined(Box<Refined>),
    Enum(Enumeration),
}

/// A newtype with constraints: it is validated when it is built.
pub(crate) struct Refined {
    pub(crate) field: Field,
    pub(crate) inner: Inner,
}

/// What a newtype wraps, as far as more can be offered for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inner {
    Text,
    Integer,
    Float,
    Other,
}

/// A field of a struct or variant.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact about its type")]
pub(crate) struct Field {
    /// The user's own attributes.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    /// `None` in a tuple.
    pub(crate) name: Option<Ident>,
    pub(crate) ty: Type,
    /// The name to write down for serde, schemars and ts-rs; `None` where the user has, or none is needed.
    pub(crate) rename: Option<String>,
    /// The note of its deprecation, if there is one.
    pub(crate) deprecated: Option<String>,
    /// Other names on the wire that are read as well.
    pub(crate) aliases: Vec<String>,
    pub(crate) optional: Optional,
    pub(crate) place: Place,
    pub(crate) rules: Vec<Rule>,
    /// The name of the hidden function that holds the constraints.
    pub(crate) rules_function: Ident,
    /// The name of the hidden function that checks a value.
    pub(crate) check_function: Ident,
    /// Whether the value is validated beyond its rules.
    pub(crate) nested: bool,
    pub(crate) reading: Reading,
    pub(crate) form: Form,
    /// Whether the impls that serde derives take it for granted that the type can be validated, see `expand::form`.
    pub(crate) assumed: bool,
    /// What generated code calls the type; none where an alias would need parameters.
    pub(crate) stand_in: Option<StandIn>,
    /// The type parameters that the type names.
    pub(crate) parameters: Vec<String>,
    /// Whether the type is written as an `Option`.
    pub(crate) is_option: bool,
    /// Whether the type is text, an integer, a bool or a Uuid by its name.
    pub(crate) scalar: bool,
    /// Whether every value of the type that was read is valid, by its name.
    pub(crate) free: bool,
    /// Whether the type is a String or a Uuid by its name, so that it can be the key of a map.
    pub(crate) text: bool,
}

/// An alias of a field's type: attributes that take types as text need one, and it is named in the same place everywhere.
#[derive(Clone)]
pub(crate) struct StandIn {
    pub(crate) name: Ident,
    /// The same type, named so that what is wrong with its arguments is said once.
    pub(crate) ty: Type,
    /// An alias of the type as it is written, where that differs.
    pub(crate) written: Option<Ident>,
}

/// How the value of a field stands on the wire; a later one needs more than those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// As serde writes it.
    Serde,
    /// As serde writes it, unless the name of the type hides another.
    Named,
    /// As `Validate` reads and writes it.
    Own,
    /// The same, where the type is not known before the item is used.
    Parameter,
    /// An integer as a decimal string.
    Digits,
}

/// How the value of a field is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It never stands on the wire.
    Never,
    /// By a function of the user's.
    Custom { required: bool },
    /// By its own type.
    Plain { required: bool },
}

/// What is to be written down for a field that may be absent, so far as the user has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Optional {
    /// `serde(default)`
    pub(crate) default: bool,
    /// `serde(skip_serializing_if)`
    pub(crate) omit: bool,
    /// `ts(optional)`
    pub(crate) typescript: bool,
}

/// Where the value of a field stands, seen from the object or array around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Key(String),
    Index(usize),
    /// In the place of what is around it.
    Same,
}

/// A constraint; both the check and the schema keyword are written from it.
#[derive(Clone)]
pub(crate) struct Rule {
    /// The word it is written with, which is underlined where the type does not fit.
    pub(crate) keyword: Ident,
    pub(crate) constraint: Constraint,
}

/// What a constraint asks for.
#[derive(Clone)]
pub(crate) enum Constraint {
    Length(Lengths),
    Items(Lengths),
    Range(Box<Limits>),
    Pattern(LitStr),
    /// A well-known form of text, by the name of its value in `rules`.
    Format(&'static str),
    /// A text inside the value, with the name of its variant in `rules`.
    Fragment(&'static str, LitStr),
    Unique,
    /// Constraints of the elements.
    Inner(Vec<Rule>),
    /// A function; `optional` says that the field may be absent, and then there is nothing to call it with.
    Custom {
        path: Path,
        optional: bool,
    },
}

/// The bounds of a length, inclusive.
#[derive(Clone, Default)]
pub(crate) struct Lengths {
    pub(crate) min: Option<LitInt>,
    pub(crate) max: Option<LitInt>,
}

/// The bounds of a number.
#[derive(Clone, Default)]
pub(crate) struct Limits {
    pub(crate) min: Option<TokenStream>,
    pub(crate) max: Option<TokenStream>,
    pub(crate) exclusive_min: Option<TokenStream>,
    pub(crate) exclusive_max: Option<TokenStream>,
}

/// An enum.
pub(crate) struct Enumeration {
    pub(crate) tagging: Tagging,
    /// Whether the tagging is ours to write down.
    pub(crate) default_tag: bool,
    pub(crate) variants: Vec<Variant>,
}

/// How a variant is told apart on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tagging {
    /// No variant has data: strings.
    Strings,
    Internal(String),
    /// By a key, with the variant's content under another one.
    Adjacent(String, String),
    Untagged,
}

/// A variant of an enum.
pub(crate) struct Variant {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) name: Ident,
    pub(crate) discriminant: Option<syn::Expr>,
    /// The name to write down; `None` where the user has, or none is needed.
    pub(crate) rename: Option<String>,
    /// The name that is written.
    pub(crate) wire_name: String,
    /// The name that is read; `None` for a variant that is never read.
    pub(crate) reads: Option<String>,
    pub(crate) shape: Shape,
    pub(crate) fields: Vec<Field>,
}

/// How the fields of a variant are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Unit,
    Named,
    Tuple,
}

/// The errors an rpc declares.
pub(crate) struct ErrorSet {
    pub(crate) definition: Definition,
    pub(crate) about: About,
    pub(crate) errors: Vec<WireError>,
}

/// One declared error.
pub(crate) struct WireError {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) docs: String,
    pub(crate) name: Ident,
    pub(crate) fields: Vec<Field>,
    pub(crate) code: LitStr,
    /// `None` leaves it to the table of standard codes.
    pub(crate) retryable: Option<bool>,
    pub(crate) retry_after_ms: Option<LitInt>,
    pub(crate) message: Option<Message>,
}

/// The text of an error, with the fields it names.
pub(crate) struct Message {
    pub(crate) format: LitStr,
    pub(crate) fields: Vec<Ident>,
}

impl Standard {
    pub(crate) const ALL: [Self; 3] = [Self::Debug, Self::Clone, Self::PartialEq];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Debug => "Debug",
            Self::Clone => "Clone",
            Self::PartialEq => "PartialEq",
        }
    }

    /// By full path, because the user's scope may know another trait of the name.
    pub(crate) fn path(self) -> TokenStream {
        match self {
            Self::Debug => quote!(::core::fmt::Debug),
            Self::Clone => quote!(::core::clone::Clone),
            Self::PartialEq => quote!(::core::cmp::PartialEq),
        }
    }
}

impl Role {
    /// The wire type, for a message.
    pub(crate) fn wire_type(&self) -> Option<&LitStr> {
        match self {
            Self::Event { wire_type, .. } | Self::Rpc { wire_type, .. } | Self::Response { wire_type } => {
                Some(wire_type)
            }
            Self::Data | Self::Meta => None,
        }
    }
}

impl Field {
    /// Whether every tool makes the same camelCase of the name: small words between single underscores.
    pub(crate) fn is_simply_named(&self) -> bool {
        self.name.as_ref().is_some_and(|name| {
            let name = name.to_string();
            name.split('_').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        })
    }
}

impl Body {
    /// The same, to be changed.
    pub(crate) fn fields_mut(&mut self) -> Vec<&mut Field> {
        match self {
            Self::Unit => Vec::new(),
            Self::Record(fields) | Self::Tuple(fields) => fields.iter_mut().collect(),
            Self::Refined(refined) => vec![&mut refined.field],
            Self::Enum(enumeration) => {
                enumeration.variants.iter_mut().flat_map(|variant| &mut variant.fields).collect()
            }
        }
    }

    /// Whether values are objects that serde would also read from an array of the fields' values, so that it derives
    /// inherent functions, and the traits call them with a deserializer that offers nothing but an object.
    pub(crate) fn is_guarded(&self) -> bool {
        match self {
            // A transparent struct is what its one field is.
            Self::Record(fields) => fields.iter().all(|field| field.place != Place::Same),
            Self::Enum(Enumeration { tagging, .. }) => matches!(tagging, Tagging::Internal(_)),
            Self::Unit | Self::Tuple(_) | Self::Refined(_) => false,
        }
    }

    /// Every field, of every variant.
    pub(crate) fn fields(&self) -> Vec<&Field> {
        match self {
            Self::Unit => Vec::new(),
            Self::Record(fields) | Self::Tuple(fields) => fields.iter().collect(),
            Self::Refined(refined) => vec![&refined.field],
            Self::Enum(enumeration) => {
                enumeration.variants.iter().flat_map(|variant| &variant.fields).collect()
            }
        }
    }
}
