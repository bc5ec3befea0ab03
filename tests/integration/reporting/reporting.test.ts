// What the desk reads over a real database: the queue's order and pages, the report's page, who reported, similar ones, access.
import { beforeAll, describe, expect, test } from "vitest";
import { snoozeReport } from "../../../backend/cases/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { countQueue } from "../../../backend/reporting/count-queue.ts";
import { listCases } from "../../../backend/reporting/list-cases.ts";
import { listQueue } from "../../../backend/reporting/list-queue.ts";
import { QueueQuery } from "../../../backend/reporting/lists/model.ts";
import { readHealth } from "../../../backend/reporting/read-health.ts";
import { readLog } from "../../../backend/reporting/log/read-log.ts";
import { readReportPage } from "../../../backend/reporting/read-report-page.ts";
import { revealIdentity } from "../../../backend/reporting/reveal-identity.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addMessage, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const ask = (query: Record<string, unknown> = {}) => QueueQuery.parse(query);
const code = (name: string) => expect.objectContaining({ code: name });

describe("the queue", () => {
  let world: TestWorld;
  let cert: string;
  let analyst: Person;
  beforeAll(async () => {
    world = await makeTestWorld();
    cert = await addCert(world);
    analyst = await addPerson(world, cert, "analyst", "Awa");
  });

  test("the gravest stand first, then who has waited longest; pages of any size give every report once, in that order", async () => {
    const severities = ["low", "critical", null, "medium", "high", "informational"];
    for (let index = 0; index < 40; index++)
      await addReport(world, cert, { severity: severities[index % 6] ?? null, receivedAt: ago(index % 7) });
    const ctx = world.context(analyst);
    const whole = (await listQueue(ctx, ask({ limit: 200 }))).rows;
    expect(whole).toHaveLength(40);
    const rank = (row: (typeof whole)[number]): number =>
      ["informational", "low", "medium", "high", "critical"].indexOf(row.severity ?? "medium");
    for (const [index, row] of whole.entries()) {
      const next = whole[index + 1];
      if (!next) break;
      expect(rank(row)).toBeGreaterThanOrEqual(rank(next));
      expect(rank(row) > rank(next) || row.receivedAt <= next.receivedAt).toBe(true);
    }
    for (const limit of [1, 7, 39, 40]) {
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listQueue(ctx, ask({ limit, ...(cursor ? { cursor } : {}) }));
        walked.push(...page.rows.map((row) => row.id));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(walked).toEqual(whole.map((row) => row.id));
    }
  });

  test("a cursor of another list or of one's own making is refused by name", async () => {
    const ctx = world.context(analyst);
    for (const cursor of [
      "x",
      Buffer.from("[1,2]").toString("base64url"),
      Buffer.from('["a","b","c","d"]').toString("base64url"),
    ])
      await expect(listQueue(ctx, ask({ cursor }))).rejects.toEqual(
        expect.objectContaining({ code: "invalid_input", fields: [expect.objectContaining({ path: "cursor" })] }),
      );
  });

  test("views, filters and counts agree with each other", async () => {
    const ctx = world.context(analyst);
    const mine = await addReport(world, cert, { language: "mn", source: "mail" });
    await world.owner`update reports set assigned_to = ${analyst.personId} where id = ${mine.id}`;
    const asleep = await addReport(world, cert);
    await snoozeReport(ctx, { reportId: asleep.id, until: new Date(Date.now() + 3_600_000).toISOString() });
    await addReport(world, cert, { isHeld: true });
    await addReport(world, cert, { status: "rejected" });
    const wrote = await addReport(world, cert);
    await addMessage(world, wrote.id, { direction: "from_reporter", body: "Allô ?" });
    const answered = await addReport(world, cert);
    await addMessage(world, answered.id, { direction: "from_reporter", body: "Allô ?", at: ago(5) });
    await addMessage(world, answered.id, { direction: "to_reporter", body: "Oui.", at: ago(4) });
    const counts = await countQueue(ctx);
    for (const view of ["new", "mine", "answers", "waiting", "snoozed", "held", "in_case", "closed", "all"] as const)
      expect([view, (await listQueue(ctx, ask({ view, limit: 200 }))).rows.length]).toEqual([view, counts[view]]);
    expect(counts).toMatchObject({ mine: 1, answers: 1, snoozed: 1, held: 1, closed: 1 });
    expect((await listQueue(ctx, ask({ language: "mn" }))).rows.map((row) => row.id)).toEqual([mine.id]);
    expect((await listQueue(ctx, ask({ source: "mail", assigned: "me" }))).rows.map((row) => row.id)).toEqual([
      mine.id,
    ]);
    expect((await listQueue(ctx, ask({ severity: "critical" }))).rows.every((row) => row.severity === "critical")).toBe(
      true,
    );
  });

  test("words, a reference and a defanged address find the report; signs of patterns are only signs", async () => {
    const ctx = world.context(analyst);
    const seen = await addReport(world, cert, { description: "Un 100% étrange_message" });
    await addObservable(world, seen.id, { kind: "domain", value: "only-here.example" });
    for (const text of ["étrange_message", "100%", seen.reference, "only-here[.]example", "only-here.example"])
      expect([text, (await listQueue(ctx, ask({ view: "all", text }))).rows.map((row) => row.id)]).toEqual([
        text,
        [seen.id],
      ]);
    expect((await listQueue(ctx, ask({ view: "all", text: "étr%sage" }))).rows).toEqual([]);
  });
});

