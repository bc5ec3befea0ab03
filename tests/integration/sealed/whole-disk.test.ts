// Root and the disk together: a running installation takes a name in confidence and an anonymous report; then everything that the machine has is searched and tried.
import { hkdfSync } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { dirname, join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportContext, SealedName } from "../../../backend/intake/sealed/model.ts";
import { openKeyWith, openText } from "../../../backend/platform/sealing/index.ts";
import { type Keeper, openCustody } from "../../support/custody.ts";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";
import { type MailSink, sendTo, startMailSink } from "../coordination/support.ts";
import { dumpOf, telltale, witness } from "./support.ts";

let server: RunningServer;
let sink: MailSink;
let owner: postgres.Sql;
let keepers: { custodian: Keeper; escrow: Keeper };
const escrowFile = join(dirname(makeDataDir()), "escrow");
/** The anonymous reporter's own address and browser; the loopback has many addresses. */
const stranger = { address: "127.83.61.47", agent: "StrangeBrowser/7.31 (unmistakable)" };

beforeAll(async () => {
  sink = await startMailSink();
  server = await startServer({ env: { MAIL_URL: sink.url, MAIL_FROM: "CERT <cert@example.org>", LOG_LEVEL: "debug" } });
  const known = JSON.parse(readFileSync(join(server.dataDir, "run", "database.json"), "utf8")) as Record<
    string,
    string
  >;
  const password = readFileSync(join(server.dataDir, "secrets", "database-owner"), "utf8").trim();
  owner = postgres({ host: known["socketDir"]!, user: known["user"]!, database: known["database"]!, password, max: 2 });
  keepers = await openCustody({ owner } as never);
  // The escrow of this installation is one that the command made, in three parts.
  const made = await runToguna(["escrow", "make", escrowFile, "--split"]);
  if (made.code !== 0) throw new Error(made.stderr);
  const publicKey = Buffer.from(made.stdout.split("\n")[0] ?? "", "base64url");
  await owner`update unlocking_keys set public_key = ${publicKey} where id = ${keepers.escrow.keyId}`;
}, 180_000);
afterAll(async () => {
  await owner?.end();
  await server?.stop();
  if (server) rmSync(dirname(server.dataDir), { recursive: true, force: true });
  rmSync(dirname(escrowFile), { recursive: true, force: true });
});

/** One browser without script: follows its redirects, keeps its cookies, comes from its own address. */
function openVisitor(from: { address: string; agent: string }) {
  const cookies = new Map<string, string>();
  const ask = async (
    method: string,
    path: string,
    form?: Record<string, string>,
  ): Promise<{ path: string; body: string }> => {
    const body = form ? new URLSearchParams(form).toString() : undefined;
    const answer = await new Promise<{
      status: number;
      headers: Record<string, string | string[] | undefined>;
      text: string;
    }>((resolve, reject) => {
      const sent = request(
        new URL(path, server.url),
        {
          method,
          localAddress: from.address,
          lookup: (_host, options, done) =>
            options.all
              ? done(null, [{ address: "127.0.0.1", family: 4 }] as never)
              : done(null, "127.0.0.1" as never, 4),
          headers: {
            "user-agent": from.agent,
            cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join("; "),
            origin: server.url,
            ...(body
              ? { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) }
              : {}),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0/i.test(line)) cookies.delete(key);
      else cookies.set(key, value);
    }
    if (answer.status >= 500 || answer.status === 403)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.status >= 300 && answer.status < 400
      ? await ask("GET", String(answer.headers["location"]))
      : { path, body: answer.text };
  };
  /** Answers page after page until all are there, then sends. @returns the page with the receipt. */
  const tell = async (flow: string, answers: Record<string, Record<string, string>>): Promise<string> => {
    let at = await ask("GET", `/report/${flow}`);
    for (let pages = 0; pages < 30 && !at.path.includes("/check"); pages++) {
      const question = /action="\/report\/[a-z]+\/([A-Za-z]+)"/.exec(at.body)?.[1] ?? "";
      at = await ask("POST", `/report/${flow}/${question}`, answers[question] ?? {});
    }
    return (await ask("POST", `/report/${flow}/send`, {})).body;
  };
  return { ask, tell };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);

/** The cluster itself, also where it lies beside the data folder because its user cannot reach that. */
const clusterOf = async (): Promise<string> => {
  const [row] = await owner<{ data_directory: string }[]>`select current_setting('data_directory') as data_directory`;
  return row!.data_directory;
};

/** Everything that the machine keeps: rows, files of the database with its write-ahead log, secrets, logs. */
async function everything(): Promise<Map<string, Buffer>> {
  await owner`checkpoint`;
  const found = new Map<string, Buffer>([
    ["rows", Buffer.from(await dumpOf({ owner }))],
    ["log", Buffer.from(server.output())],
  ]);
  for (const path of new Set([...filesIn(server.dataDir), ...filesIn(await clusterOf())]))
    found.set(path, readFileSync(path));
  return found;
}

/** How a text may stand in a file: in UTF-8, in UTF-16, in base64 at any offset, in hexadecimal. */
function formsOf(text: string): Buffer[] {
  const plain = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), plain])
      .toString("base64")
      .slice(shift === 0 ? 0 : 4, -4),
  );
  return [
    plain,
    Buffer.from(text, "utf16le"),
    ...base64.map((one) => Buffer.from(one)),
    Buffer.from(plain.toString("hex")),
  ];
}

