//! What the generator does to a directory.

mod fixture;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tempfile::TempDir;
use wskit::schema::{Protocol, TypeDoc};
use wskit_codegen::{GenerateError, Generator, Stale};

fn directory() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

fn empty(name: &str) -> Protocol {
    wskit::schema::Builder::new(name, "1.0.0", "").finish().expect("no name is taken")
}

fn chat(root: &Path) -> Generator {
    Generator::new(fixture::team_chat()).root(root)
}

fn paths(paths: &[PathBuf]) -> Vec<&str> {
    paths.iter().map(|path| path.to_str().expect("ASCII")).collect()
}

fn stale(generator: Generator) -> Stale {
    match generator.check() {
        Err(GenerateError::Stale(stale)) => stale,
        other => panic!("{other:?}"),
    }
}

#[test]
fn writes_every_output_where_it_is_wanted() {
    let root = directory();
    let generator = || {
        chat(root.path())
            .typescript("a/b")
            .javascript("web")
            .json_schema("schema")
            .json_schema_draft07("schema")
            .document("wskit.json")
    };
    let report = generator().write().expect("written");
    let expected = [
        "a/b/client.ts",
        "a/b/protocol.ts",
        "a/b/schemas.ts",
        "schema/team-chat.draft-07.schema.json",
        "schema/team-chat.schema.json",
        "web/client.d.ts",
        "web/client.js",
        "web/protocol.d.ts",
        "web/protocol.js",
        "web/schemas.d.ts",
        "web/schemas.js",
        "wskit.json",
    ];
    assert_eq!(paths(&report.written), expected);
    assert!(expected.iter().all(|path| root.path().join(path).is_file()));
    assert_eq!(report.to_string().lines().last(), Some("12 written, 0 unchanged, 0 removed"));
    generator().assert_current();
}

#[test]
fn touches_only_what_changes() {
    let root = directory();
    chat(root.path()).typescript("ts").write().expect("written");
    let (module, client) = (root.path().join("ts/protocol.ts"), root.path().join("ts/client.ts"));
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    for path in [&module, &client] {
        fs::File::options().write(true).open(path).and_then(|file| file.set_modified(long_ago)).expect("set");
    }

    let mut protocol = fixture::team_chat();
    protocol.version = "1.3.0".to_owned();
    let report = Generator::new(protocol).root(root.path()).typescript("ts").write().expect("written");

    assert_eq!(
        (paths(&report.written), paths(&report.unchanged)),
        (vec!["ts/protocol.ts", "ts/schemas.ts"], vec!["ts/client.ts"])
    );
    let modified = |path| fs::metadata(path).and_then(|about| about.modified()).expect("a time");
    assert_eq!(modified(&client), long_ago);
    assert_ne!(modified(&module), long_ago);
    let names: Vec<_> =
        fs::read_dir(root.path().join("ts")).expect("read").map(|it| it.expect("read").file_name()).collect();
    assert_eq!(names.len(), 3, "nothing temporary is left: {names:?}");
}

#[test]
fn line_ends_of_version_control_are_no_change() {
    let root = directory();
    chat(root.path()).json_schema(".").write().expect("written");
    let path = root.path().join("team-chat.schema.json");
    let text = fs::read_to_string(&path).expect("read").replace('\n', "\r\n");
    fs::write(&path, text).expect("written");
    chat(root.path()).json_schema(".").assert_current();
}

#[test]
fn removes_what_it_no_longer_generates() {
    let root = directory();
    chat(root.path()).typescript(".").write().expect("written");
    fs::write(root.path().join("app.js"), "// by hand\n").expect("written");

    let switched = || chat(root.path()).javascript(".");
    assert_eq!(paths(&stale(switched()).left_over), ["client.ts", "protocol.ts", "schemas.ts"]);
    let report = switched().write().expect("written");

    assert_eq!(paths(&report.removed), ["client.ts", "protocol.ts", "schemas.ts"]);
    assert!(root.path().join("app.js").is_file());
    assert!(!root.path().join("client.ts").exists());
    switched().assert_current();
}

#[test]
fn schemas_of_several_protocols_share_a_directory() {
    let root = directory();
    for name in ["Chat", "Admin"] {
        Generator::new(empty(name)).root(root.path()).json_schema("schema").write().expect("written");
    }
    for name in ["Chat", "Admin"] {
        Generator::new(empty(name)).root(root.path()).json_schema("schema").assert_current();
    }
}

#[test]
fn modules_of_several_protocols_do_not() {
    let root = directory();
    Generator::new(empty("Chat")).root(root.path()).typescript("ts").write().expect("written");
    let error = Generator::new(empty("Admin")).root(root.path()).typescript("ts").write().expect_err("taken");
    assert!(matches!(&error, GenerateError::OtherProtocol { found, .. } if found == "Chat"), "{error}");
    Generator::new(empty("Chat")).root(root.path()).typescript("ts").assert_current();
}

#[test]
fn what_somebody_wrote_is_left_alone() {
    let root = directory();
    let path = root.path().join("protocol.ts");
    fs::write(&path, "export const mine = 1;\n").expect("written");
    let error = chat(root.path()).typescript(".").write().expect_err("in the way");
    assert!(matches!(&error, GenerateError::NotGenerated { path: found } if *found == path), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("read"), "export const mine = 1;\n");
    assert!(!root.path().join("client.ts").exists(), "nothing is written when something is in the way");
}

