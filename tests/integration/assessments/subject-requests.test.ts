// People ask a bank about their own data: the time that the law sets or none, more time only where the law gives it, answers, refusals with their ground; nobody else is shown a row.
import type { TransactionSql } from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { makeFeed, readCalendar, readFeed } from "../../../backend/compliance/deadlines/keep-feed.ts";
import { remindOwners } from "../../../backend/compliance/reminders/remind-owners.ts";
import type { RegisterRequest } from "../../../backend/compliance/subject-requests/model.ts";
import {
  exportRequests,
  listRequests,
  readRequest,
} from "../../../backend/compliance/subject-requests/read-requests.ts";
import { registerRequest } from "../../../backend/compliance/subject-requests/register-request.ts";
import { takeRequestStep } from "../../../backend/compliance/subject-requests/take-step.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { addPerson } from "../../support/desk-world.ts";
import { addEntity, type FilingsWorld, makeFilingsWorld, type Person } from "../../support/filings-world.ts";
import { copyPolicies, derivePack } from "../../support/policies-copy.ts";

const en = { language: "en" as const };
let house: FilingsWorld;
let rival: Person;
let administrator: Person;
/** As if the general regulation of the European Union were a law of Mali: a law with a time and an extension. */
let root = "";

beforeAll(async () => {
  house = await makeFilingsWorld(new Date("2026-11-22T08:00:00Z"));
  const other = await addEntity(house.world, "Banque rivale", ["bank"]);
  rival = await addPerson(house.world, other.organisationId, "constituent_dpo", "Rival");
  administrator = await addPerson(house.world, house.bank.organisationId, "constituent_administrator", "Moussa");
  root = copyPolicies();
  derivePack(root, "eu/gdpr/pack-1.0.0.yml", "ml/rights/pack-1.0.0.yml", [
    ["id: eu.gdpr", "id: ml.rights"],
    ["jurisdiction: EU", "jurisdiction: ML"],
  ]);
});

function at(person: Person, instant = "2026-11-22T08:00:00Z"): Context {
  return { ...house.world.context(person), now: () => new Date(instant) };
}
const asked = (more: Partial<RegisterRequest> = {}): RegisterRequest => ({
  kind: "access",
  personName: "Awa SECRET-NAME",
  personContact: "BP 12, Ségou",
  way: "letter",
  asked: "Which data of mine do you hold?",
  receivedAt: "2026-11-20T10:00:00Z",
  ...more,
});
const confirm = async (ctx: Context, id: string, version = 1): Promise<void> =>
  void (await takeRequestStep(ctx, id, { kind: "identity", version, identity: "confirmed", note: "Card seen" }));

