// Old work over a real database: tables, mailboxes and RT's JSON become cases that are marked, start nothing, are found by their old numbers, and go again exactly.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { bringIn } from "../../../backend/cases/old-work/bring-in.ts";
import { listOldRows, readOldMail, readOldOfCase } from "../../../backend/cases/old-work/read-old.ts";
import { splitMbox } from "../../../backend/cases/old-work/split-mbox.ts";
import {
  changeOldImport,
  forgetOldImport,
  startOldImport,
  takeOldFile,
} from "../../../backend/cases/old-work/take-old-file.ts";
import { undoOldImport } from "../../../backend/cases/old-work/undo-import.ts";
import { changeCase, openCase } from "../../../backend/cases/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { listCases } from "../../../backend/reporting/list-cases.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let lead: Person;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  lead = await addPerson(world, cert, "lead", "Sara");
});

const as = (actor: Actor) => world.context(actor);
const job = () => as({ kind: "system", job: "test" });
async function* stream(text: string | Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text as string));
}
const take = async (text: string | Buffer, name: string, system: string) =>
  await takeOldFile(as(lead), stream(text), { name, system });
async function bring(text: string | Buffer, name: string, system: string) {
  const { id, version } = await take(text, name, system);
  await startOldImport(as(lead), id, { version });
  await bringIn(job(), { importId: id });
  return { id, rows: (await listOldRows(as(lead), id, 0)).rows };
}
const casesOf = async (id: string) =>
  await world.owner<
    { id: string; title: string; status: string; severity: string; opened: string; closed: string | null }[]
  >`
    select id, title, status, severity, to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as opened, to_char(closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as closed
    from cases where old_import_id = ${id} order by opened_at`;

const csv = `Numéro;Titre;Statut;Gravité;Créé le;Clos le;Contenu
42;Rançongiciel à l'hôpital;Résolu;Haute;01/03/2019 14:30;05/03/2019;Tout est chiffré.
43;Site défiguré;Ouvert;;02/04/2019;;
44;;Ouvert;;02/04/2019;;
45;Date fausse;Ouvert;;hier;;
46;État inconnu;peut-être;;02/04/2019;;
`;

test("a table is looked at first, each row that cannot be read says what was expected, and the rest become cases with their own dates", async () => {
  const preview = await take(csv, "anciens.csv", "OTRS");
  expect(preview).toMatchObject({
    kind: "table",
    state: "preview",
    choices: { columns: { 0: "number", 1: "title", 2: "status", 3: "severity", 4: "opened", 5: "closed", 6: "text" } },
    preview: { total: 5, refused: 3 },
  });
  expect(preview.preview.tickets.slice(0, 3).map(({ field, said }) => [field, said])).toEqual([
    ["title", "line 4"],
    ["opened", "hier"],
    ["status", "peut-être"],
  ]);
  expect(await casesOf(preview.id)).toEqual([]);
  await expect(
    changeOldImport(as(lead), preview.id, {
      version: 1,
      system: "OTRS",
      marking: "amber",
      choices: { columns: { 0: "number", 1: "number" } },
    }),
  ).rejects.toMatchObject({ fields: [{ path: "choices.columns" }] });
  const { version } = await changeOldImport(as(lead), preview.id, {
    version: 1,
    system: "OTRS",
    marking: "green",
    choices: { ...preview.choices, zone: "Asia/Ulaanbaatar" },
  });
  await startOldImport(as(lead), preview.id, { version });
  await bringIn(job(), { importId: preview.id });
  const made = await casesOf(preview.id);
  expect(made).toMatchObject([
    {
      title: "Rançongiciel à l'hôpital",
      status: "closed",
      severity: "high",
      opened: "2019-03-01T06:30",
      closed: "2019-03-04T16:00",
    },
    { title: "Site défiguré", status: "open", severity: "medium", closed: null },
  ]);
  const { rows } = await listOldRows(as(lead), preview.id, 0);
  expect(rows.map(({ outcome }) => outcome)).toEqual(["made", "made", "refused", "refused", "refused"]);
  // Found by the old number, marked on the case, and nothing began: no event, no mail, no clock.
  const found = await listCases(as(lead), { status: "all", text: "42" } as Parameters<typeof listCases>[1]);
  expect(found.rows.map(({ id }) => id)).toContain(made[0]?.id);
  expect(await readOldOfCase(as(lead), made[0]?.id ?? "")).toMatchObject({
    numbers: [{ system: "OTRS", number: "42" }],
    messages: [{ kind: "correspondence", body: "Tout est chiffré.", hasRaw: false }],
  });
  const [started] =
    await world.owner`select (select count(*)::int from outgoing_mails) as mails, (select count(*)::int from duty_events) as duties,
    (select count(*)::int from case_playbooks) as playbooks, (select count(*)::int from graphile_worker.jobs where task_identifier = 'event') as events`;
  expect(started).toEqual({ mails: 0, duties: 0, playbooks: 0, events: 0 });
  // The file itself is gone with the work.
  const [file] = await world.owner`select object_id from old_imports where id = ${preview.id}`;
  expect(file).toEqual({ object_id: null });

  // The same numbers of the same system are not taken twice.
  const again = await bring(csv, "anciens.csv", "otrs");
  expect(again.rows.map(({ outcome }) => outcome)).toEqual(["repeated", "repeated", "refused", "refused", "refused"]);
});