#[test]
fn check_names_what_is_stale_and_changes_nothing() {
    let root = directory();
    let generator =
        || chat(root.path()).typescript("ts").json_schema(".").regenerate_with("cargo xtask codegen");
    generator().write().expect("written");
    let module = root.path().join("ts/protocol.ts");
    let text = fs::read_to_string(&module).expect("read").replace("roomId: string;", "roomId: number;");
    fs::write(&module, &text).expect("written");
    fs::remove_file(root.path().join("ts/client.ts")).expect("removed");
    fs::write(
        root.path().join("old.schema.json"),
        "{ \"$comment\": \"Generated by wskit from TeamChat 1.0.0. Do not edit.\" }",
    )
    .expect("written");

    let stale = stale(generator());
    assert_eq!(paths(&stale.changed), ["ts/protocol.ts"]);
    assert_eq!(paths(&stale.missing), ["ts/client.ts"]);
    assert_eq!(paths(&stale.left_over), ["old.schema.json"]);
    let expected = "\
3 generated files are not what TeamChat 1.2.0 generates:
  old.schema.json is no longer generated
  ts/client.ts is missing
  ts/protocol.ts is out of date
    @@ -5,3 +5,3 @@
     export interface JoinRoom {
    -  roomId: number;
    +  roomId: string;
       /**
run `cargo xtask codegen` and commit the result";
    assert_eq!(stale.to_string(), expected);
    assert_eq!(fs::read_to_string(&module).expect("read"), text);
}

#[test]
#[should_panic(expected = "run `make it` and commit the result")]
fn assert_current_panics_with_the_command() {
    chat(directory().path()).document("wskit.json").regenerate_with("make it").assert_current();
}

#[test]
fn a_long_difference_is_cut_short() {
    let root = directory();
    Generator::new(Protocol { name: "TeamChat".to_owned(), ..empty("TeamChat") })
        .root(root.path())
        .document("wskit.json")
        .write()
        .expect("written");
    let message = stale(chat(root.path()).document("wskit.json")).to_string();
    assert!(message.lines().count() < 30 && message.contains(" more lines\n"), "{message}");
}

#[test]
fn taken_names_are_reported_all_at_once() {
    let root = directory();
    let mut protocol = fixture::team_chat();
    let ty = |name: &str| TypeDoc {
        name: name.to_owned(),
        docs: String::new(),
        typescript: format!("type {name} = 1;"),
    };
    protocol.types.extend([ty("Rpcs"), ty("TeamChat"), ty("Array"), ty("SearchError")]);
    let error = Generator::new(protocol).root(root.path()).typescript(".").write().expect_err("taken");
    let rename = "rename the type, or give it another name there: #[ts(rename = \"...\")]";
    let expected = [
        format!("the type Rpcs has the name of a message map in TypeScript; {rename}"),
        format!("the type TeamChat has the name of the protocol TeamChat in TypeScript; {rename}"),
        format!("the type Array has the name of a built-in type in TypeScript; {rename}"),
        "the error enum SearchError has the name of the type SearchError in TypeScript; rename the enum"
            .to_owned(),
    ];
    assert_eq!(error.to_string(), expected.join("\n"));
    assert_eq!(fs::read_dir(root.path()).expect("read").count(), 0);
}

#[test]
fn the_name_of_the_topics_is_taken_where_there_are_any() {
    let root = directory();
    let mut protocol = fixture::team_chat();
    let typescript = "type Topics = 1;".to_owned();
    protocol.types.push(TypeDoc { name: "Topics".to_owned(), docs: String::new(), typescript });
    let write = |protocol| Generator::new(protocol).root(root.path()).typescript(".").write();
    let error = write(protocol.clone()).expect_err("taken").to_string();
    assert!(error.starts_with("the type Topics has the name of the map of topics in TypeScript"), "{error}");
    protocol.topics.clear();
    write(protocol).expect("nothing else is called so");
    let module = fs::read_to_string(root.path().join("protocol.ts")).expect("written");
    assert!(module.contains("export type Topics = 1;") && !module.contains("topics:"), "{module}");
}

#[test]
fn a_type_must_not_have_the_name_of_what_clients_send_for_another() {
    let root = directory();
    let mut protocol = fixture::team_chat();
    let typescript = "type SearchInput = string;".to_owned();
    protocol.types.push(TypeDoc { name: "SearchInput".to_owned(), docs: String::new(), typescript });
    let error = Generator::new(protocol).root(root.path()).typescript(".").write().expect_err("taken");
    assert_eq!(
        error.to_string(),
        "what clients send for the type Search is called SearchInput in TypeScript, which is the name of the type \
         SearchInput; rename the type, or give it another name there: #[ts(rename = \"...\")]"
    );
}

#[test]
fn a_validator_must_not_have_the_name_of_what_it_is_made_of() {
    let root = directory();
    let mut protocol = fixture::team_chat();
    for definitions in [&mut protocol.definitions.receive, &mut protocol.definitions.send] {
        definitions.insert("text".to_owned(), serde_json::json!({ "type": "string" }));
    }
    let schema = serde_json::json!({ "$ref": "#/$defs/text" });
    let payload = protocol.events[0].payload.as_mut().expect("a payload");
    payload.schema = wskit::schema::Schemas { receive: schema.clone(), send: schema };
    let error = Generator::new(protocol).root(root.path()).javascript(".").write().expect_err("taken");
    assert_eq!(
        error.to_string(),
        "the validator text of the type text has the name of a function of the validators; rename the type, or give it \
         another name there: #[schemars(rename = \"...\")]"
    );
}

#[test]
fn a_failing_disk_is_named() {
    let root = directory();
    fs::write(root.path().join("file"), "").expect("written");
    let error = chat(root.path()).document("file/wskit.json").write().expect_err("not a directory");
    assert!(error.to_string().contains("wskit.json"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}