describe("the time", () => {
  test("is what the law says, and none where it says none: at once without an hour, no law at all", async () => {
    const ctx = at(house.bank.dpo);
    const access = await registerRequest(ctx, asked());
    expect(access).toMatchObject({ reference: "DR-2026-0001", dueAt: null });
    const seen = await readRequest(ctx, access.id, en);
    expect(seen.laws).toMatchObject([
      {
        law: expect.stringContaining("article 12") as string,
        clockWords: "At once after receipt of the request; the law sets no hour.",
        due: null,
        extension: null,
      },
    ]);
    expect(seen).toMatchObject({ isOverdue: false, mayExtend: false });
    await expect(
      takeRequestStep(ctx, access.id, { kind: "extended", version: 1, reason: "Too much" }),
    ).rejects.toMatchObject({
      code: "refused",
      words: "subjects.refusal.no_time",
    });
    const erasure = await registerRequest(ctx, asked({ kind: "erasure" }));
    expect((await readRequest(ctx, erasure.id, en)).laws).toEqual([]);
    await expect(registerRequest(ctx, asked({ receivedAt: "2026-11-23T00:00:00Z" }))).rejects.toMatchObject({
      fields: [{ path: "receivedAt" }],
    });
    // Without a time nobody is late, however long it took.
    await confirm(ctx, erasure.id);
    await takeRequestStep(at(house.bank.dpo, "2027-11-22T08:00:00Z"), erasure.id, {
      kind: "answered",
      version: 2,
      outcome: "nothing_held",
      answer: "We hold nothing.",
    });
    expect(await readRequest(ctx, erasure.id, en)).toMatchObject({
      state: "answered",
      isLate: null,
      outcome: "nothing_held",
    });
  });

  test("where the law gives more, once and within the first time; the months are counted from the receipt", async () => {
    const ctx = at(house.bank.dpo, "2026-09-02T08:00:00Z");
    const { id, dueAt } = await registerRequest(
      ctx,
      asked({ kind: "rectification", receivedAt: "2026-08-31T10:00:00Z" }),
      root,
    );
    expect(dueAt).toBe("2026-09-30T10:00:00Z");
    const before = await readRequest(ctx, id, en, root);
    expect(before).toMatchObject({ mayExtend: true, laws: [{ extension: "2 months", packVersion: "1.0.0" }] });
    await expect(
      takeRequestStep(
        at(house.bank.dpo, "2026-09-30T10:00:01Z"),
        id,
        { kind: "extended", version: 1, reason: "Many files" },
        root,
      ),
    ).rejects.toMatchObject({ words: "subjects.refusal.passed" });
    await takeRequestStep(ctx, id, { kind: "extended", version: 1, reason: "Many files" }, root);
    // Three months after 31 August, not two after 30 September.
    expect(await readRequest(ctx, id, en, root)).toMatchObject({
      isExtended: true,
      dueAt: "2026-11-30T10:00:00.000Z",
      firstDueAt: "2026-09-30T10:00:00.000Z",
    });
    await expect(
      takeRequestStep(ctx, id, { kind: "extended", version: 2, reason: "More files" }, root),
    ).rejects.toMatchObject({
      words: "subjects.refusal.extended",
    });
    await confirm(ctx, id, 2);
    await takeRequestStep(
      at(house.bank.dpo, "2026-12-01T00:00:00Z"),
      id,
      { kind: "answered", version: 3, outcome: "partly", answer: "Done for the account." },
      root,
    );
    expect(await readRequest(ctx, id, en, root)).toMatchObject({ isLate: true, state: "answered" });
  });
});

describe("an answer", () => {
  test("needs to know who asks; a refusal names its ground; what has ended is not taken up again; two at once do not overwrite each other", async () => {
    const ctx = at(house.bank.dpo);
    const { id } = await registerRequest(ctx, asked({ kind: "objection" }));
    const refusal = {
      kind: "refused" as const,
      version: 1,
      ground: "Article 19: prior contract",
      answer: "We may not.",
    };
    await expect(takeRequestStep(ctx, id, refusal)).rejects.toMatchObject({ words: "subjects.refusal.identity" });
    await expect(takeRequestStep(ctx, id, { ...refusal, ground: "" })).rejects.toThrow(/ground/);
    await confirm(ctx, id);
    await expect(takeRequestStep(ctx, id, refusal)).rejects.toMatchObject({ code: "conflict" });
    await expect(
      takeRequestStep(ctx, id, { ...refusal, version: 2, at: "2026-11-19T00:00:00Z" }),
    ).rejects.toMatchObject({ fields: [{ path: "at" }] });
    await takeRequestStep(ctx, id, { ...refusal, version: 2, at: "2026-11-21T09:00:00Z" });
    const seen = await readRequest(at(administrator), id, en);
    expect(seen).toMatchObject({
      state: "refused",
      outcome: "refused",
      ground: "Article 19: prior contract",
      closedAt: "2026-11-21T09:00:00.000Z",
    });
    expect(seen.steps.map(({ kind, by }) => [kind, by])).toEqual([
      ["registered", "Oumou"],
      ["identity", "Oumou"],
      ["refused", "Oumou"],
    ]);
    await expect(takeRequestStep(ctx, id, { ...refusal, version: 3 })).rejects.toMatchObject({
      words: "subjects.refusal.ended",
    });
    await expect(house.world.owner`delete from subject_request_steps`).rejects.toThrow(/not changed afterwards/);
  });

  test("is given by whom it was given to: somebody who may see names, and nobody else", async () => {
    const ctx = at(house.bank.dpo);
    const { id } = await registerRequest(ctx, asked({ kind: "portability" }));
    for (const ownerId of [house.bank.contact.personId, rival.personId])
      await expect(takeRequestStep(ctx, id, { kind: "assigned", version: 1, ownerId })).rejects.toMatchObject({
        fields: [{ path: "ownerId" }],
      });
    await takeRequestStep(ctx, id, { kind: "assigned", version: 1, ownerId: administrator.personId });
    expect(await readRequest(ctx, id, en)).toMatchObject({ owner: "Moussa" });
    await takeRequestStep(ctx, id, { kind: "withdrawn", version: 2, answer: "By telephone" });
    expect(await readRequest(ctx, id, en)).toMatchObject({ state: "withdrawn", outcome: "withdrawn" });
  });
});