const mail = (id: string, subject: string, date: string, more = "", body = "Bonjour") =>
  `From mailer Fri Mar  1 10:00:00 2019\nMessage-ID: <${id}@bank.example>\n${more}From: Awa <awa@bank.example>\nTo: cert@cert.example\nSubject: ${subject}\nDate: ${date}\nContent-Type: text/plain; charset=utf-8\n\n${body}\n\n`;

test("mails that answer each other or bear one tag are one case, each with its bytes; quoted lines come back", async () => {
  const mbox = [
    mail("a", "Virus", "Fri, 1 Mar 2019 10:00:00 +0000"),
    mail(
      "b",
      "Re: Virus",
      "Fri, 1 Mar 2019 11:00:00 +0000",
      "In-Reply-To: <a@bank.example>\n",
      ">From here on it is quoted",
    ),
    mail("c", "[cert.example #77] Panne", "Sat, 2 Mar 2019 10:00:00 +0000"),
    mail("d", "Fwd: [cert.example #77] Panne", "Sun, 3 Mar 2019 10:00:00 +0000"),
    mail("e", "Sans date", "never"),
  ].join("");
  const { id, rows } = await bring(mbox, "Archive.mbox", "Boîte CERT");
  expect(rows.map(({ outcome, number, field }) => [outcome, number, field])).toEqual([
    ["made", "<a@bank.example>", null],
    ["made", "77", null],
    ["refused", "<e@bank.example>", "Date"],
  ]);
  const made = await casesOf(id);
  expect(made).toMatchObject([
    { title: "Virus", status: "closed", opened: "2019-03-01T10:00", closed: "2019-03-01T11:00" },
    { title: "Panne", opened: "2019-03-02T10:00", closed: "2019-03-03T10:00" },
  ]);
  const { messages } = await readOldOfCase(as(lead), made[0]?.id ?? "");
  expect(messages.map(({ kind, sender, hasRaw }) => [kind, sender, hasRaw])).toEqual([
    ["mail", '"Awa" <awa@bank.example>', true],
    ["mail", '"Awa" <awa@bank.example>', true],
  ]);
  expect(messages[1]?.body).toContain("From here on it is quoted");
  const raw = Buffer.from(await readOldMail(as(lead), messages[1]?.id ?? "")).toString();
  expect(raw).toContain("Message-ID: <b@bank.example>");
  expect(raw).toContain("\nFrom here on it is quoted");
});

