//! `Self` in the fields of an item, which is written out: generated code copies fields into items of other names.

use syn::{DeriveInput, Generics, Ident, Type, TypePath, visit_mut::VisitMut};

/// Puts the name of an item for `Self`, in the same place.
pub(super) fn named(input: &mut DeriveInput) {
    let mut named = Named { name: input.ident.clone(), generics: input.generics.clone() };
    named.visit_data_mut(&mut input.data);
}

struct Named {
    name: Ident,
    generics: Generics,
}

impl VisitMut for Named {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(TypePath { qself: None, path, .. }) = ty
            && path.is_ident("Self")
        {
            let mut name = self.name.clone();
            name.set_span(path.segments[0].ident.span());
            let (_, arguments, _) = self.generics.split_for_impl();
            *ty = syn::parse_quote!(#name #arguments);
            return;
        }
        syn::visit_mut::visit_type_mut(self, ty);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_self_is_named() {
        let mut input: DeriveInput = syn::parse_quote! {
            pub enum Tree<T> { Leaf(T), Node(Vec<Option<Box<Self>>>, self::Other) }
        };
        named(&mut input);
        let expected: DeriveInput = syn::parse_quote! {
            pub enum Tree<T> { Leaf(T), Node(Vec<Option<Box<Tree<T>>>>, self::Other) }
        };
        assert_eq!(input, expected);
    }
}
