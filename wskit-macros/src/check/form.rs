//! How a field's value stands on the wire, as far as its type tells by its name.
//!
//! Most types are read as serde reads them. For some that is looser than any JSON Schema (a set takes `[1, 1]`, a Uuid
//! four spellings), so wskit reads them itself, which costs the compiler a little; the macro therefore looks at names. A
//! name it does not know may be an alias of such a type: the compiler is asked then.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::{
    Attribute, GenericArgument, Generics, Ident, PathArguments, Type, ext::IdentExt, spanned::Spanned,
};

use super::{attributes, types};
use crate::{
    diagnostics::{self, Errors},
    model::Form,
    syntax::args::{self, RawArg},
};

/// Types that serde reads as their schema says, if their arguments are of such types.
#[rustfmt::skip]
const PLAIN: [&str; 34] = [
    "String", "str", "char", "bool", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "usize", "isize", "f32", "f64",
    "Vec", "Option", "Box", "Cow", "Value", "RandomState",
    "NonZeroU8", "NonZeroU16", "NonZeroU32", "NonZeroU64", "NonZeroUsize",
    "NonZeroI8", "NonZeroI16", "NonZeroI32", "NonZeroI64", "NonZeroIsize", "NonZero", "PhantomData",
];

/// Types that wskit reads itself, unless the name is one of the user's own, which does no harm.
#[rustfmt::skip]
const OWN: [&str; 16] = [
    "VecDeque", "HashMap", "BTreeMap", "HashSet", "BTreeSet", "Uuid", "DateTime", "NaiveDate", "NaiveTime", "NaiveDateTime", "Timestamp", "Date", "Time",
    "Url", "Bytes", "Decimal",
];

/// The type parameters around a field.
#[derive(Clone, Default)]
pub(super) struct Parameters(HashSet<String>);