test("whatever lines mails hold, they come out of an mbox as they went in", () => {
  const line = fc.oneof(
    fc.constantFrom("", "From me", ">From me", ">>From me", "From", "Body"),
    fc.stringMatching(/^[a-zA-Z >]{0,20}$/),
  );
  fc.assert(
    fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }), (mails) => {
      const bodies = mails.map((lines) => `Subject: x\n\n${lines.join("\n")}\n`);
      const mbox = bodies
        .map((body) => `From a Fri Mar  1 10:00:00 2019\n${body.replaceAll(/^(>*From )/gm, ">$1")}\n`)
        .join("");
      // The empty line that ends each mail in the file is part of what is read.
      expect(splitMbox(Buffer.from(mbox)).map(String)).toEqual(bodies.map((body) => `${body}\n`));
    }),
    { numRuns: 200 },
  );
});

test("RT's JSON brings tickets with their transactions; unset times of 1970 are none; a stalled ticket waits", async () => {
  const rt = [
    {
      id: 1234,
      type: "ticket",
      Subject: "Scan from our network",
      Status: "resolved",
      Queue: { id: "5", type: "queue", Name: "Investigations" },
      Created: "2020-02-01T08:00:00Z",
      Resolved: "2020-02-03T08:00:00Z",
      Requestor: [{ id: "abuse@isp.example", type: "user" }],
      CustomFields: [{ id: "1", name: "Severity", values: ["High"] }],
      Transactions: [
        {
          Type: "Create",
          Creator: { id: "abuse@isp.example" },
          Created: "2020-02-01T08:00:00Z",
          Attachments: [
            {
              ContentType: "text/plain",
              Content: Buffer.from("Your host scans us, né.").toString("base64"),
              MessageId: "x@isp.example",
            },
          ],
        },
        { Type: "Status", Creator: { id: "root" }, Created: "2020-02-02T08:00:00Z" },
        { Type: "Comment", Creator: { id: "root" }, Created: "2020-02-02T08:00:00Z", Content: "Called them." },
      ],
    },
    {
      id: 1235,
      Subject: "Waits",
      Status: "stalled",
      Created: "2020-02-05T08:00:00Z",
      Resolved: "1970-01-01T00:00:00Z",
    },
  ];
  const { id, rows } = await bring(rt.map((ticket) => JSON.stringify(ticket)).join("\n"), "rtir.json", "RTIR");
  expect(rows.map(({ outcome, number }) => [outcome, number])).toEqual([
    ["made", "1234"],
    ["made", "1235"],
  ]);
  const made = await casesOf(id);
  expect(made).toMatchObject([
    { status: "closed", severity: "high", opened: "2020-02-01T08:00", closed: "2020-02-03T08:00" },
    { status: "waiting", closed: null },
  ]);
  const { messages } = await readOldOfCase(as(lead), made[0]?.id ?? "");
  expect(messages.map(({ kind, sender, body }) => [kind, sender, body])).toEqual([
    ["correspondence", "abuse@isp.example", "Your host scans us, né."],
    ["comment", "root", "Called them."],
  ]);
  // The spreadsheet of RT's search, tab-separated, in its own way of writing times.
  const tsv =
    "id\tSubject\tStatus\tRequestors\tCreated\tResolved\n9\tOld one\tresolved\ta@b.example\tFri Mar 01 14:30:00 2019\tNot set\n";
  const sheet = await bring(tsv, "Results.tsv", "RTIR");
  expect(await casesOf(sheet.id)).toMatchObject([
    { title: "Old one", opened: "2019-03-01T14:30", closed: "2019-03-01T14:30" },
  ]);
});