describe("the report's page", () => {
  let world: TestWorld;
  let cert: string;
  let analyst: Person;
  beforeAll(async () => {
    world = await makeTestWorld();
    cert = await addCert(world);
    analyst = await addPerson(world, cert, "analyst", "Awa");
  });

  async function addNamed(isConfidential: boolean): Promise<string> {
    const report = await addReport(world, cert, { isAnonymous: false, answerChannel: "mail" });
    await world.owner`insert into report_identities (report_id, name, email, is_confidential) values (${report.id}, 'Secret Name', 'secret@home.example', ${isConfidential})`;
    return report.id;
  }

  test("who reported is in no page, list or log, and opens only by an act that the log keeps", async () => {
    const id = await addNamed(false);
    const ctx = world.context(analyst);
    const page = await readReportPage(ctx, id);
    const list = await listQueue(ctx, ask({ view: "all" }));
    expect(JSON.stringify([page, list])).not.toMatch(/Secret Name|secret@home/);
    expect(page).toMatchObject({ hasIdentity: true, can: { reveal: true } });
    expect(await revealIdentity(ctx, { reportId: id })).toMatchObject({
      name: "Secret Name",
      email: "secret@home.example",
    });
    const [row] =
      await world.owner`select actor_id, detail from audit_log where action = 'report.reveal_identity' and object_id = ${id}`;
    expect(row?.["actor_id"]).toBe(analyst.personId);
    expect(JSON.stringify(row)).not.toMatch(/Secret Name|secret@home/);
  });

  test("a name given in confidence needs a reason and the passkey for that very report; an anonymous report has none to open", async () => {
    const id = await addNamed(true);
    const ctx = world.context(analyst);
    await expect(revealIdentity(ctx, { reportId: id })).rejects.toEqual(code("invalid_input"));
    await expect(revealIdentity(ctx, { reportId: id, reason: "a life is at stake" })).rejects.toEqual(
      code("step_up_required"),
    );
    await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
      values (${analyst.sessionId}, ${Buffer.from(analyst.sessionId)}, ${analyst.personId}, now() + interval '1 hour', now() + interval '1 hour')`;
    const confirm = async (object: string): Promise<void> => {
      await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
        values (${newId()}, ${analyst.sessionId}, ${analyst.personId}, 'report.reveal_identity', ${object}, '1', now(), now() + interval '5 minutes')`;
    };
    await confirm((await addReport(world, cert)).id);
    await expect(revealIdentity(ctx, { reportId: id, reason: "a life is at stake" })).rejects.toEqual(
      code("step_up_required"),
    );
    await confirm(id);
    expect(await revealIdentity(ctx, { reportId: id, reason: "a life is at stake" })).toMatchObject({
      name: "Secret Name",
    });
    const anonymous = await addReport(world, cert);
    await expect(revealIdentity(ctx, { reportId: anonymous.id })).rejects.toEqual(code("not_found"));
  });

  test("similar reports share a suspect's value; a victim's value ties nothing together", async () => {
    const [one, two, three] = [
      await addReport(world, cert),
      await addReport(world, cert),
      await addReport(world, cert),
    ];
    for (const report of [one, two]) await addObservable(world, report.id, { kind: "domain", value: "evil.example" });
    for (const report of [one, three])
      await addObservable(world, report.id, { kind: "phone", value: "+99970000099", role: "victim" });
    const page = await readReportPage(world.context(analyst), one.id);
    expect(page.similar.map((report) => [report.id, report.shared])).toEqual([
      [two.id, [{ kind: "domain", value: "evil.example" }]],
    ]);
    expect(page.observables.map((seen) => [seen.value, seen.seenElsewhere])).toEqual([
      ["evil.example", 1],
      ["+99970000099", 0],
    ]);
  });

  test("what can be done is said with the page, and follows its state", async () => {
    const ctx = world.context(analyst);
    const open = await addReport(world, cert);
    const ended = await addReport(world, cert, { status: "rejected" });
    expect((await readReportPage(ctx, open.id)).can).toMatchObject({
      open: true,
      reject: true,
      reopen: false,
      answer: true,
      reveal: false,
    });
    expect((await readReportPage(ctx, ended.id)).can).toMatchObject({ open: false, reject: false, reopen: true });
    const mute = await addReport(world, cert, { answerChannel: "none" });
    expect((await readReportPage(ctx, mute.id)).can.answer).toBe(false);
  });

  test("an unknown report and a text that is no identifier are both not found", async () => {
    const ctx = world.context(analyst);
    await expect(readReportPage(ctx, newId())).rejects.toEqual(code("not_found"));
    await expect(readReportPage(ctx, "1 or 1=1")).rejects.toEqual(code("not_found"));
  });
});

describe("who may read what", () => {
  let world: TestWorld;
  let cert: string;
  beforeAll(async () => {
    world = await makeTestWorld();
    cert = await addCert(world);
    await addReport(world, cert);
  });

  test("an administrator reads no reports or cases; an auditor reads the log and nothing else; a stranger nothing", async () => {
    const administrator = world.context(await addPerson(world, cert, "administrator", "Dina"));
    const auditor = world.context(await addPerson(world, cert, "auditor", "Chimeg"));
    const analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
    const stranger = world.context({ kind: "anonymous" });
    for (const ctx of [administrator, auditor]) {
      await expect(listQueue(ctx, ask())).rejects.toEqual(code("forbidden"));
      await expect(countQueue(ctx)).rejects.toEqual(code("forbidden"));
      await expect(listCases(ctx, { status: "all", mine: "false", sort: "weight", limit: 10 })).rejects.toEqual(
        code("forbidden"),
      );
    }
    await expect(listQueue(stranger, ask())).rejects.toEqual(code("unauthenticated"));
    await expect(readLog(analyst, { limit: 10 })).rejects.toEqual(code("forbidden"));
    expect((await readLog(auditor, { limit: 10 })).rows).toEqual([]);
    expect((await readHealth(auditor)).reports.open).toBe(1);
    await expect(readHealth(stranger)).rejects.toEqual(code("unauthenticated"));
  });
});
