// The words of talking and of OpenPGP keys are whole: the same keys with the same values in three languages, and every key that is named or built exists.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { callOutcomes } from "../../backend/coordination/calls/model.ts";
import { partyKinds, protections } from "../../backend/coordination/conversations/model.ts";
import { verificationWays } from "../../backend/coordination/openpgp/model.ts";
import { shippedTemplates } from "../../backend/coordination/templates/model.ts";
import { readCatalogue, wordsLanguages } from "../../backend/platform/words/index.ts";
import { wordValues } from "../support/word-values.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wordsOf = (language: (typeof wordsLanguages)[number]) =>
  Object.fromEntries(Object.entries(readCatalogue(language)).filter(([key]) => /^(talking|openpgp)\./.test(key)));

test("the three languages have the same sentences with the same values", () => {
  const french = wordsOf("fr");
  for (const language of wordsLanguages) {
    const words = wordsOf(language);
    expect(Object.keys(words).toSorted(), language).toEqual(Object.keys(french).toSorted());
    for (const [key, text] of Object.entries(words))
      expect(wordValues(text), `${key} in ${language}`).toEqual(wordValues(french[key] ?? ""));
  }
});

test("every key that screens, pages and mails name or build exists", () => {
  const known = new Set(Object.keys(wordsOf("en")));
  const folders = [
    "backend/coordination",
    "frontend/desk/talking",
    "frontend/desk/keys",
    "frontend/shell/talking",
    "frontend/portal",
  ];
  const code = folders
    .flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".test.ts"))
        .map((name) => readFileSync(`${root}/${folder}/${name}`, "utf8")),
    )
    .join("\n");
  const named = [...code.matchAll(/"((?:talking|openpgp)\.[a-z0-9_.]+)"/g)]
    .map(([, key]) => key ?? "")
    // Acts of the log bear the same beginning.
    .filter(
      (key) =>
        !/^openpgp\.(make_team_key|import_team_key|end_team_key|revoke_team_key|retire_team_key|look_up|remove_key|import_key|key_revoked|verify|withdraw_verification)$/.test(
          key,
        ) || known.has(key),
    );
  const built = [
    ...partyKinds.map((kind) => `talking.kind.${kind}`),
    ...protections.map((way) => `talking.protection.${way}`),
    ...["mail", "room", "link"].map((way) => `talking.way.${way}`),
    ...["queued", "sent", "kept", "failed"].map((state) => `talking.mail_state.${state}`),
    ...["good", "bad", "unknown_key"].map((state) => `talking.signature.${state}`),
    ...["automatic", "bounce", "repeat"].map((kind) => `talking.machine.${kind}`),
    ...["unreachable", "red_needs_person"].map((why) => `talking.refusal.${why}`),
    ...["sent", "no_phone", "wrong", "over", "gone", "replied"].map((said) => `talking.link.${said}`),
    ...["name", "email", "phone", "subject", "theirs"].map((field) => `talking.form.${field}`),
    ...callOutcomes.map((outcome) => `talking.outcome.${outcome}`),
    ...shippedTemplates.flatMap((key) => ["name", "subject", "body"].map((part) => `talking.template.${key}.${part}`)),
    ...verificationWays.map((way) => `openpgp.way.${way}`),
    ...["good", "expires_soon", "expired", "revoked", "retired"].map((state) => `openpgp.state.${state}`),
    ...["added", "known", "renewed", "revoked", "none"].map((outcome) => `openpgp.added.${outcome}`),
    ...["register", "file", "wkd"].map((source) => `openpgp.source.${source}`),
  ];
  expect([...new Set([...named, ...built])].filter((key) => !known.has(key))).toEqual([]);
});
