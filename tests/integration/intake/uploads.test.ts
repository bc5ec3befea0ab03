// Files in pieces (tus 1.0.0): cut anywhere they go on where they were, arrive whole and once, and only where their sender has a right to.
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { Upload } from "tus-js-client";
import { beforeAll, describe, expect, test } from "vitest";
import { tidyIntake } from "../../../backend/intake/tidy.ts";
import { parseChecksum, parseMetadata } from "../../../backend/intake/uploads/model.ts";
import { pieceType } from "../../../backend/intake/uploads/wire/model.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

let server: WebServer;
const tus = { "tus-resumable": "1.0.0" };

interface Handed {
  grant: string;
  receipt: string;
  reportId: string;
}

/** A report as the portal's script hands it in: the answer brings the receipt and the right to send files. */
async function handIn(words: string): Promise<Handed> {
  const response = await fetch(`${server.url}/suspicious`, {
    method: "POST",
    body: new URLSearchParams({ message: words }),
    headers: { accept: "application/json" },
  });
  const { grant, receipt } = (await response.json()) as { grant: string; receipt: string };
  const [row] = await server.world.owner`select id from reports where description = ${words}`;
  return { grant, receipt, reportId: String(row?.["id"]) };
}

async function begin(grant: string, size: number, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(`${server.url}/uploads`, {
    method: "POST",
    headers: {
      ...tus,
      "upload-grant": grant,
      "upload-length": String(size),
      "upload-metadata": metadata({ filename: "journal d’été.log", filetype: "text/plain" }),
      ...headers,
    },
  });
}

const metadata = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");
const addressOf = (response: Response): string => server.url + (response.headers.get("location") ?? "");
const headOf = async (address: string): Promise<Response> => await fetch(address, { method: "HEAD", headers: tus });
const send = async (
  address: string,
  offset: number,
  body: Uint8Array<ArrayBuffer>,
  more: Record<string, string> = {},
): Promise<Response> =>
  await fetch(address, {
    method: "PATCH",
    body,
    headers: { ...tus, "content-type": pieceType, "upload-offset": String(offset), ...more },
  });

interface Kept {
  name: string;
  media_type: string;
  bytes: Buffer;
  object_id: string;
}
async function filesOf(reportId: string): Promise<Kept[]> {
  const rows = await server.world
    .owner`select name, media_type, object_id from report_files where report_id = ${reportId} order by added_at`;
  return await Promise.all(
    rows.map(async (row) => {
      const parts: Uint8Array[] = [];
      for await (const part of server.world.services.objects.read(String(row["object_id"])))
        parts.push(part as Uint8Array);
      return { ...row, bytes: Buffer.concat(parts) } as unknown as Kept;
    }),
  );
}
const partials = (): string[] => {
  const folder = join(server.world.dataDir, "uploads");
  return existsSync(folder) ? readdirSync(folder) : [];
};

/** A line that breaks: each connection is cut after so many bytes towards the server. */
async function cutLine(afterBytes: number): Promise<{ url: string; cuts(): number; close(): void }> {
  const target = new URL(server.url);
  let cuts = 0;
  const proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    let passed = 0;
    near.on("data", (chunk) => {
      passed += chunk.length;
      if (passed > afterBytes) {
        cuts++;
        near.destroy();
        // What passed is still handed over.
        far.destroySoon();
        return;
      }
      far.write(chunk);
    });
    far.on("data", (chunk) => near.write(chunk));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroySoon());
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cuts: () => cuts,
    close: () => proxy.close(),
  };
}

beforeAll(async () => {
  server = await startWebServer();
});

