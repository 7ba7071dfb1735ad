//! The inside of an attribute, `"NAME", flag, key = value, call(...)`, as it is written.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::Lit;

/// One argument of an attribute.
#[derive(Clone, Debug)]
pub(crate) enum RawArg {
    /// `"NAME"`, `3`
    Literal(Lit),
    /// `flag`
    Flag(Ident),
    /// `key = value`
    Assign(Ident, TokenStream),
    /// `call(...)`
    Call(Ident, Group),
    /// Anything else.
    Junk(TokenStream),
}

impl RawArg {
    /// The word it starts with.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match self {
            Self::Flag(name) | Self::Assign(name, _) | Self::Call(name, _) => Some(name),
            Self::Literal(_) | Self::Junk(_) => None,
        }
    }

    /// What to underline for the whole argument.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Literal(literal) => literal.span(),
            Self::Flag(name) | Self::Assign(name, _) | Self::Call(name, _) => name.span(),
            Self::Junk(tokens) => first_span(tokens),
        }
    }
}

impl quote::ToTokens for RawArg {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Literal(literal) => quote::quote!(#literal),
            Self::Flag(name) => quote::quote!(#name),
            Self::Assign(name, value) => quote::quote!(#name = #value),
            Self::Call(name, group) => quote::quote!(#name #group),
            Self::Junk(junk) => junk.clone(),
        });
    }
}

/// The span of the first token, or of the whole macro where there is none.
pub(crate) fn first_span(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// Reads arguments; never fails, so that one wrong argument does not hide the next.
pub(crate) fn parse(tokens: TokenStream) -> Vec<RawArg> {
    split_at_commas(tokens).into_iter().map(|tokens| parse_one(&tokens)).collect()
}

/// The arguments of an attribute; none for a bare path.
pub(crate) fn of_attribute(attribute: &syn::Attribute) -> Vec<RawArg> {
    match &attribute.meta {
        syn::Meta::List(list) => parse(list.tokens.clone()),
        syn::Meta::Path(_) => Vec::new(),
        syn::Meta::NameValue(pair) => vec![RawArg::Junk(quote::ToTokens::to_token_stream(&pair.value))],
    }
}

fn parse_one(tokens: &[TokenTree]) -> RawArg {
    let rest = |from: usize| tokens[from..].iter().cloned().collect::<TokenStream>();
    match tokens {
        [TokenTree::Literal(literal)] => RawArg::Literal(Lit::new(literal.clone())),
        [TokenTree::Ident(name)] => RawArg::Flag(name.clone()),
        [TokenTree::Ident(name), TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            RawArg::Call(name.clone(), group.clone())
        }
        [TokenTree::Ident(name), TokenTree::Punct(punct), ..] if punct.as_char() == '=' => {
            RawArg::Assign(name.clone(), rest(2))
        }
        _ => RawArg::Junk(rest(0)),
    }
}

/// A comma inside `<...>` belongs to a type.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let (mut done, mut current, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    done.push(std::mem::take(&mut current));
                    continue;
                }
                _ => {}
            }
        }
        current.push(token);
    }
    if !current.is_empty() {
        done.push(current);
    }
    done.retain(|argument| !argument.is_empty());
    done
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn every_form_is_told_apart_and_junk_hides_nothing() {
        let read = parse(quote!("NAME", flag, key = Page<A, B>, call(1, 2), + -, other));
        assert!(matches!(&read[0], RawArg::Literal(Lit::Str(_))));
        assert!(matches!(&read[1], RawArg::Flag(name) if name == "flag"));
        assert!(matches!(&read[2], RawArg::Assign(_, value) if value.to_string() == "Page < A , B >"));
        assert!(matches!(&read[3], RawArg::Call(..)));
        assert!(matches!(&read[4], RawArg::Junk(_)));
        assert!(matches!(&read[5], RawArg::Flag(_)));
    }
}
