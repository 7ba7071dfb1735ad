// Judges the values of cases.json: by ajv, in strict mode with formats, and by the generated validators.
//
// usage: node judge.mjs <folder with cases.json and schemas.js> <folder whose node_modules has ajv>

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, packages] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(packages, "package.json"));
const { default: Ajv } = require("ajv/dist/2020");
const { default: addFormats } = require("ajv-formats");
const generated = await import(pathToFileURL(join(folder, "schemas.js")).href);

const verdicts = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")).map(judge);
writeFileSync(join(folder, "verdicts.json"), JSON.stringify(verdicts));

function judge({ wireType, receive, send, values, sent, raw }) {
  const sentForm = generated.schemas[wireType];
  const [name] = Object.entries(generated).find(([, value]) => value === sentForm);
  const receivedForm = generated[`${name}Input`] ?? sentForm;
  const [byReceive, bySend] = [compile(receive), compile(send)];
  const parsed = values.map((text) => JSON.parse(text));
  const parsedSent = sent.map((text) => JSON.parse(text));
  return {
    ajv: parsed.map((value) => byReceive(value)),
    issues: parsed.map((value) => issues(receivedForm, value)),
    ajvSent: parsedSent.map((value) => bySend(value)),
    raw: raw.map((text) => issues(receivedForm, JSON.parse(text))),
    issuesSent: parsedSent.map((value) => issues(sentForm, value)),
  };
}

function compile(schema) {
  const ajv = new Ajv({ strict: true, validateFormats: true });
  addFormats(ajv);
  return ajv.compile(schema);
}

function issues(schema, value) {
  const result = schema["~standard"].validate(value);
  return (result.issues ?? []).map(({ pointer, code }) => [pointer, code]);
}