describe("a file in pieces", () => {
  test("cut in the middle again and again by a line that breaks, it goes on where it was and arrives whole, byte for byte, once, with triage and log", async () => {
    const { grant, reportId } = await handIn("a line that breaks every 300 kB");
    const bytes = randomBytes(1_500_000);
    const line = await cutLine(300_000);
    // The protocol's own client, as others wrote it, with one piece for the whole file.
    await new Promise<void>((resolve, reject) => {
      new Upload(bytes, {
        endpoint: `${line.url}/uploads`,
        headers: { "upload-grant": grant },
        metadata: { filename: "memoire.bin", filetype: "application/x-dump" },
        retryDelays: Array.from({ length: 40 }, () => 20),
        onSuccess: () => resolve(),
        onError: reject,
      }).start();
    });
    line.close();
    expect(line.cuts()).toBeGreaterThan(3);
    const files = await filesOf(reportId);
    expect(files.map(({ name, media_type }) => [name, media_type])).toEqual([["memoire.bin", "application/x-dump"]]);
    expect(files[0]?.bytes.equals(bytes)).toBe(true);
    expect(partials()).toEqual([]);
    // The road of all files: triage is told of it, and the log has it.
    const told = await server.world
      .owner`select 1 from graphile_worker._private_jobs where payload::text like ${`%report.amended%${reportId}%`}`;
    expect(told).toHaveLength(1);
    const log = await server.world
      .owner`select 1 from audit_log where object_id = ${reportId} and action = 'report.add'`;
    expect(log).toHaveLength(1);
  });

  test("what came before the line was cut is kept, and another place than the right one is refused with the right one", async () => {
    const { grant, reportId } = await handIn("a line that breaks once");
    const bytes = randomBytes(400_000);
    const address = addressOf(await begin(grant, bytes.length));
    const line = await cutLine(250_000);
    await send(address.replace(server.url, line.url), 0, bytes).catch(() => undefined);
    line.close();
    let offset = 0;
    for (let tries = 0; tries < 200 && offset === 0; tries++) {
      offset = Number((await headOf(address)).headers.get("upload-offset"));
      if (offset === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(offset).toBeGreaterThan(0);
    const wrong = await send(address, 0, bytes.subarray(0, 10));
    expect(wrong.status).toBe(409);
    for (;;) {
      offset = Number((await headOf(address)).headers.get("upload-offset"));
      const answer = await send(address, offset, bytes.subarray(offset)).catch(() => undefined);
      if (answer?.status === 204) break;
    }
    const head = await headOf(address);
    expect(head.headers.get("upload-offset")).toBe("400000");
    expect(head.headers.get("upload-length")).toBe("400000");
    expect(head.headers.get("cache-control")).toBe("no-store");
    expect((await filesOf(reportId)).map(({ name, bytes: kept }) => [name, kept.equals(bytes)])).toEqual([
      ["journal d’été.log", true],
    ]);
    // After it is whole it is the report's, and can neither grow nor be ended.
    expect((await send(address, 400_000, randomBytes(1))).status).toBe(409);
    expect((await fetch(address, { method: "DELETE", headers: tus })).status).toBe(404);
    expect(await filesOf(reportId)).toHaveLength(1);
  });

  test("two that send the same file at once do not write over each other, and it is there once", async () => {
    const { grant, reportId } = await handIn("two tabs at once");
    const bytes = randomBytes(600_000);
    const address = addressOf(await begin(grant, bytes.length));
    const drive = async (): Promise<void> => {
      for (;;) {
        const head = await headOf(address);
        const offset = Number(head.headers.get("upload-offset"));
        if (offset === bytes.length) return;
        // Who is at another place hears it before all of the piece was sent, or finds the line closed.
        await send(address, offset, bytes.subarray(offset, offset + 200_000)).catch(() => undefined);
      }
    };
    await Promise.all([drive(), drive(), drive()]);
    const files = await filesOf(reportId);
    expect(files).toHaveLength(1);
    expect(files[0]?.bytes.equals(bytes)).toBe(true);
  });

  test("a piece that a gateway changed is refused by its checksum, a file by its whole; nothing of them reaches the report", async () => {
    const { grant, reportId } = await handIn("a gateway that changes bytes");
    const bytes = randomBytes(5_000);
    const sum = createHash("sha256").update(bytes).digest();
    const address = addressOf(await begin(grant, bytes.length));
    const changed = Buffer.from(bytes);
    changed[77] = (changed[77] ?? 0) ^ 1;
    const checksum = { "upload-checksum": `sha256 ${sum.toString("base64")}` };
    expect((await send(address, 0, changed, checksum)).status).toBe(460);
    expect((await headOf(address)).headers.get("upload-offset")).toBe("0");
    expect((await send(address, 0, changed, { "upload-checksum": "md5 AAAA" })).status).toBe(400);
    expect((await send(address, 0, bytes, checksum)).status).toBe(204);
    const whole = await begin(grant, bytes.length, {
      "upload-metadata": metadata({ filename: "b.bin", sha256: sum.toString("hex") }),
    });
    expect((await send(addressOf(whole), 0, changed)).status).toBe(460);
    expect((await headOf(addressOf(whole))).status).toBe(404);
    expect(await filesOf(reportId)).toHaveLength(1);
    expect(partials()).toEqual([]);
  });

  test("without the receipt's right, past the limits, not of the protocol or unknown, nothing is begun, and the answer says what was expected", async () => {
    const { grant, receipt } = await handIn("limits");
    const other = `${grant.slice(0, -3)}AAA`;
    expect((await begin(other, 10)).status).toBe(401);
    expect((await begin("", 10)).status).toBe(401);
    const large = await begin(grant, 25_000_001);
    expect(large.status).toBe(413);
    expect(await large.text()).toContain("25000000");
    expect((await begin(grant, 10, { "upload-length": "ten" })).status).toBe(400);
    expect((await begin(grant, 10, { "upload-metadata": "filename !!" })).status).toBe(400);
    const old = await begin(grant, 10, { "tus-resumable": "0.2.2" });
    expect([old.status, old.headers.get("tus-version")]).toEqual([412, "1.0.0"]);
    const address = addressOf(await begin(grant, 10));
    expect((await send(address, 0, new Uint8Array(11))).status).toBe(413);
    expect(
      (await fetch(address, { method: "PATCH", body: "x", headers: { ...tus, "upload-offset": "0" } })).status,
    ).toBe(415);
    expect((await headOf(`${server.url}/uploads/${"A".repeat(43)}`)).status).toBe(404);
    // Four files of 25 MB are a report's 100 MB: the fifth is named, though none of them has arrived.
    // Asked for at one moment, too: what is about to be promised to one counts for who asks after.
    const greedy = await handIn("all at one moment");
    const asked = await server.world.owner.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtextextended(${`uploads ${greedy.reportId}`}, 0))`;
      await tx`insert into uploads (id, report_id, token_hash, name, media_type, size, begun_at, expires_at)
        select gen_random_uuid(), ${greedy.reportId}, sha256(n::text::bytea), n || '.bin', 'text/plain', 25000000, now(), now() + interval '1 hour' from generate_series(1, 4) n`;
      const asking = begin(greedy.grant, 25_000_000);
      await expect
        .poll(async () => await tx`select 1 from pg_locks where locktype = 'advisory' and not granted`, {
          timeout: 10_000,
        })
        .toHaveLength(1);
      return { asking };
    });
    expect((await asked.asking).status).toBe(413);
    for (let at = 0; at < 3; at++) expect((await begin(grant, 25_000_000)).status).toBe(201);
    const fifth = await begin(grant, 25_000_000);
    expect(fifth.status).toBe(413);
    expect(await fifth.text()).toContain("journal d’été.log");
    const spoken = await fetch(`${server.url}/uploads`, { method: "OPTIONS" });
    expect(spoken.headers.get("tus-extension")).toContain("checksum");
    // The token of an opened receipt is a right as well, for the API's people.
    const opened = await fetch(`${server.url}/api/v1/receipts/open`, {
      method: "POST",
      body: JSON.stringify({ receipt }),
      headers: { "content-type": "application/json" },
    });
    const { token } = (await opened.json()) as { token: string };
    const small = await begin("", 5, { "receipt-token": token, "content-type": pieceType });
    expect([small.status, small.headers.get("location")]).toEqual([
      201,
      expect.stringMatching(/^\/uploads\/[\w-]{43}$/),
    ]);
  });

  test("ended by its sender or left for a week, its bytes are erased; a gateway that lets only POST through is no obstacle", async () => {
    const { grant, reportId } = await handIn("left in the middle");
    const dropped = addressOf(await begin(grant, 100));
    const left = addressOf(await begin(grant, 100));
    for (const address of [dropped, left]) {
      const answer = await fetch(address, {
        method: "POST",
        body: new Uint8Array(40),
        headers: { ...tus, "x-http-method-override": "PATCH", "content-type": pieceType, "upload-offset": "0" },
      });
      expect([answer.status, answer.headers.get("upload-offset")]).toEqual([204, "40"]);
      expect(answer.headers.get("upload-expires")).toMatch(/GMT$/);
    }
    expect(partials().length).toBeGreaterThanOrEqual(2);
    expect((await fetch(dropped, { method: "DELETE", headers: tus })).status).toBe(204);
    expect((await headOf(dropped)).status).toBe(404);
    await server.world.owner`update uploads set expires_at = now() - interval '1 minute' where outcome is null`;
    expect((await headOf(left)).status).toBe(404);
    await tidyIntake(server.world.context({ kind: "system", job: "intake.tidy" }));
    expect(partials()).toEqual([]);
    expect(await server.world.owner`select 1 from uploads where outcome is null`).toEqual([]);
    expect(await filesOf(reportId)).toEqual([]);
  });
});

test("headers of any make are read or refused, never half understood", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ maxLength: 20 }), (name, type) => {
      const read = parseMetadata(metadata({ filename: name.toWellFormed(), filetype: type.toWellFormed() }));
      expect(read).toEqual({ name: name.toWellFormed(), mediaType: type.toWellFormed() });
    }),
    { numRuns: 40 },
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseMetadata(text);
      const checksum = parseChecksum(text);
      expect(checksum?.digest.length ?? 20).toBe(checksum?.algorithm === "sha256" ? 32 : 20);
    }),
    { numRuns: 40 },
  );
});
