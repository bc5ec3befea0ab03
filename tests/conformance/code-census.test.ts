// Where cryptography and dangerous functions stand in the code: the first as printed in docs/cryptography.md, the second nowhere (ASVS 11.1.3, 1.2.5, 1.3.2, 3.2.2).
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = execFileSync("git", ["ls-files", "backend", "frontend"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.includes(".test.") && existsSync(file))
  .map((file) => ({ file, text: readFileSync(file, "utf8").replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, "") }));

const primitives: [name: string, pattern: RegExp][] = [
  ["SHA-256", /createHash\("sha256"|digest\("SHA-256"|noble\/hashes\/sha2/],
  ["SHA-3", /noble\/hashes\/sha3/],
  ["hash of a caller's choice", /createHash\((?!")/],
  ["HMAC-SHA-256", /createHmac\("sha256"/],
  ["HKDF-SHA-256", /hkdf(?:Sync)?\(|"HKDF"/],
  ["argon2id", /argon2id/],
  ["AES-256-GCM", /"AES-GCM"|aes-256-gcm/],
  ["HPKE (RFC 9180)", /@hpke\//],
  ["X25519", /x25519|X25519/],
  ["Ed25519", /noble\/curves\/ed25519|(?:sign|verify)\(null|"ed25519"/],
  ["ECDSA P-256", /"ECDSA"/],
  ["X.509", /@peculiar\/x509|X509Certificate/],
  ["WebAuthn", /@simplewebauthn\/server/],
  ["age", /"age-encryption"/],
  ["Shamir", /shamir-secret-sharing/],
  ["random", /randomBytes|randomInt|randomUUID|getRandomValues/],
  ["constant-time comparison", /timingSafeEqual/],
  ["ZIP AES-256", /encryptionStrength/],
];

const begin = "<!-- census: printed by tests/conformance/code-census.test.ts with TOGUNA_WRITE_DOCS=1 -->";
const end = "<!-- end of census -->";

test("the places of cryptography are those that docs/cryptography.md prints", () => {
  const rows = files
    .map(({ file, text }) => ({
      file,
      used: primitives.filter(([, pattern]) => pattern.test(text)).map(([name]) => name),
    }))
    .filter(({ used }) => used.some((name) => name !== "random"))
    .map(({ file, used }) => `| \`${file}\` | ${used.join(", ")} |`);
  const document = readFileSync("docs/cryptography.md", "utf8");
  const census = `${begin}\n| file | uses |\n|---|---|\n${rows.join("\n")}\n${end}`;
  const printed = document.slice(document.indexOf(begin), document.indexOf(end) + end.length);
  if (process.env["TOGUNA_WRITE_DOCS"])
    return writeFileSync(
      "docs/cryptography.md",
      document.replace(printed, () => census),
    );
  expect(printed).toBe(census);
});

/** What may stand nowhere, and the few files that may all the same, each with its reason. */
const forbidden: [what: string, pattern: RegExp, except: Record<string, string>][] = [
  ["a shell", /\bexec(?:Sync)?\(\s*["'`]|shell:\s*true|from "node:child_process";.*\bexec\b/, {}],
  ["code made of text", /\beval\(|new Function\(|setTimeout\(\s*["'`]|setInterval\(\s*["'`]|\bvm\.(?:run|Script)/, {}],
  ["HTML made of text in a page", /\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|innerHTML=\{/, {}],
  ["messages between windows", /\.postMessage\([^)]*"\*"/, {}],
  [
    "a broken hash or cipher",
    /createHash\("(?:md5|sha1|md4)"|createCipheriv\("(?:des|rc4|bf|aes-\d+-(?:ecb|cbc))|createCipher\(/,
    {
      "backend/coordination/openpgp/wkd.ts":
        "the Web Key Directory names a key's place by SHA-1 of the mailbox; what lies there is judged by itself",
    },
  ],
  ["unverified TLS", /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED/, {}],
  [
    "chance that can be foreseen",
    /Math\.random\(/,
    {
      "frontend/portal/client/outbox/drain.ts": "spreads tries to send again over time; nothing is kept secret by it",
      "frontend/portal/client/send-kindly.ts": "spreads tries to send again over time; nothing is kept secret by it",
    },
  ],
];

test.each(forbidden)("%s stands nowhere in the product", (_what, pattern, except) => {
  const found = files.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
  expect(found.filter((file) => !(file in except))).toEqual([]);
  // An exception that is not needed any more goes.
  for (const file of Object.keys(except)) expect(found).toContain(file);
});

test("HTML is taken as such only where it was made here", () => {
  const found = files.filter(({ text }) => /(?<![.\w])raw\(/.test(text)).map(({ file }) => file);
  expect(found).toEqual([
    // An attribute's own name.
    "frontend/parts/page/html.ts",
    // A picture of a code, drawn from digits.
    "frontend/portal/pages/receipt-slip.ts",
    // Pictures of numbers, in which every name is escaped where they are drawn (backend/reporting/charts/show-chart.test.ts).
    "frontend/portal/pages/statistics-page.ts",
  ]);
});

test("SQL is put together as text in few places, from words of the house alone", () => {
  const found = files.filter(({ text }) => /\bsql\.raw\(|\.unsafe\(/.test(text)).map(({ file }) => file);
  expect(found).toEqual([
    // Names of tables and columns from a constant list of a case's parts; what somebody asks for is a parameter.
    "backend/cases/merging/store.ts",
    // Constant queries, whose authority and two instants are parameters.
    "backend/compliance/yearly/count-report.ts",
    // Roles and settings of the own cluster, and migrations as they lie in their files.
    "backend/platform/db/embedded/start-server.ts",
    "backend/platform/db/make-app-role.ts",
    "backend/platform/db/migrate.ts",
    // One constant text for both sides of a pair.
    "backend/registry/quality/find-duplicates.ts",
    // Constant queries, whose two instants are parameters.
    "backend/reporting/figures/count-figures.ts",
  ]);
});

test("a session begins in two places only: after an assertion and after an enrolment that both were verified", () => {
  const makers = files
    .filter(({ text }) => /insert\(sessions\)|insert into sessions/i.test(text))
    .map(({ file }) => file);
  expect(makers).toEqual(["backend/identity/store.ts"]);
  const callers = files.filter(
    ({ file, text }) => file !== "backend/identity/store.ts" && text.includes("insertSession("),
  );
  expect(callers.map(({ file }) => file)).toEqual(["backend/identity/enrol.ts", "backend/identity/sign-in.ts"]);
  for (const { text } of callers) expect(text.indexOf("verify")).toBeLessThan(text.indexOf("insertSession("));
});
