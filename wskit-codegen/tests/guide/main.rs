//! The pages of the guide in `docs/`: what they show is what the code does.
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    clippy::struct_field_names,
    reason = "the declarations are those of the pages"
)]

mod constraints;
mod frames;
mod judged;
mod links;
mod node;
mod page;
mod protocol;
mod tables;
mod topics;
mod types;
mod typescript;
mod versioning;

use std::{collections::BTreeSet, fs, path::Path};

use judged::Types;
use page::Page;
use wskit::schema::DescribeProtocol;

macro_rules! add {
    ($types:ident: $($ty:ty),* $(,)?) => { $( $types.add::<$ty>(stringify!($ty)); )* };
}

fn of_types() -> Types {
    use bytes::Bytes;
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
    use jiff::{Timestamp, civil};
    use rust_decimal::Decimal;
    use serde_json::Value;
    use types::*;
    use url::Url;
    use uuid::Uuid;
    let mut types = Types::new();
    add!(types: Place, RoomId, Celsius, Role, Part, Setting, Target, Nick, Search, Score, Team, Account, Invoice);
    add!(types: Page<Comment>, Comment, Legacy);
    add!(types: u8, f64, String);
    add!(types: Uuid, DateTime<Utc>, DateTime<FixedOffset>, NaiveDate, NaiveTime, NaiveDateTime);
    add!(types: Timestamp, civil::Date, civil::Time, civil::DateTime, Url, Bytes, Decimal, Value);
    types
}

fn of_constraints() -> Types {
    let mut types = Types::new();
    types.add::<constraints::Profile>("Profile");
    constraints::add(&mut types);
    types
}

#[test]
fn types_say_what_they_accept() {
    let page = Page::read("types.md");
    let declared = page.assert_declared(include_str!("types.rs"));
    let builtin = tables::hold_builtin(&page);
    let typescript = typescript::hold(&page, &of_types().protocol());
    let types = of_types();
    let claims = types.claims(&page);
    let judged = types.judge(&claims);
    println!("types.md: {declared} declarations, {builtin} built-in types, {typescript}, {judged} values");
}

#[test]
fn agreement_ends_where_the_page_says() {
    let page = Page::read("agreement.md");
    let typescript = typescript::hold(&page, &of_types().protocol());
    let types = of_types();
    let claims = types.claims(&page);
    let judged = types.judge(&claims);
    println!("agreement.md: {typescript}, {judged} values");
}

#[test]
fn constraints_say_what_they_refuse() {
    let page = Page::read("constraints.md");
    let declared = page.assert_declared(include_str!("constraints.rs"));
    let typescript = typescript::hold(&page, &of_constraints().protocol());
    let types = of_constraints();
    let mut claims = tables::hold_constraints(&page, &types, &of_constraints().protocol());
    let rows = claims.len();
    claims.extend(types.claims(&page));
    let judged = types.judge(&claims);
    println!(
        "constraints.md: {declared} declarations, {typescript}, {rows} values in the table, {judged} in all"
    );
}

#[test]
fn older_and_newer_sides_are_shown_as_they_are() {
    let page = Page::read("versioning.md");
    let declared = page.assert_declared(include_str!("versioning.rs"));
    let protocol = versioning::messages::Chat::protocol().expect("a sound document");
    let typescript = typescript::hold(&page, &protocol);
    println!("versioning.md: {declared} declarations, {typescript}");
}

#[test]
fn topics_are_generated_as_they_are_shown() {
    let page = Page::read("topics.md");
    let declared = page.assert_declared(include_str!("topics.rs"));
    let protocol = topics::typed::Chat::protocol().expect("a sound document");
    let typescript = typescript::hold(&page, &protocol);
    println!("topics.md: {declared} declarations, {typescript}");
}

#[test]
fn every_code_has_its_row() {
    let page = Page::read("constraints.md");
    let rows = page.rows("code");
    let listed: BTreeSet<&str> = rows.iter().flat_map(|cells| page::code(&cells[0])).collect();
    let (types, constraints) = (of_types(), of_constraints());
    let mut claims = tables::hold_constraints(&page, &constraints, &of_constraints().protocol());
    claims.extend(constraints.claims(&page));
    claims.extend(["types.md", "agreement.md"].iter().flat_map(|name| types.claims(&Page::read(name))));
    let mut caused: BTreeSet<&str> = claims.iter().flat_map(judged::Claim::codes).collect();
    // The first cannot be a line of a page, the second is what a function of the user's causes.
    caused.extend(["depth", "invalid"]);
    assert_eq!(listed, caused);
    let invalid = wskit::validate::from_json::<Unreadable>(r#"{"x": 1}"#).expect_err("nothing is readable");
    assert_eq!((&*invalid.issues()[0].path, &*invalid.issues()[0].code), ("/x", "invalid"));
}

#[wskit::data]
struct Unreadable {
    #[serde(deserialize_with = "nothing", serialize_with = "wskit::validate::form::serialize")]
    #[schemars(with = "u8")]
    #[ts(type = "number")]
    x: u8,
}

fn nothing<'de, D: serde::Deserializer<'de>>(_: D) -> Result<u8, D::Error> {
    Err(serde::de::Error::custom("not today"))
}

#[test]
fn frames_are_answered_as_the_page_says() {
    let page = Page::read("protocol.md");
    page.assert_declared(include_str!("protocol.rs"));
    println!("protocol.md: {} frames", frames::play(&page, protocol::router));
}

#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let pages =
        fs::read_dir(root.join("docs")).expect("a folder").map(|entry| entry.expect("an entry").path());
    let pages = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let (mut count, mut broken) = (0, Vec::new());
    for file in pages.chain([root.join("README.md")]) {
        let (more, wrong) = links::broken(&file);
        count += more;
        broken.extend(wrong);
    }
    assert_eq!(broken, [] as [&str; 0]);
    println!("{count} links");
}
