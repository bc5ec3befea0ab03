// Twenty times kill -9 under load, after which every receipt given still opens its report; and once in the middle of a file.
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { pieceType } from "../../../backend/intake/uploads/wire/model.ts";
import { makeDataDir, startServer } from "../../support/server.ts";
import { readByReceipt, runKillLoop } from "./kill-loop.ts";

test("twenty kills under load lose no report whose receipt was given", async () => {
  const { promised, server } = await runKillLoop(20, 60);
  try {
    expect(promised.length).toBeGreaterThanOrEqual(20 * 60);
    for (const [index, one] of promised.entries()) {
      const source = `11.${Math.floor(index / 250)}.${index % 250}.1`;
      expect(await readByReceipt(server.url, one.receipt, source)).toEqual({
        reference: one.reference,
        description: one.description,
      });
    }
  } finally {
    await server.stop();
    rmSync(dirname(server.dataDir), { recursive: true, force: true });
  }
}, 900_000);

test("killed with the database in the middle of a file, the server goes on where the file was, and has it whole and once", async () => {
  const dataDir = makeDataDir();
  let server = await startServer({ dataDir });
  const tus = { "tus-resumable": "1.0.0" };
  const offsetOf = async (path: string): Promise<number> =>
    Number(
      (await fetch(server.url + path, { method: "HEAD", headers: tus })).headers.get("upload-offset") ?? Number.NaN,
    );
  try {
    const handed = await fetch(`${server.url}/suspicious`, {
      method: "POST",
      body: new URLSearchParams({ message: "a server that dies" }),
      headers: { accept: "application/json" },
    });
    const { grant, receipt } = (await handed.json()) as { grant: string; receipt: string };
    const bytes = randomBytes(2_000_000);
    const begun = await fetch(`${server.url}/uploads`, {
      method: "POST",
      headers: { ...tus, "upload-grant": grant, "upload-length": String(bytes.length) },
    });
    const path = begun.headers.get("location") ?? "";
    const send = async (offset: number, body: BodyInit): Promise<number> =>
      (
        await fetch(server.url + path, {
          method: "PATCH",
          body,
          headers: { ...tus, "content-type": pieceType, "upload-offset": String(offset) },
          ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
        })
      ).status;
    // A slow line: a part has left, the rest would take for ever.
    const slow = new ReadableStream<Uint8Array>({
      start: (line) => line.enqueue(new Uint8Array(bytes.subarray(0, 700_000))),
    });
    const cut = send(0, slow).catch(() => 0);
    while (!((await offsetOf(path)) > 0)) await sleep(20);
    const database = server.databasePid();
    process.kill(-(server.process.pid ?? 0), "SIGKILL");
    if (database) process.kill(database, "SIGKILL");
    await cut;
    server = await startServer({ dataDir });
    const kept = await offsetOf(path);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThanOrEqual(700_000);
    expect(await send(kept, new Uint8Array(bytes.subarray(kept)))).toBe(204);
    const opened = await fetch(`${server.url}/api/v1/receipts/open`, {
      method: "POST",
      body: JSON.stringify({ receipt }),
      headers: { "content-type": "application/json" },
    });
    const { token } = (await opened.json()) as { token: string };
    const report = await fetch(`${server.url}/api/v1/receipts/report`, { headers: { "receipt-token": token } });
    expect(((await report.json()) as { files: { size: number }[] }).files.map(({ size }) => size)).toEqual([2_000_000]);
    const sums = readdirSync(join(dataDir, "objects"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        createHash("sha256")
          .update(readFileSync(join(entry.parentPath, entry.name)))
          .digest("hex"),
      );
    expect(sums).toContain(createHash("sha256").update(bytes).digest("hex"));
  } finally {
    await server.stop();
    rmSync(dirname(dataDir), { recursive: true, force: true });
  }
}, 300_000);
