// Judges the values of asked.json by the generated validators of what the server accepts.
//
// usage: node judge.mjs <folder with asked.json and schemas.js>

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2]);
const generated = await import(pathToFileURL(join(folder, "schemas.js")).href);
const asked = JSON.parse(readFileSync(join(folder, "asked.json"), "utf8"));
writeFileSync(join(folder, "answered.json"), JSON.stringify(asked.map(judge)));

function judge({ wire_type, text }) {
  const sent = generated.schemas[wire_type];
  const [name] = Object.entries(generated).find(([, value]) => value === sent) ?? [];
  const accepted = generated[`${name}Input`] ?? sent;
  const { issues = [] } = accepted["~standard"].validate(JSON.parse(text));
  return { issues: issues.map(({ pointer, code }) => [pointer, code]) };
}