impl Parameters {
    pub(super) fn of(generics: &Generics) -> Self {
        Self(generics.type_params().map(|parameter| parameter.ident.to_string()).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one has this name.
    pub(super) fn has(&self, name: &Ident) -> bool {
        self.0.contains(&name.unraw().to_string())
    }

    /// Those that a type names.
    pub(super) fn in_type(&self, ty: &Type) -> Vec<String> {
        let names: HashSet<String> =
            types::names(ty).into_iter().map(|name| name.unraw().to_string()).collect();
        let mut used: Vec<_> = names.into_iter().filter(|name| self.0.contains(name)).collect();
        used.sort_unstable();
        used
    }
}

/// The form of a field's type; `#[wire(...)]` is taken off.
pub(super) fn check(
    ty: &Type,
    list: &mut Vec<Attribute>,
    parameters: &Parameters,
    by_function: bool,
    errors: &mut Errors,
) -> Form {
    if let Some(written) = digits(list, errors) {
        if by_function {
            errors.push(diagnostics::digits_and_function(written));
            return Form::Serde;
        }
        if !types::names(ty).iter().any(|name| types::is_integer(name)) {
            let span = types::names(ty).pop().map_or_else(|| ty.span(), Ident::span);
            errors.push(diagnostics::digits_misfit(span));
            return Form::Serde;
        }
        return Form::Digits;
    }
    if by_function {
        return Form::Serde;
    }
    if let Some(name) = types::names(ty).into_iter().find(|name| *name == "u128" || *name == "i128") {
        errors.push(diagnostics::wide_integer(name));
        // Goes on as if it were there: the mistake is one error.
        return Form::Digits;
    }
    of(ty, parameters)
}

/// Whether the user says how a field is described, for schemars and for ts-rs.
pub(super) fn is_stated(list: &[Attribute]) -> bool {
    let says = |attribute: &str, words: [&str; 2]| {
        list.iter().filter(|each| each.path().is_ident(attribute)).any(|each| {
            let arguments = args::of_attribute(each);
            arguments.iter().any(|each| each.name().is_some_and(|name| words.iter().any(|word| name == word)))
        })
    };
    says("schemars", ["with", "schema_with"]) && says("ts", ["as", "type"])
}

/// Where `#[wire(string)]` is written.
fn digits(list: &mut Vec<Attribute>, errors: &mut Errors) -> Option<Span> {
    let mut found = None;
    for attribute in attributes::take(list, "wire") {
        let arguments = args::of_attribute(&attribute);
        if arguments.is_empty() {
            errors.push(diagnostics::wire_form(attribute.path().span()));
        }
        for argument in arguments {
            match &argument {
                RawArg::Flag(name) if name == "string" => found = Some(name.span()),
                _ => errors.push(diagnostics::wire_form(argument.span())),
            }
        }
    }
    found
}

/// `#[wire]` where there is no value.
pub(super) fn misplaced(list: &mut Vec<Attribute>, errors: &mut Errors) {
    for attribute in attributes::take(list, "wire") {
        errors.push(diagnostics::wire_place(attribute.path().span()));
    }
}

/// Whether a name is that of a type which can stand in a message, if its arguments can.
pub(super) fn is_known(name: &str) -> bool {
    PLAIN.contains(&name) || OWN.contains(&name)
}

fn of(ty: &Type, parameters: &Parameters) -> Form {
    match ty {
        Type::Path(path) => {
            let Some(segment) = path.path.segments.last() else { return Form::Named };
            let name = segment.ident.unraw().to_string();
            if parameters.0.contains(&name) && path.path.segments.len() == 1 {
                return Form::Parameter;
            }
            let own = OWN.contains(&name.as_str());
            if !own && !PLAIN.contains(&name.as_str()) {
                return inner(&segment.arguments, parameters)
                    .filter(|form| *form == Form::Parameter)
                    .unwrap_or(Form::Named);
            }
            let least = if own { Form::Own } else { Form::Serde };
            inner(&segment.arguments, parameters).unwrap_or(least).max(least)
        }
        Type::Array(array) => of(&array.elem, parameters),
        Type::Slice(slice) => of(&slice.elem, parameters),
        Type::Paren(inner) => of(&inner.elem, parameters),
        Type::Group(inner) => of(&inner.elem, parameters),
        Type::Tuple(tuple) => {
            tuple.elems.iter().map(|element| of(element, parameters)).max().unwrap_or(Form::Serde)
        }
        _ => Form::Named,
    }
}

/// The form of the arguments that needs most.
fn inner(of_type: &PathArguments, parameters: &Parameters) -> Option<Form> {
    arguments(of_type).map(|argument| of(argument, parameters)).max()
}

fn arguments(of: &PathArguments) -> impl Iterator<Item = &Type> {
    let list = match of {
        PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    };
    list.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(source: &str) -> Form {
        let generics: Generics = syn::parse_quote!(<T>);
        of(&syn::parse_str(source).unwrap(), &Parameters::of(&generics))
    }

    #[test]
    fn a_form_is_told_by_every_name_in_a_type() {
        for plain in ["u8", "Option<Vec<String>>", "(u8, [bool; 3])", "Cow<'static, str>"] {
            assert_eq!(form(plain), Form::Serde, "{plain}");
        }
        for own in [
            "uuid::Uuid",
            "Vec<Option<Uuid>>",
            "HashSet<u8>",
            "(RoomId, Uuid)",
            "BTreeMap<RoomId, u8>",
            "HashMap<String, u8>",
        ] {
            assert_eq!(form(own), Form::Own, "{own}");
        }
        for named in ["RoomId", "Option<RoomId>", "Page<Uuid>"] {
            assert_eq!(form(named), Form::Named, "{named}");
        }
        for parameter in ["T", "Vec<T>", "HashSet<T>", "(T, Uuid)", "Page<T>"] {
            assert_eq!(form(parameter), Form::Parameter, "{parameter}");
        }
    }
}