async function search(words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const [place, bytes] of await everything())
    for (const word of words)
      if (formsOf(word).some((form) => form.length >= 6 && bytes.includes(form))) found.push(`${word} in ${place}`);
  return found;
}

describe("a name in confidence", () => {
  let reportId = "";
  let reference = "";

  test("told page by page in the form, and again over the API, stands nowhere on the machine, nor in its write-ahead log", async () => {
    const visitor = openVisitor({ address: "127.0.0.9", agent: "Phone" });
    const { contact, safeChannel } = witness;
    const page = await visitor.tell("citizen", {
      who: { who: "me" },
      what: { what: "threat" },
      demand: { demand: "no" },
      started: { started: "today" },
      story: { story: "Somebody threatens me, ref. marigold." },
      reply: { reply: "mail" },
      byMail: { email: contact.email, name: contact.name },
      safe: { safe: "other", confidence: "routed" },
      safeChannel: { safeChannel },
    });
    expect(page).toContain("data-receipt");
    const answer = await fetch(`${server.url}/api/v1/reports`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "3d1f6c3e-6a53-4d1c-9f0a-6f2f6a1f4b11" },
      body: JSON.stringify({ description: "Told by API, ref. marigold.", ...witness, isConfidential: true }),
    });
    expect(answer.status).toBe(201);
    const rows = await owner<
      { id: string; reference: string; routable: boolean }[]
    >`select r.id, r.reference, i.is_routable as routable
      from reports r join report_identities i on i.report_id = r.id order by r.received_at`;
    expect(rows.map(({ routable }) => routable)).toEqual([true, false]);
    ({ id: reportId, reference } = rows[0]!);
    // The jobs of both reports have run, and what a person typed and did not send is there too.
    const half = openVisitor({ address: "127.0.0.9", agent: "Phone" });
    await half.ask("GET", "/report/vulnerability");
    await half.ask("POST", "/report/vulnerability/product", { product: "A portal of Griselda Thornfeather" });
    await eventually(async () => (await owner`select 1 from graphile_worker._private_jobs`).length === 0, 60_000);
    expect(await search(["marigold"])).not.toEqual([]);
    expect(await search(telltale)).toEqual([]);
  }, 180_000);

  test("no secret, no row and no bytes of the machine open it; the custodian's key and two parts of the escrow do", async () => {
    const sealed = await owner<
      { id: string; ciphertext: Buffer }[]
    >`select report_id as id, ciphertext from sealed_identities`;
    const keys = await owner<
      { id: string; kind: string; sealedKey: Buffer }[]
    >`select k.report_id as id, u.kind, k.sealed_key as "sealedKey"
      from sealed_identity_keys k join unlocking_keys u on u.id = k.key_id`;
    expect([sealed.length, keys.length]).toEqual([2, 4]);
    /** Every 32 bytes that could be a key: secrets and what is derived of them, each bytea of a row, whole and in parts. */
    const tries = new Map<string, Buffer>();
    const put = (bytes: Buffer): void => {
      for (let at = 0; at + 32 <= Math.min(bytes.length, 4096); at += bytes.length <= 128 ? 4 : 32) {
        const part = bytes.subarray(at, at + 32);
        tries.set(part.toString("hex"), part);
      }
    };
    const secrets = filesIn(join(server.dataDir, "secrets"));
    expect(secrets.length).toBeGreaterThan(4);
    for (const path of secrets) {
      const key = Buffer.from(readFileSync(path, "utf8").trim(), "hex");
      put(key);
      for (const purpose of ["routing-address", "drafts", "idempotency-key", "mail", "receipts", "proof-of-work"])
        put(Buffer.from(hkdfSync("sha256", key, "", `toguna/${purpose}`, 32)));
    }
    const columns = await owner<{ table: string; column: string }[]>`select table_name as table, column_name as column
      from information_schema.columns where table_schema = 'public' and data_type = 'bytea'`;
    for (const { table, column } of columns)
      for (const row of await owner.unsafe<{ bytes: Buffer | null }[]>(`select "${column}" as bytes from "${table}"`))
        if (row.bytes) put(Buffer.from(row.bytes));
    expect(tries.size).toBeGreaterThan(100);
    const opens = async (candidate: Uint8Array): Promise<number> => {
      let opened = 0;
      for (const { id, ciphertext } of sealed) {
        const tell = async (key: Uint8Array): Promise<void> => {
          const text = await openText(key, ciphertext, reportContext(id)).catch(() => undefined);
          if (text !== undefined) opened++;
        };
        await tell(candidate);
        for (const one of keys.filter((key) => key.id === id))
          await openKeyWith(candidate, one.sealedKey, reportContext(id)).then(tell, () => {});
      }
      return opened;
    };
    let openedByMachine = 0;
    for (const candidate of tries.values()) openedByMachine += await opens(candidate);
    expect(openedByMachine).toBe(0);
    // The same trial finds the right key where it is given.
    expect(await opens(keepers.custodian.privateKey)).toBe(2);
  }, 180_000);

  test("the escrow opens it offline with two of its three parts, not with one, and the taking out is listed", async () => {
    const out = join(dirname(escrowFile), "sealed.json");
    const refused = await runToguna([
      "escrow",
      "export",
      reference,
      out,
      "--reason",
      "short",
      "--data",
      server.dataDir,
    ]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("10 characters")]);
    const why = "Every custodian's key is lost; the board decided on 22 November.";
    const exported = await runToguna(["escrow", "export", reference, out, "--reason", why, "--data", server.dataDir]);
    expect([exported.code, exported.stderr]).toEqual([0, ""]);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    for (const word of telltale) expect(readFileSync(out, "utf8")).not.toContain(word);
    const again = await runToguna(["escrow", "export", reference, out, "--reason", why, "--data", server.dataDir]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("nothing was overwritten")]);

    const open = async (...files: string[]) =>
      await runToguna(["escrow", "open", out, ...files.flatMap((file) => ["--key", file])], {
        env: { DATABASE_URL: "", TOGUNA_DATA: "/nowhere" },
      });
    expect(await open(`${escrowFile}.1`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("one part opens nothing") as string,
    });
    const twice = await open(`${escrowFile}.1`, `${escrowFile}.1`);
    expect([twice.code, twice.stdout]).toEqual([1, ""]);
    for (const pair of [
      [1, 2],
      [3, 1],
    ]) {
      const opened = await open(...pair.map((part) => `${escrowFile}.${part}`));
      expect([opened.code, opened.stderr]).toEqual([0, ""]);
      expect(opened.stdout).toContain(`${reference}\nname: ${witness.contact.name}\nemail: ${witness.contact.email}\n`);
      expect(opened.stdout).toContain(`safeChannel: ${witness.safeChannel}`);
    }
    // A file of another report, or one that was changed, opens nothing and says so.
    const sealed = JSON.parse(readFileSync(out, "utf8")) as Record<string, unknown>;
    writeFileSync(`${out}.other`, JSON.stringify({ ...sealed, reportId: "another" }));
    const other = await runToguna([
      "escrow",
      "open",
      `${out}.other`,
      "--key",
      `${escrowFile}.1`,
      "--key",
      `${escrowFile}.2`,
    ]);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("belongs to another report")]);
    const [opening] = await owner`select way, person_id, reason from identity_openings where report_id = ${reportId}`;
    expect(opening).toEqual({ way: "escrow", person_id: null, reason: why });
    const [row] =
      await owner`select actor_kind, actor_id from audit_log where action = 'report.export_sealed_identity'`;
    expect(row).toEqual({ actor_kind: "system", actor_id: "console" });
    expect(Object.keys(SealedName.shape)).toContain("relation");
  }, 120_000);

  test("the mailer alone writes to the address that was allowed, from a null path; a reply is taken without its sender", async () => {
    const words = "We need one more thing from you.";
    const messageId = "01900000-0000-7000-8000-00000000abcd";
    // As the desk's answer leaves it: a notice to an address that the row does not name.
    await owner`insert into messages (id, report_id, direction, channel, body, at) values (${messageId}, ${reportId}, 'to_reporter', 'receipt', ${words}, now())`;
    await owner`insert into outgoing_mails (id, cause, kind, report_id, message_id, to_address, is_routed, language, subject, body, created_at)
      values (${messageId}, 'message:x', 'answer_waits', ${reportId}, '<waits@example.org>', '', true, 'fr', 'Une réponse', 'Elle attend.', now())`;
    await owner`select graphile_worker.add_job('coordination:send_mail', json_build_object('mailId', ${messageId}::text))`.catch(
      async () =>
        await owner`select graphile_worker.add_job('coordination.send_mail', json_build_object('mailId', ${messageId}::text))`,
    );
    expect(await eventually(() => sink.mails.length === 1, 60_000)).toBe(true);
    const [mail] = sink.mails;
    expect([mail!.from, mail!.to]).toEqual(["", [witness.safeChannel]]);
    expect(mail!.raw).not.toContain(words);
    expect(mail!.raw).not.toMatch(/^reply-to:/im);
    await eventually(async () => (await owner`select 1 from outgoing_mails where state = 'sent'`).length === 1, 30_000);

    await sendTo(server.smtpPort, {
      from: `${witness.contact.name} <${witness.contact.email}>`,
      to: "cert@example.org",
      subject: "Re: marigold",
      text: "Here it is: the meeting was on Monday.",
      inReplyTo: "<waits@example.org>",
      messageId: "<reply@verysecret.example>",
    });
    const said = async () =>
      await owner`select body, from_address from messages where report_id = ${reportId} and direction = 'from_reporter'`;
    expect(await eventually(async () => (await said()).length === 1, 60_000)).toBe(true);
    expect([...(await said())]).toEqual([{ body: "Here it is: the meeting was on Monday.", from_address: null }]);
    await eventually(async () => (await owner`select 1 from incoming_mails where kind = 'reply'`).length === 1, 30_000);
    const [incoming] = await owner`select envelope_from, from_address, subject, message_id from incoming_mails`;
    expect(incoming).toEqual({ envelope_from: "", from_address: "", subject: "", message_id: null });
    expect(await owner`select 1 from report_files where report_id = ${reportId}`).toHaveLength(0);
    // What is left is the database's own past (its write-ahead log), which the mail passed through; no row, file or log has it.
    const dump = (await dumpOf({ owner })).toLowerCase();
    const files = filesIn(server.dataDir).filter((path) => !path.includes(`${join(server.dataDir, "postgres")}`));
    for (const word of telltale) {
      expect([word, dump.includes(word.toLowerCase())]).toEqual([word, false]);
      for (const path of files) expect([word, path, readFileSync(path).includes(word)]).toEqual([word, path, false]);
      expect(server.output()).not.toContain(word);
    }
  }, 180_000);
});

