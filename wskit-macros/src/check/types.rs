//! What can be told of a type by its name. A macro sees no more; what it cannot tell, the compiler checks.

use proc_macro2::Span;
use syn::{GenericArgument, Ident, PathArguments, Type, spanned::Spanned};

/// What a type is, seen through `Option` and `Box`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Bool,
    Integer(i128, i128),
    Float,
    List,
    Map,
    Unknown,
}

#[rustfmt::skip]
const NAMES: [(&str, Kind); 24] = [
    ("String", Kind::Text), ("str", Kind::Text), ("char", Kind::Text), ("bool", Kind::Bool),
    ("u8", Kind::Integer(0, u8::MAX as i128)), ("i8", Kind::Integer(i8::MIN as i128, i8::MAX as i128)),
    ("u16", Kind::Integer(0, u16::MAX as i128)), ("i16", Kind::Integer(i16::MIN as i128, i16::MAX as i128)),
    ("u32", Kind::Integer(0, u32::MAX as i128)), ("i32", Kind::Integer(i32::MIN as i128, i32::MAX as i128)),
    ("u64", Kind::Integer(0, SAFE)), ("i64", Kind::Integer(-SAFE, SAFE)),
    ("usize", Kind::Integer(0, SAFE)), ("isize", Kind::Integer(-SAFE, SAFE)),
    ("u128", Kind::Integer(0, SAFE)), ("i128", Kind::Integer(-SAFE, SAFE)),
    ("f32", Kind::Float), ("f64", Kind::Float),
    ("Vec", Kind::List), ("VecDeque", Kind::List), ("HashSet", Kind::List), ("BTreeSet", Kind::List),
    ("HashMap", Kind::Map), ("BTreeMap", Kind::Map),
];

/// The largest integer that JavaScript holds exactly.
const SAFE: i128 = (1 << 53) - 1;

impl Kind {
    pub(super) fn of(ty: &Type) -> Self {
        match ty {
            Type::Path(path) => match path.path.segments.last() {
                Some(segment) if segment.ident == "Option" || segment.ident == "Box" => {
                    argument(&segment.arguments).map_or(Self::Unknown, Self::of)
                }
                Some(segment) => Self::of_name(&segment.ident.to_string()),
                None => Self::Unknown,
            },
            Type::Array(_) | Type::Slice(_) => Self::List,
            Type::Tuple(tuple) if !tuple.elems.is_empty() => Self::List,
            Type::Paren(inner) => Self::of(&inner.elem),
            Type::Group(inner) => Self::of(&inner.elem),
            _ => Self::Unknown,
        }
    }

    /// The same without the limits of a JSON number.
    pub(super) fn of_any_size(self) -> Self {
        match self {
            Self::Integer(0, SAFE) => Self::Integer(0, i128::MAX),
            Self::Integer(least, SAFE) if least == -SAFE => Self::Integer(i128::MIN, i128::MAX),
            kind => kind,
        }
    }

    fn of_name(name: &str) -> Self {
        NAMES.iter().find(|(known, _)| *known == name).map_or(Self::Unknown, |(_, kind)| *kind)
    }

    /// What to call it in an error.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Bool => "a bool",
            Self::Integer(..) | Self::Float => "a number",
            Self::List => "a list",
            Self::Map => "a map",
            Self::Unknown => "this type",
        }
    }

    /// Whether its values are certainly no JSON objects.
    pub(super) fn is_no_object(self) -> bool {
        !matches!(self, Self::Map | Self::Unknown)
    }
}

