//! Newtypes. One with constraints is built only through them, and can be read in every way.

use proc_macro2::TokenStream;
use quote::quote;

use super::{form, prefix};
use crate::model::{Definition, Field, Inner, Refined};

pub(super) fn expand(definition: &Definition, refined: &Refined) -> TokenStream {
    let build = build(definition, refined);
    let convert = convert(definition, refined);
    let read = match refined.inner {
        Inner::Text => read_text(definition),
        Inner::Integer | Inner::Float | Inner::Other => read_inner(definition, refined),
    };
    let show = match refined.inner {
        Inner::Text | Inner::Integer | Inner::Float => show(definition),
        Inner::Other => TokenStream::new(),
    };
    let unchecked = unchecked(definition);
    quote! { #build #convert #read #show #unchecked }
}

/// What `RoomId(value)` calls, as if it were a tuple struct: a function that takes nothing, and says why.
fn unchecked(definition: &Definition) -> TokenStream {
    let Definition { conditions, visibility, name, .. } = definition;
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(deprecated, dead_code, non_snake_case)]
        #visibility fn #name(value: impl ::wskit::__private::Unchecked<#name>) -> #name {
            ::wskit::__private::Unchecked::build(value)
        }
    }
}

fn build(definition: &Definition, refined: &Refined) -> TokenStream {
    let (prefix, name, visibility) = (prefix(definition), &definition.name, &definition.visibility);
    let inner = &refined.field.ty;
    let check = &refined.field.check_function;
    let read = form::reader(&refined.field);
    quote! {
        #prefix
        #[allow(dead_code)]
        impl #name {
            /// A value that keeps its constraints.
            ///
            /// # Errors
            ///
            /// Every constraint that it breaks.
            #visibility fn new(
                value: impl ::core::convert::Into<#inner>,
            ) -> ::core::result::Result<Self, ::wskit::__private::Invalid> {
                let value = ::core::convert::Into::into(value);
                let mut issues = ::wskit::__private::Issues::default();
                Self::#check(&value, ::wskit::__private::At::root(""), &mut issues);
                issues.into_result()?;
                ::core::result::Result::Ok(Self { value })
            }

            /// What is wrapped.
            #[must_use]
            #visibility fn into_inner(self) -> #inner {
                self.value
            }
        }

        #prefix
        impl<'de> ::wskit::__private::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::wskit::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let inner: #inner = #read(deserializer)?;
                if ::wskit::__private::is_deferred() {
                    return ::core::result::Result::Ok(Self { value: inner });
                }
                Self::new(inner).map_err(::wskit::__private::serde::de::Error::custom)
            }
        }
    }
}

fn convert(definition: &Definition, refined: &Refined) -> TokenStream {
    let (prefix, name, inner) = (prefix(definition), &definition.name, &refined.field.ty);
    let from_text = (refined.inner == Inner::Text).then(|| {
        quote! {
            #prefix
            impl ::core::convert::TryFrom<&str> for #name {
                type Error = ::wskit::__private::Invalid;
                fn try_from(value: &str) -> ::core::result::Result<Self, Self::Error> {
                    Self::new(value)
                }
            }

            #prefix
            impl ::core::str::FromStr for #name {
                type Err = ::wskit::__private::Invalid;
                fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                    Self::new(value)
                }
            }
        }
    });
    quote! {
        #prefix
        impl ::core::convert::TryFrom<#inner> for #name {
            type Error = ::wskit::__private::Invalid;
            fn try_from(value: #inner) -> ::core::result::Result<Self, Self::Error> {
                Self::new(value)
            }
        }
        #from_text
    }
}

fn read_text(definition: &Definition) -> TokenStream {
    let (prefix, name, visibility) = (prefix(definition), &definition.name, &definition.visibility);
    let readers = [quote!(::core::convert::AsRef), quote!(::core::borrow::Borrow)];
    let methods = [quote!(as_ref), quote!(borrow)];
    quote! {
        #prefix
        #[allow(dead_code)]
        impl #name {
            /// The text.
            #[must_use]
            #visibility fn as_str(&self) -> &str {
                &self.value
            }
        }

        #(
            #prefix
            impl #readers<str> for #name {
                fn #methods(&self) -> &str {
                    &self.value
                }
            }
        )*

        #prefix
        impl ::core::ops::Deref for #name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.value
            }
        }
    }
}

fn read_inner(definition: &Definition, refined: &Refined) -> TokenStream {
    let (prefix, name, inner) = (prefix(definition), &definition.name, &refined.field.ty);
    quote! {
        #prefix
        impl ::core::convert::AsRef<#inner> for #name {
            fn as_ref(&self) -> &#inner {
                &self.value
            }
        }

        #prefix
        impl ::core::ops::Deref for #name {
            type Target = #inner;
            fn deref(&self) -> &#inner {
                &self.value
            }
        }
    }
}

fn show(definition: &Definition) -> TokenStream {
    let (prefix, name) = (prefix(definition), &definition.name);
    quote! {
        #prefix
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value, f)
            }
        }
    }
}

/// A newtype without constraints: any inner value makes one.
pub(super) fn from_inner(definition: &Definition, field: &Field) -> TokenStream {
    let (prefix, name, inner) = (prefix(definition), &definition.name, &field.ty);
    let (impl_generics, ty_generics, where_clause) = definition.generics.split_for_impl();
    quote! {
        #prefix
        impl #impl_generics ::core::convert::From<#inner> for #name #ty_generics #where_clause {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
    }
}