test("an anonymous report holds nothing to open: the address and browser it came from are in no row, no file and no log", async () => {
  const visitor = openVisitor(stranger);
  const page = await visitor.tell("citizen", {
    who: { who: "me" },
    what: { what: "money" },
    paid: { paid: "cash" },
    started: { started: "today" },
    story: { story: "Told by nobody, ref. periwinkle." },
    reply: { reply: "receipt" },
  });
  expect(page).toContain("data-receipt");
  const receipt = /data-receipt="([\d ]+)"/.exec(page)?.[1] ?? "";
  // Coming back, failing, and asking for what is not there leave no trace either.
  await visitor.ask("POST", "/receipt", { receipt });
  await visitor.ask("POST", "/receipt", { receipt: "0000 0000 0000 0000 0000" });
  await visitor.ask("GET", "/no/such/page");
  await eventually(async () => (await owner`select 1 from graphile_worker._private_jobs`).length === 0, 60_000);
  const [row] =
    await owner`select is_anonymous, (select count(*)::int from report_identities i where i.report_id = r.id) as identities,
    (select count(*)::int from sealed_identities s where s.report_id = r.id) as sealed from reports r where description like '%periwinkle%'`;
  expect(row).toEqual({ is_anonymous: true, identities: 0, sealed: 0 });
  expect(await search(["periwinkle"])).not.toEqual([]);
  const number = Buffer.from(stranger.address.split(".").map(Number));
  expect(await search([stranger.address, stranger.agent, "StrangeBrowser", `::ffff:${stranger.address}`])).toEqual([]);
  expect(server.output()).not.toContain(number.toString("hex"));
}, 180_000);
