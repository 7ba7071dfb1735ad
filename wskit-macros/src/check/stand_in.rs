//! The names by which generated code calls the types of fields.
//!
//! A type that cannot stand in a message is named in a dozen places of generated code, each of which would complain in
//! words of its own: that it cannot be validated, described, compared. Where the trouble is an argument (a key, an item of
//! a set, what a generic type is of), the alias names that argument through a trait it has to have. Where it has not, the
//! compiler says so, the same way each time and therefore once, and takes what is left for an error already reported.

use quote::format_ident;
use syn::{GenericArgument, GenericParam, Generics, Ident, PathArguments, Type, ext::IdentExt};

use super::{form, types};
use crate::model::{Field, Form, StandIn};

/// Names the types of fields, unless an alias would need parameters.
///
/// `declared` are the items of the same `message!`, which are not what may be wrong.
pub(super) fn name<'a>(
    item: &Ident,
    generics: &Generics,
    declared: &[Ident],
    fields: impl IntoIterator<Item = &'a mut Field>,
) {
    let only_types = generics.params.iter().all(|each| matches!(each, GenericParam::Type(_)));
    let item = item.unraw();
    for field in fields {
        if field.form != Form::Serde && only_types && field.parameters.is_empty() {
            let rest = field.rules_function.to_string();
            let rest = rest.trim_start_matches("__rules_");
            let name =
                format_ident!("__{item}_{rest}", span = types::underlined(suspect(&field.ty, declared)));
            let ty = asked(&field.ty, Role::Whole);
            let written = (ty != field.ty).then(|| format_ident!("{name}_written", span = name.span()));
            field.stand_in = Some(StandIn { name, ty, written });
        }
    }
}

/// The part of a type that is to be underlined: the one argument, if there is one, that may be wrong where all around it is
/// right.
fn suspect<'a>(ty: &'a Type, declared: &[Ident]) -> &'a Type {
    let Type::Path(path) = ty else { return ty };
    let Some(last) = path.path.segments.last() else { return ty };
    let name = last.ident.unraw().to_string();
    let suspects = types::arguments(&last.arguments).take(2).enumerate();
    let mut suspects = suspects.filter(|(index, argument)| match (name.as_str(), index) {
        ("HashMap" | "BTreeMap", 0) => {
            !types::is_named(argument, "String") && !types::is_named(argument, "Uuid")
        }
        ("HashSet" | "BTreeSet", 0) => !types::is_scalar(argument),
        _ => !types::names(argument).iter().all(|name| types::is_plain_name(name) || declared.contains(name)),
    });
    match (suspects.next(), suspects.next()) {
        (Some((_, suspect)), None) => self::suspect(suspect, declared),
        _ => ty,
    }
}

/// What a type is to the one around it.
#[derive(Clone, Copy)]
enum Role {
    /// Nothing that is not asked of it anyway.
    Whole,
    /// An argument that has to be validated.
    Argument,
    /// The key of a map or the item of a set, by the trait that says so.
    Member(&'static str),
}

/// A type whose arguments are named through what is asked of them.
fn asked(ty: &Type, role: Role) -> Type {
    let mut asked = ty.clone();
    match &mut asked {
        Type::Path(path) => {
            if let Some(last) = path.path.segments.last_mut() {
                ask(&last.ident.unraw().to_string(), &mut last.arguments);
            }
        }
        Type::Tuple(tuple) => {
            tuple.elems.iter_mut().for_each(|element| *element = self::asked(element, Role::Whole));
        }
        Type::Array(array) => *array.elem = self::asked(&array.elem, Role::Whole),
        _ => return asked,
    }
    let known = types::names(ty).into_iter().all(|name| form::is_known(&name.unraw().to_string()));
    match role {
        Role::Argument if !known => syn::parse_quote! {
            <#asked as ::wskit::__private::Validate>::Itself
        },
        Role::Member(member) if !types::is_named(ty, "String") => {
            let member = format_ident!("{member}");
            syn::parse_quote!(<#asked as ::wskit::__private::#member>::Itself)
        }
        Role::Whole | Role::Argument | Role::Member(_) => asked,
    }
}

fn ask(of: &str, arguments: &mut PathArguments) {
    let PathArguments::AngleBracketed(list) = arguments else { return };
    let types = list.args.iter_mut().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    for (index, ty) in types.enumerate() {
        let role = match (of, index) {
            ("HashMap", 0) => Role::Member("HashKey"),
            ("BTreeMap", 0) => Role::Member("OrdKey"),
            ("HashSet", 0) => Role::Member("HashItem"),
            ("BTreeSet", 0) => Role::Member("OrdItem"),
            ("HashMap" | "BTreeMap", 1) => Role::Argument,
            // How they are hashed.
            ("HashMap" | "BTreeMap" | "HashSet" | "BTreeSet", _) => continue,
            _ if form::is_known(of) => Role::Whole,
            _ => Role::Argument,
        };
        *ty = asked(ty, role);
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    fn of(source: &str) -> String {
        let asked = asked(&syn::parse_str(source).unwrap(), Role::Whole);
        let text = asked.to_token_stream().to_string().replace(":: wskit :: __private :: ", "");
        text.replace(' ', "")
    }

    #[test]
    fn only_what_is_asked_of_an_argument_is_named() {
        for plain in ["Plain", "Vec<Plain>", "Option<(Plain,u8)>", "HashMap<String,u8>", "Page<Vec<u8>>"] {
            assert_eq!(of(plain), plain);
        }
        assert_eq!(of("Vec<HashMap<Name,u8>>"), "Vec<HashMap<<NameasHashKey>::Itself,u8>>");
        assert_eq!(of("BTreeSet<f64>"), "BTreeSet<<f64asOrdItem>::Itself>");
        let asked = "<PlainasValidate>::Itself";
        assert_eq!(of("Page<Plain>"), format!("Page<{asked}>"));
        assert_eq!(of("Page<Vec<Plain>>"), "Page<<Vec<Plain>asValidate>::Itself>");
        assert_eq!(of("HashMap<String,Plain>"), format!("HashMap<String,{asked}>"));
    }
}