describe("days", () => {
  test("stand in the calendar and the feed of those who may see requests, without a name, and are told by mail", async () => {
    await house.world
      .owner`update subject_requests set due_at = '2026-11-28T10:00:00Z' where reference = 'DR-2026-0001'`;
    const ctx = at(house.bank.dpo);
    const mine = (await readCalendar(ctx, en)).deadlines.filter(({ kind }) => kind === "request");
    expect(mine.map(({ title, due }) => [title, due])).toEqual([
      ["DR-2026-0001: answer a person (Access)", "2026-11-28T10:00:00.000Z"],
    ]);
    const others = await readCalendar(at(house.bank.contact), en);
    expect(others.deadlines.filter(({ kind }) => kind === "request")).toEqual([]);
    expect(others.withoutTime.filter(({ id }) => id.startsWith("request:"))).toEqual([]);
    const feedOf = async (person: Person): Promise<string> => {
      const { address } = await makeFeed(at(person), en);
      return await readFeed(at(person), /([\w-]{32})\.ics$/.exec(address)?.[1] ?? "");
    };
    const feed = await feedOf(house.bank.dpo);
    expect(feed).toContain("DR-2026-0001");
    expect(feed).not.toContain("SECRET-NAME");
    expect(await feedOf(house.bank.contact)).not.toContain("DR-2026");
    const job: Context = {
      ...house.world.context({ kind: "system", job: "test" }),
      now: () => new Date("2026-11-22T07:00:00Z"),
    };
    expect(await remindOwners(job)).toBe(1);
    const [mail] = await house.world.owner<{ body: string }[]>`select body from outgoing_mails`;
    expect(mail?.body).toContain("2026-11-28\u00a0: répondre à la demande DR-2026-0001");
    expect(mail?.body).not.toContain("SECRET-NAME");
  });
});

describe("others", () => {
  test("another entity, an authority, the team and the entity's own contact see nothing: no row, no count, no table; the log names nobody", async () => {
    const seen = async (scope: string, person: Person): Promise<number> =>
      await house.world.app.sql.begin(async (sql: TransactionSql) => {
        await sql`select set_config('toguna.scope', ${scope}, true), set_config('toguna.organisation', ${person.organisationId}, true),
          set_config('toguna.person', ${person.personId}, true), set_config('toguna.roles', ${person.roles.join(",")}, true)`;
        return (
          (await sql`select 1 from subject_requests`).length + (await sql`select 1 from subject_request_steps`).length
        );
      });
    expect(await seen("constituent", house.bank.dpo)).toBeGreaterThan(5);
    for (const [scope, person] of [
      ["constituent", rival],
      ["authority", house.officers.apdp],
      ["staff", house.analyst],
      ["person", house.analyst],
    ] as const)
      expect([scope, await seen(scope, person)]).toEqual([scope, 0]);
    const [one] = (await listRequests(at(house.bank.dpo), { state: "all" })).requests;
    await expect(readRequest(at(rival), one?.id ?? "", en)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      takeRequestStep(at(rival), one?.id ?? "", { kind: "withdrawn", version: 1, answer: "Gone" }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await listRequests(at(rival), { state: "all" })).toMatchObject({
      requests: [],
      counts: { open: 0, overdue: 0, closed: 0 },
    });
    const wanted = { format: "csv", language: "en", zone: "UTC", state: "all" } as const;
    expect(await (await exportRequests(at(rival), wanted)).text()).not.toContain("SECRET-NAME");
    expect(await (await exportRequests(at(house.bank.dpo), wanted)).text()).toContain("SECRET-NAME");
    for (const person of [house.bank.contact, house.officers.apdp, house.analyst])
      await expect(listRequests(at(person), { state: "all" })).rejects.toMatchObject({ code: "forbidden" });
    const said = await house.world.owner<
      { text: string }[]
    >`select coalesce(detail::text, '') || object_id as text from audit_log where action like 'subject_request.%'`;
    expect(said.length).toBeGreaterThan(8);
    for (const { text } of said) expect(text).not.toMatch(/SECRET|access|erasure|Awa/);
  });
});
