use super::{declaration, expression};
use crate::typescript::tree::parse;

/// What ts-rs and users write.
const TYPES: &[&str] = &[
    "string",
    "string | null",
    "Array<string>",
    "Array<{ a: number, b?: string | null, }>",
    "[number, string, (boolean)?]",
    "{ [key in string]: number }",
    "{ [key in Role]?: Array<Page<User>> }",
    "{  }",
    "Record<symbol, never>",
    "{ \"kind\": \"Circle\", radius: number, } | { \"kind\": \"Square\" } & Side | { \"kind\": \"Empty\" }",
    "{ \"content-type\": string, \"1st\": number, _a$: true, }",
    "{ Ok : number } | { Err : { message: string } }",
    "(\"a\" | 'b' | `c`)[]",
    "-1 | 0 | 1.5 | 200",
    "{ nick?: string | null, \n/**\n * Shown to others.\n *\n * At most 20.\n */\nn: number, }",
    "{ /** a */ inner: { /** b */ x: number, y: [number, number], }, }",
    "(first: string, ...rest: Array<number>) => void | undefined",
    "T extends string ? { a: T } : never",
    "readonly string[] | keyof typeof values",
    "import(\"./other\").Thing<string>",
    "| \"first\" | \"second\"",
    "{ a_rather_long_name: Array<{ another_long_name: string, and_one_more: Array<string>, so_it_breaks: boolean }>, }",
    "Map<AVeryLongTypeNameNumberOne, AVeryLongTypeNameNumberTwo> & { field_number_one: string, field_number_two: string }",
    "{ union: \"first alternative\" | \"second alternative\" | \"third alternative\" | \"fourth alternative\", }",
    "Array<\"first alternative\" | \"second alternative\" | \"third alternative\" | \"fourth alternative\" | \"fifth\">",
    "Pair<{ left_field_one: string, left_field_two: string }, { right_field_one: string, right_field_two: string }>",
    "{ größe: number, \"日本\": string }",
];

#[test]
fn layout_changes_no_token() {
    for text in TYPES {
        for indent in [0, 4, 90] {
            let laid_out = expression(text, indent);
            assert_eq!(parse(&laid_out), parse(text), "{laid_out}");
            assert_eq!(expression(&laid_out, indent), laid_out, "laid out again");
        }
    }
}

#[test]
fn layout_changes_no_token_however_types_are_nested() {
    let wrap: &[fn(&str) -> String] = &[
        |ty| format!("Array<{ty}>"),
        |ty| format!("{{ field: {ty}, \n/**\n * Another.\n */\n\"other\"?: {ty} | null, }}"),
        |ty| format!("[{ty}, number]"),
        |ty| format!("{{ \"kind\": \"A\", of: {ty} }} | {{ \"kind\": \"B\" }}"),
        |ty| format!("({ty}) | null"),
        |ty| format!("{{ [key in string]: {ty} }}"),
        |ty| format!("Pair<{ty}, {ty}>"),
    ];
    for text in TYPES.iter().filter(|text| !text.starts_with('|')) {
        for outer in wrap {
            for inner in wrap {
                let nested = outer(&inner(text));
                let laid_out = expression(&nested, 2);
                assert_eq!(parse(&laid_out), parse(&nested), "{laid_out}");
                assert_eq!(expression(&laid_out, 2), laid_out, "laid out again");
                let declared = declaration(&format!("type X = {nested};"));
                let body = declared.strip_prefix("export ").unwrap();
                if let Some(body) =
                    body.strip_prefix("type X = ").or_else(|| body.strip_prefix("interface X "))
                {
                    assert_eq!(parse(body), parse(&nested), "{declared}");
                } else {
                    assert!(body.starts_with("type X =\n"), "{declared}");
                }
            }
        }
    }
}

#[track_caller]
fn lays_out(text: &str, expected: &str) {
    assert_eq!(declaration(text), expected.trim_start_matches('\n'));
}

#[test]
fn an_object_is_an_interface() {
    lays_out(
        "type JoinRoom = { roomId: RoomId, \n/**\n * Shown to others.\n */\nnick?: string | null, n: number, };",
        "
export interface JoinRoom {
  roomId: RoomId;
  /** Shown to others. */
  nick?: string | null;
  n: number;
}",
    );
    lays_out("type Empty = {  };", "export interface Empty {}");
    lays_out("type Page<T> = { items: Array<T>, };", "export interface Page<T> {\n  items: Array<T>;\n}");
}

#[test]
fn anything_else_is_a_type() {
    lays_out("type RoomId = string;", "export type RoomId = string;");
    lays_out(
        "type Counts = { [key in string]: number };",
        "export type Counts = { [key in string]: number };",
    );
    lays_out("type Empty = Record<symbol, never>;", "export type Empty = Record<symbol, never>;");
    lays_out("type Line = [Point, Point];", "export type Line = [Point, Point];");
    lays_out("type Role = \"owner\" | \"moderator\";", "export type Role = \"owner\" | \"moderator\";");
}

#[test]
fn a_long_union_has_a_line_for_each() {
    lays_out(
        "type Shape = { \"kind\": \"circle\", \n/**\n * In metres.\n */\nradius: number, } | { \"kind\": \"point\" };",
        "
export type Shape =
  | {
      kind: \"circle\";
      /** In metres. */
      radius: number;
    }
  | { kind: \"point\" };",
    );
    lays_out(
        "type X = { reason: \"first alternative\" | \"second alternative\" | \"third alternative\" | \"the fourth alternative\", };",
        "
export interface X {
  reason:
    | \"first alternative\"
    | \"second alternative\"
    | \"third alternative\"
    | \"the fourth alternative\";
}",
    );
}

#[test]
fn short_objects_stay_on_a_line_and_long_ones_do_not() {
    lays_out(
        "type X = { at: { x: number, y: number, }, all: Array<{ first_of_the_fields: string, second_of_the_fields: \
         Array<string>, third_of_the_fields: number }>, };",
        "
export interface X {
  at: { x: number; y: number };
  all: Array<{
    first_of_the_fields: string;
    second_of_the_fields: Array<string>;
    third_of_the_fields: number;
  }>;
}",
    );
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    lays_out("type Odd = #what<;", "export type Odd = #what<;");
    lays_out("enum E { \"A\" = 0 }", "export enum E { \"A\" = 0 }");
}

#[test]
fn keys_lose_quotes_they_do_not_need() {
    assert_eq!(
        expression("{ \"kind\": \"A\", \"content-type\"?: string }", 0),
        "{ kind: \"A\"; \"content-type\"?: string }"
    );
}
