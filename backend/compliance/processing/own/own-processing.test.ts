// Toguna's own entries are true to the code: what they call deleted by itself is deleted after exactly these days, and nothing else is said to be.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { expect, it } from "vitest";
import { lifetimes } from "../../../identity/rules.ts";
import { draftLifeMs } from "../../../intake/drafts/draft-token.ts";
import { OwnFile } from "./model.ts";

const day = 86_400_000;
const file = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
const { entries } = OwnFile.parse(load(file("./own-processing.yml")));
const daysOf = (id: string, what: string): number | null | undefined =>
  entries.find((entry) => entry.id === id)?.retention.find((line) => line.what.en === what)?.days;

it("each time after which something goes by itself is the one that the code has", () => {
  expect(daysOf("toguna.reports", "A draft that is not sent")).toBe(draftLifeMs / day);
  expect(daysOf("toguna.accounts", "Session or shift that ended")).toBe(lifetimes.endedSessionMs / day);
  expect(daysOf("toguna.accounts", "Confirmation by passkey")).toBe(lifetimes.usedStepUpMs / day);
  const [, repeats] = /const repeatLifeMs = (\d+) \* 86_400_000/.exec(file("../../../intake/tidy.ts")) ?? [];
  expect(daysOf("toguna.reports", "Mark of a repeated sending")).toBe(Number(repeats));
  const [, cells] = /const keptDays = (\d+);/.exec(file("../../../registry/imports/run-step.ts")) ?? [];
  expect(daysOf("toguna.register", "Cells of an imported file")).toBe(Number(cells));
});

it("days stand in the words of the three languages, and what has none names no days", () => {
  const lines = entries.flatMap(({ retention }) =>
    retention.flatMap(({ days, kept }) => Object.values(kept).map((text) => ({ days, text }))),
  );
  const wrong = lines.filter(({ days, text }) =>
    days === null ? /\d+ (?:jours|days|хоног)/.test(text) : !text.includes(String(days)),
  );
  expect(wrong).toEqual([]);
});

it("tells of intake, sealed identities, the register, accounts, mail, filings and the log", () => {
  expect(entries.map(({ id }) => id)).toEqual(
    ["reports", "confidential", "register", "accounts", "mail", "filings", "log"].map((name) => `toguna.${name}`),
  );
});
