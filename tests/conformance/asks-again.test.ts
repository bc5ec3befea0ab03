// "Are you sure?" is asked only for what cannot be taken back, each with its reason; what the law or a marking sent out has no undo, everything that has an inverse has one.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
// The page of the parts shows what asking again looks like; it does nothing.
const screens = globSync("frontend/{desk,console,office,shell}/**/*.{ts,tsx}", { cwd: root })
  .filter((path) => !path.startsWith("frontend/desk/parts-page/"))
  .map((path) => ({ path, text: readFileSync(`${root}/${path}`, "utf8") }));

/** Acts that ask again, by the file and the word of their button, with the reason why ten seconds of undo would not do. */
const asked: Record<string, string> = {
  "frontend/console/networks/claim-page.tsx: claims.end":
    "Ownership of a network is proved anew after it ended; meanwhile incidents belong to nobody, and another may claim it.",
  "frontend/console/networks/claim-page.tsx: claims.withdraw":
    "The proof of control is thrown away and a dispute over it ends for both sides.",
  "frontend/desk/crisis/draft-card.tsx: crisis.situation.freeze":
    "The report leaves to all recipients the same second and is signed as it stands.",
  "frontend/desk/crisis/paper-page.tsx: crisis.paper.move.void":
    "Whoever opens a receipt of the range is told that it is void; somebody may have thrown the paper away.",
  "frontend/desk/custody/own-key-card.tsx: sealed.own.retire":
    "Names that were sealed to the key open with it no more.",
  "frontend/desk/directory/ending-notice.tsx: register.ending.undo":
    "The undo of an end months later: people and networks come back, so it is confirmed by the passkey.",
  "frontend/desk/log/shredding-card.tsx: log.shred.approve":
    "Content is destroyed; the second person confirms by the passkey.",
  "frontend/desk/log/state-card.tsx: log.state.export_act": "The whole log leaves the house; confirmed by the passkey.",
  "frontend/desk/notifications/four-eyes-card.tsx: notify.eyes.approve":
    "Mails go out to people outside; the second person confirms by the passkey.",
  "frontend/desk/notifications/run-page.tsx: notify.run.end":
    "The links in mails that people hold answer no longer; whoever opened one meanwhile was told that it is over.",
  "frontend/desk/people/api-keys-page.tsx: identity.keys.revoke":
    "A key that may be stolen is refused at once and for good; a machine gets a new one.",
  "frontend/desk/people/offices-page.tsx: identity.offices.close":
    "Its devices and PINs are refused at once and for good, shifts end.",
  "frontend/desk/people/offices-page.tsx: identity.offices.withdraw":
    "A device that may be stolen is refused at once and for good; it is enrolled anew.",
  "frontend/desk/people/offices-page.tsx: identity.offices.remove":
    "A PIN that may be known to others is refused at once and for good; a clerk gets a new one.",
  "frontend/desk/people/offices-page.tsx: identity.offices.pin":
    "The old PIN is gone the same second; the new one is shown once, by the passkey.",
  "frontend/desk/people/people-page.tsx: identity.people.disable": "Sessions end at once; confirmed by the passkey.",
  "frontend/desk/people/people-page.tsx: identity.people.enable": "Opens the door again; confirmed by the passkey.",
  "frontend/desk/register-care/import-page.tsx: nameOf(name)":
    "Thousands of entries are written or taken back at one go; confirmed by the passkey.",
  "frontend/desk/register-care/merges-card.tsx: quality.undo":
    "The undo of a merge days later: contacts and networks move, so it is confirmed by the passkey.",
  "frontend/desk/rules/pack-page.tsx: rules.do.approve":
    "Rules go into force; the second person confirms by the passkey.",
  "frontend/desk/rules/rule-acts.tsx: rules.do.approve":
    "A rule goes into force; the second person confirms by the passkey.",
  "frontend/office/committee/requests-page.tsx: committee.take_back":
    "The link in a ministry's mailbox opens nothing from then on; whoever opened it meanwhile was told so.",
  "frontend/office/fund/fund-page.tsx: contributions.publish":
    "The account is public the same second; confirmed by the passkey.",
  "frontend/shell/account/my-keys-page.tsx: identity.me.remove":
    "A passkey that may be stolen is refused at once and for good; confirmed by another.",
};

test("each act that asks again stands on the list with its reason, and nothing on the list is gone", () => {
  const found: string[] = [];
  for (const { path, text } of screens)
    for (const [, inside] of text.matchAll(/<SureDialog([\s\S]*?)onClose=/g)) {
      const act = /\bact=\{([\s\S]*?)\}\s*(?:binding|$)/.exec(inside ?? "")?.[1] ?? "";
      const keys = [...act.matchAll(/"([a-z_.]+)"/g)].map(([, key]) => key ?? "");
      found.push(...(keys.length > 0 ? keys : [act.trim()]).map((key) => `${path}: ${key}`));
    }
  expect([...new Set(found)].toSorted()).toEqual(Object.keys(asked).toSorted());
});

test("nothing asks by the browser's own box", () => {
  expect(
    screens.filter(({ text }) => /(?<![.\w])(?:window\.)?(?:alert|prompt)\(|window\.confirm\(/.test(text)),
  ).toEqual([]);
});

test("what is filed by law, and a marking that is loosened, is never taken back by a button: both are confirmed", () => {
  const withUndo = screens.filter(({ text }) => /\bundo:|doWithUndo\(/.test(text)).map(({ path }) => path);
  expect(withUndo.length).toBeGreaterThan(10);
  expect(withUndo.filter((path) => /filings?\/|access\/|formalities\/|law\/|advisories\/|releases/.test(path))).toEqual(
    [],
  );
  const routes = globSync("backend/{compliance/filings,cases/marking,cases/sharing}/**/*.ts", { cwd: root })
    .map((path) => readFileSync(`${root}/${path}`, "utf8"))
    .flatMap((text) => [...text.matchAll(/path: [`"]([^`"]+)[`"]/g)].map(([, path]) => path ?? ""));
  expect(routes.length).toBeGreaterThan(5);
  expect(routes.filter((path) => /undo|reopen|restore|withdraw/.test(path))).toEqual([]);
  const sourceOf = (path: string): string => screens.find((one) => one.path === path)?.text ?? "";
  expect(sourceOf("frontend/console/filings/draft-page.tsx")).toContain("stepUpForFiling");
  expect(sourceOf("frontend/desk/access/marking-dialog.tsx")).toContain("access.marking.type_wrong");
});
