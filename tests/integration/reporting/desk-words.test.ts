// The desk's words are whole: the same keys with the same values in three languages, every key that the screens name, French spacing.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { closeOutcomes, verdicts } from "../../../backend/cases/model.ts";
import { answerChannels, flows, markings, reportStatuses } from "../../../backend/intake/model.ts";
import { claimKinds, contactRoles, proofs } from "../../../backend/registry/model.ts";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import { queueViews } from "../../../backend/reporting/lists/model.ts";
import { reportSources } from "../../../backend/reporting/model.ts";
import { engines, levels, observableKinds, observableRoles } from "../../../backend/triage/model.ts";
import { obstacleKinds } from "../../../backend/triage/unpack/model.ts";
import { rsit } from "../../../backend/triage/rsit/model.ts";
import { readCatalogue, wordsIn, wordsLanguages } from "../../../backend/platform/words/index.ts";
import { wordValues } from "../../support/word-values.ts";

const root = fileURLToPath(new URL("../../../frontend/", import.meta.url));

function keysOfRoom(language: (typeof wordsLanguages)[number]): Map<string, string> {
  return new Map(Object.entries(readCatalogue(language)).filter(([key]) => key.startsWith("desk.")));
}

test("three languages have the same keys, and each key the same values", () => {
  const french = keysOfRoom("fr");
  for (const language of ["en", "mn"] as const) {
    const other = keysOfRoom(language);
    expect([...other.keys()].sort()).toEqual([...french.keys()].sort());
    for (const [key, text] of other) expect([key, wordValues(text)]).toEqual([key, wordValues(french.get(key) ?? "")]);
  }
});

test("every message is well formed", () => {
  for (const language of wordsLanguages)
    for (const [key, text] of keysOfRoom(language)) {
      const values = Object.fromEntries(wordValues(text).map((name) => [name, 2]));
      expect(wordsIn(language)(key, values)).not.toBe("");
    }
});

test("every key that a screen names by its whole name exists", () => {
  const known = new Set(keysOfRoom("en").keys());
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (name) => /^(desk|console|office|shell|parts)\/.*\.tsx?$/.test(name) && !name.endsWith(".test.ts"),
  );
  const named = files.flatMap((name) =>
    [...readFileSync(root + name, "utf8").matchAll(/["'](desk\.[a-z_.]+)["']/g)].map((match) => match[1] ?? ""),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter((key) => !known.has(key))).toEqual([]);
});

test("every key that a screen puts together from a list exists", () => {
  const known = new Set(keysOfRoom("en").keys());
  const built: [string, readonly string[]][] = [
    ["view", queueViews],
    ["queue.empty", queueViews],
    ["row.status", reportStatuses],
    ["source", reportSources],
    ["flow", flows],
    ["kind", observableKinds],
    ["role", observableRoles],
    ["engine", engines],
    ["level", levels],
    ["verdict", verdicts],
    ["outcome", closeOutcomes],
    ["talk.way", answerChannels],
    ["reporter.answer_by", answerChannels],
    ["sight", markings.map((marking) => marking.replace("+strict", "_strict"))],
    ["rsit.class", Object.keys(rsit)],
    ["rsit.type", Object.values(rsit).flat()],
    ["theme", ["auto", "light", "dark"]],
    ["act", ["open_case", "join", "reject", "snooze", "assign", "assign_me", "close"]],
    [
      "done",
      [
        "opened",
        ...["joined", "rejected", "closed", "snoozed", "woken", "assigned", "undone"].flatMap((verb) => [
          verb,
          `${verb}_many`,
        ]),
      ],
    ],
    ["go", ["directory", "mails", "log", "health"]],
    ["snooze", ["hour", "four_hours", "tomorrow", "monday"]],
    [
      "health.problem",
      [
        "disk",
        "jobs_failing",
        "jobs_late",
        "mails_failed",
        "triage_failed",
        "triage_late",
        "log_tampered",
        "log_alarms",
        "witness_silent",
      ],
    ],
    ["files", ["show_picture", "show_mail", "show_text", "by.reporter", "by.analyst", "by.mail", "by.clerk"]],
    ["directory.sector", sectors],
    ["directory.role", contactRoles],
    ["directory.kind", claimKinds],
    ["directory.proof", proofs],
    [
      "directory.expected",
      ["held", "heldFrom", "heldUntil", "endedAt", "source", "name", "email", "isic", ...claimKinds],
    ],
    ["directory", ["end_claim", "end_claim_hint", "end_contact", "end_contact_hint"]],
    ["mails.box", ["outgoing", "incoming"]],
    ["mails.kind", ["unread", "report", "reply", "bounce", "automatic", "repeat"]],
    ["mail_state", ["all", "queued", "sent", "kept", "failed"]],
    ["unpack", [...obstacleKinds, "toguna_log_broken"].flatMap((kind) => [`${kind}.title`, `${kind}.why`])],
    [
      "log.object",
      ["report", "case", "mail", "incoming_mail", "person", "invitation", "api_key", "session", "constituent"],
    ],
    ["acts.mail", ["sent", "kept", "failed", "take", "sort", "bounced", "resend"]],
    ["timeline", ["opened", "report_joined", "report_left", "changed", "note", "closed", "reopened"]],
    ["actor", ["person", "api_key", "reporter", "system", "anonymous"]],
  ];
  const missing = built
    .flatMap(([stem, names]) => names.map((name) => `desk.${stem}.${name}`))
    .filter((key) => !known.has(key));
  expect(missing).toEqual([]);
});

test("French has its unbreakable spaces before double signs and inside guillemets", () => {
  for (const [key, text] of keysOfRoom("fr")) expect([key, /[ ][:;!?»]|«[^\u00a0]/.test(text)]).toEqual([key, false]);
});
