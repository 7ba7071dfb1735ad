//! `protocol!(/// docs  pub Chat { version = "1.0.0"; JoinRoom, path::To::Message })`, as it is written.

use syn::{
    Attribute, Ident, LitStr, Path, Result, Token, Visibility, braced,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::diagnostics;

/// A protocol with its list of messages.
pub(crate) struct RawProtocol {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) version: LitStr,
    pub(crate) messages: Vec<Path>,
}

impl Parse for RawProtocol {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let name = input.parse().map_err(|error: syn::Error| diagnostics::protocol_version(error.span()))?;
        let body;
        braced!(body in input);
        let version = parse_version(&body)?;
        let messages = Punctuated::<Path, Token![,]>::parse_terminated(&body)?;
        Ok(Self { attributes, visibility, name, version, messages: messages.into_iter().collect() })
    }
}

fn parse_version(body: ParseStream<'_>) -> Result<LitStr> {
    let key: Ident = body.parse().map_err(|error| diagnostics::protocol_version(error.span()))?;
    if key != "version" {
        return Err(diagnostics::protocol_version(key.span()));
    }
    body.parse::<Token![=]>()?;
    let version = body.parse().map_err(|error: syn::Error| diagnostics::version_form(error.span()))?;
    body.parse::<Token![;]>()?;
    Ok(version)
}
