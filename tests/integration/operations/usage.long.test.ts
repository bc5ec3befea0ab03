// The command line as a stranger tries it: help, unknown commands, and the wrong usage of every sub-command; words on standard error, exit codes 0, 1 and 2.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { runToguna } from "../../support/run-toguna.ts";

// Each test starts several processes; a machine with other work takes its time.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), "toguna-usage-"));
afterAll(() => rmSync(folder, { recursive: true }));
const data = join(folder, "data");
const text = join(folder, "text");
writeFileSync(text, "nothing that any command expects\n");

const commands = [
  ["serve"],
  ["migrate"],
  ["backup"],
  ["restore"],
  ["verify"],
  ["certificate"],
  ["scan"],
  ["rules", "test"],
  ["rules", "import"],
  ["rules", "list"],
  ["log", "export"],
  ["log", "verify"],
  ["recover"],
  ["doctor"],
  ["law", "lint"],
  ["law", "test"],
  ["law", "due"],
  ["law", "what-if"],
];

test("help is printed when asked for, names every command, and is no error", async () => {
  const [plain, asked, named] = await Promise.all([
    runToguna([]),
    runToguna(["--help"]),
    runToguna(["backup", "--help"]),
  ]);
  expect(plain).toMatchObject({ code: 0, stderr: "" });
  expect(asked).toEqual(plain);
  for (const command of commands) expect(asked.stdout).toContain(`\n  ${command.join(" ")} `);
  expect(named).toMatchObject({ code: 0, stderr: "" });
  expect(named.stdout).toContain("--make-key");
  expect(named.stdout).not.toContain("doctor");
});

test("an unknown command, or half of one, is named on standard error with the usage, and ends with 2", async () => {
  for (const words of [["frobnicate"], ["log"], ["log", "frobnicate"], ["rules"], ["law", ""], ["constructor"]]) {
    const ended = await runToguna(words);
    expect([words, ended.code, ended.stdout]).toEqual([words, 2, ""]);
    expect(ended.stderr).toContain(`there is no command "${words.join(" ").trim()}"`);
  }
});

test("an option that a command does not have ends every command with 2 and its usage, and nothing is made", async () => {
  for (const command of commands) {
    const ended = await runToguna([...command, "--frobnicate"]);
    expect([command, ended.code, ended.stdout]).toEqual([command, 2, ""]);
    expect(ended.stderr).toContain("--frobnicate");
    expect(ended.stderr.replace(/^toguna [a-z -]+:/, "")).toContain(command.join(" "));
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  }
}, 120_000);

test("what a command needs and did not get is said, with 2", async () => {
  const lacking: [string[], RegExp][] = [
    [["serve", "stray"], /stray/],
    [["migrate", "--data"], /--data/],
    [["backup"], /backup FILE/],
    [["backup", "a", "b", "--recipient", "age1x"], /backup FILE/],
    [["backup", "a", "--data", data], /--make-key/],
    [["restore", "a"], /--identity/],
    [["restore", "--identity", "k"], /restore FILE/],
    [["verify", "a"], /--identity/],
    [["certificate"], /NAME/],
    [["certificate", "not a name"], /no host name/],
    [["scan"], /--rules/],
    [["rules", "import"], /PATH --licence/],
    [["rules", "import", "a"], /--licence/],
    [["rules", "import", "a", "--look", "--licence", "MIT"], /--look/],
    [["rules", "list", "--state", "loud"], /quarantined/],
    [["log", "verify"], /FILE/],
    [["log", "export"], /FILE/],
    [["recover"], /ADDRESS/],
    [["law", "due"], /--pack/],
    [["law", "what-if"], /--draft/],
  ];
  for (const [words, says] of lacking) {
    const ended = await runToguna(words, { env: { BACKUP_RECIPIENT: "" } });
    expect([words, ended.code, ended.stdout]).toEqual([words, 2, ""]);
    expect(ended.stderr).toMatch(says);
  }
  expect(existsSync(data)).toBe(false);
}, 120_000);

test("bad input is named with 1, and no command makes an installation where none is", async () => {
  const missing = join(folder, "missing");
  const bad: [string[], RegExp][] = [
    [["verify", missing, "--identity", text], /text holds no backup key/],
    [["verify", text, "--identity", missing], /missing: there is no such file/],
    [["log", "verify", missing], /missing/],
    [["log", "verify", text], /BAD/],
    [["log", "export", join(folder, "out"), "--data", data], /no installation/],
    [["recover", "a@cert.example", "--data", data], /no installation/],
    [["rules", "list", "--data", data], /no installation/],
    [["rules", "import", missing, "--licence", "MIT", "--data", data], /missing: there is no such file/],
    [["backup", join(folder, "out"), "--recipient", "age1x", "--data", data], /no installation/],
  ];
  for (const [words, says] of bad) {
    const ended = await runToguna(words);
    expect([words, ended.code]).toEqual([words, 1]);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  }
  expect([existsSync(data), existsSync(join(folder, "out"))]).toEqual([false, false]);
}, 120_000);

test("a wrong value in the environment is listed without the passwords in it", async () => {
  const env = { PORT: "70000", MAIL_URL: "imap://cert:hunter2@mail.example", DATABASE_URL: "mysql://u:hunter2@db/x" };
  for (const words of [
    ["serve", "--data", data],
    ["migrate", "--data", data],
    ["doctor", "--data", data],
  ]) {
    const ended = await runToguna(words, { env });
    expect(ended.code).toBe(1);
    for (const name of ["PORT", "MAIL_URL", "DATABASE_URL"]) expect(ended.stdout + ended.stderr).toContain(name);
    expect(ended.stdout + ended.stderr).not.toContain("hunter2");
  }
  expect(existsSync(data)).toBe(false);
});