/// Every name in a type that stands for a type.
pub(super) fn names(ty: &Type) -> Vec<&Ident> {
    match ty {
        Type::Path(path) => {
            let segment = path.path.segments.last();
            let name = segment.map(|segment| &segment.ident);
            let inner = segment.into_iter().flat_map(|segment| arguments(&segment.arguments)).flat_map(names);
            name.into_iter().chain(inner).collect()
        }
        Type::Array(array) => names(&array.elem),
        Type::Slice(slice) => names(&slice.elem),
        Type::Paren(inner) => names(&inner.elem),
        Type::Group(inner) => names(&inner.elem),
        Type::Tuple(tuple) => tuple.elems.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// Whether nothing can be wrong with a value of a type that was read, so that there is nothing to check.
pub(super) fn is_free(ty: &Type) -> bool {
    const FREE: [&str; 12] =
        ["String", "bool", "char", "u8", "i8", "u16", "i16", "u32", "i32", "Option", "Vec", "Box"];
    let names = names(ty);
    matches!(ty, Type::Path(_)) && names.iter().all(|name| FREE.iter().any(|free| name == free))
}

/// Where a type holds a reference.
pub(super) fn reference(ty: &Type) -> Option<Span> {
    match ty {
        Type::Reference(reference) => Some(reference.and_token.span()),
        Type::Path(path) => {
            path.path.segments.iter().flat_map(|segment| arguments(&segment.arguments)).find_map(reference)
        }
        Type::Array(array) => reference(&array.elem),
        Type::Slice(slice) => reference(&slice.elem),
        Type::Paren(inner) => reference(&inner.elem),
        Type::Group(inner) => reference(&inner.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(reference),
        _ => None,
    }
}

/// Whether a name is that of a type that has no arguments and can stand anywhere.
pub(super) fn is_plain_name(name: &Ident) -> bool {
    !matches!(Kind::of_name(&name.to_string()), Kind::List | Kind::Map | Kind::Unknown) || name == "Uuid"
}

/// Whether a name is that of an integer type.
pub(super) fn is_integer(name: &Ident) -> bool {
    matches!(Kind::of_name(&name.to_string()), Kind::Integer(..))
}

/// Whether a type is written `Option<..>`.
pub(super) fn is_option(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == "Option" && argument(&segment.arguments).is_some()),
        Type::Paren(inner) => is_option(&inner.elem),
        Type::Group(inner) => is_option(&inner.elem),
        _ => false,
    }
}

/// Whether a type is the item of this name, seen through `Option` and `Box`.
pub(super) fn is_itself(ty: &Type, item: &Ident) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|segment| {
            if segment.ident == "Option" || segment.ident == "Box" {
                return argument(&segment.arguments).is_some_and(|inner| is_itself(inner, item));
            }
            path.path.segments.len() == 1 && segment.ident == *item
        }),
        Type::Paren(inner) => is_itself(&inner.elem, item),
        Type::Group(inner) => is_itself(&inner.elem, item),
        _ => false,
    }
}

/// Whether a type has this name and no arguments.
pub(super) fn is_named(ty: &Type, name: &str) -> bool {
    is_plain(ty)
        && matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == name))
}

/// Whether values of a type are equal exactly when their JSON is.
pub(super) fn is_scalar(ty: &Type) -> bool {
    let scalar = matches!(Kind::of(ty), Kind::Text | Kind::Integer(..) | Kind::Bool) || is_named(ty, "Uuid");
    scalar && is_plain(ty)
}

/// Whether a type is a number itself, not an `Option` of one.
pub(super) fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.arguments.is_none()))
}

/// The type of the elements of a list, or of the values of a map; `None` where the type does not show it.
pub(super) fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Path(path) => {
            let segment = path.path.segments.last()?;
            let inner = argument(&segment.arguments)?;
            if segment.ident == "Option" || segment.ident == "Box" {
                return element(inner);
            }
            match Kind::of_name(&segment.ident.to_string()) {
                Kind::List => Some(inner),
                Kind::Map => arguments(&segment.arguments).nth(1),
                _ => None,
            }
        }
        Type::Array(array) => Some(&array.elem),
        Type::Slice(slice) => Some(&slice.elem),
        Type::Paren(inner) => element(&inner.elem),
        Type::Group(inner) => element(&inner.elem),
        _ => None,
    }
}

fn argument(of: &PathArguments) -> Option<&Type> {
    arguments(of).next()
}

/// The types that are arguments of a type.
pub(super) fn arguments(of: &PathArguments) -> impl Iterator<Item = &Type> {
    let list = match of {
        PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    };
    list.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// What to underline of a type: the last word of a path, and brackets whole, because a stable compiler underlines only the
/// first token of several.
pub(super) fn underlined(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => path.path.segments.last().map_or_else(|| ty.span(), |last| last.ident.span()),
        Type::Tuple(tuple) => tuple.paren_token.span.join(),
        Type::Array(array) => array.bracket_token.span.join(),
        _ => ty.span(),
    }
}
