// The API as each role, thrown at by schemathesis with what its document allows and forbids: no 5xx,
// and no status, content type, header or body that the document does not describe.
//
// usage: node fuzz.mjs PROGRAM EXAMPLES

import { spawn } from "node:child_process";
import { serve } from "./house.mjs";

const [program, examples] = process.argv.slice(2);
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];
const OPTIONS = ["--phases", "examples,coverage,fuzzing", "--seed", "1", "--continue-on-failure", "--warnings", "off"];

const house = await serve();
const { unit: county } = house.account("county");
const { unit: station } = house.account("ambassador");
const ROLES = {
  nobody: null,
  ambassador: station,
  supervisor: county,
  integration: "100000",
  administrator: "100000",
  security: "100000",
  auditor: "100000",
};

/** Runs the tests with these headers; whether all of them passed. */
function thrown(headers) {
  const words = ["run", `${house.url}/api/openapi.json`, "--checks", CHECKS.join(","), "--max-examples", examples];
  const child = spawn(program, [...words, ...OPTIONS, ...headers], { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((done) => child.once("exit", (code) => done(code === 0)));
}

const summary = [];
try {
  for (const [role, unit] of Object.entries(ROLES)) {
    const began = Date.now();
    const named = ["token", "create", "--label", "fuzz", "--role", role, "--unit", unit];
    const headers = unit ? ["--header", `Authorization: Bearer ${house.command(...named).token}`] : [];
    const passed = await thrown(headers);
    summary.push(`${passed ? "passed" : "FAILED"}  ${role}  ${Math.round((Date.now() - began) / 1000)} s`);
    if (!passed) process.exitCode = 1;
  }
} finally {
  await house.close();
}
console.log(summary.join("\n"));