test("what is no file of tickets is refused in words and leaves nothing; a preview is forgotten with its bytes", async () => {
  await expect(take("{ not json", "x.json", "X")).rejects.toMatchObject({
    fields: [{ path: "file", message: "line 1: expected a ticket as JSON" }],
  });
  await expect(take("", "x.csv", "X")).rejects.toMatchObject({ fields: [{ path: "file" }] });
  const preview = await take(csv, "x.csv", "X");
  await forgetOldImport(as(lead), preview.id);
  expect(await world.owner`select 1 from old_imports where id = ${preview.id}`).toHaveLength(0);
});

/** Everything that the database holds beside the log, the import's own rows and the notes of what the charts count anew, by table. */
async function everything(): Promise<Record<string, string>> {
  const tables = await world.owner<
    { name: string }[]
  >`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and c.relname not like 'audit_%' and c.relname not in ('old_imports', 'old_import_rows', 'chart_touched') order by 1`;
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await world.owner.unsafe<{ sum: string }[]>(
      `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t`,
    );
    sums[name] = row?.sum ?? "";
  }
  return sums;
}

test("an import goes again exactly; where somebody worked on one of its cases nothing goes, and the case is named", async () => {
  await openCase(as(lead), { reportIds: [(await addReport(world, cert)).id] });
  const before = await everything();
  const { id } = await bring(csv, "again.csv", "Another system");
  expect(await everything()).not.toEqual(before);
  const [first] = await casesOf(id);
  const version = async () =>
    (await world.owner<{ version: number }[]>`select version from old_imports where id = ${id}`)[0]?.version ?? 0;
  await changeCase(as(lead), { caseId: first?.id ?? "", version: 1, title: "Worked on" } as Parameters<
    typeof changeCase
  >[1]).catch(() => {});
  await world.owner`insert into case_links (id, case_id, other_id, kind, created_at) select gen_random_uuid(), ${first?.id ?? ""}, k.id, 'related', now() from cases k where k.old_import_id is null limit 1`;
  const [named] = await world.owner`select reference from cases where id = ${first?.id ?? ""}`;
  await expect(undoOldImport(as(lead), id, { version: await version(), reason: "Wrong file" })).rejects.toMatchObject({
    words: "old-work.refusal.worked_on",
    fields: [{ path: named?.["reference"] }],
  });
  expect((await casesOf(id)).length).toBe(2);
  await world.owner`delete from case_links where case_id = ${first?.id ?? ""}`;
  await world.owner`delete from case_timeline where case_id = ${first?.id ?? ""} and kind <> 'old_work'`;
  await world.owner`update cases set version = 1 where id = ${first?.id ?? ""}`;
  expect(await undoOldImport(as(lead), id, { version: await version(), reason: "Wrong file" })).toMatchObject({
    state: "undone",
    undoReason: "Wrong file",
  });
  expect(await everything()).toEqual(before);
});

test("a worker that dies goes on where it stopped", async () => {
  const many = `id,title,created\n${Array.from({ length: 160 }, (_, at) => `${at + 1},Ticket ${at + 1},2018-01-01`).join("\n")}\n`;
  const { id, version } = await take(many, "many.csv", "Many");
  await startOldImport(as(lead), id, { version });
  // Dies in the second step.
  const dying = job();
  let steps = 0;
  const inner = dying.db;
  const broken = {
    ...dying,
    now: () =>
      steps++ > 700
        ? (() => {
            throw new Error("killed");
          })()
        : dying.clock.now(),
    db: inner,
  };
  await expect(bringIn(broken, { importId: id })).rejects.toThrow("killed");
  const [half] = await world.owner<{ n: number }[]>`select count(*)::int as n from cases where old_import_id = ${id}`;
  expect(half?.n).toBeGreaterThan(0);
  expect(half?.n).toBeLessThan(160);
  await bringIn(job(), { importId: id });
  const [all] =
    await world.owner`select count(*)::int as cases, count(distinct n.number)::int as numbers from cases k join old_numbers n on n.case_id = k.id where k.old_import_id = ${id}`;
  expect(all).toEqual({ cases: 160, numbers: 160 });
});
