// A receipt is a promise: killed under load, started again, every receipt opens its report and every repeat gets its first answer.
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type KillLoop, readByReceipt, runKillLoop, submit } from "./kill-loop.ts";

let loop: KillLoop | undefined;
afterAll(async () => {
  await loop?.server.stop();
  if (loop) rmSync(dirname(loop.server.dataDir), { recursive: true, force: true });
});

test("after kill -9 under load every receipt given opens its report, and nothing sent again is there twice", async () => {
  loop = await runKillLoop(2, 25);
  const { promised, unanswered, server } = loop;
  expect(new Set(promised.map((one) => one.reference)).size).toBe(promised.length);
  for (const [index, one] of promised.entries()) {
    const source = `11.${Math.floor(index / 200)}.${index % 200}.1`;
    expect(await readByReceipt(server.url, one.receipt, source)).toEqual({
      reference: one.reference,
      description: one.description,
    });
    expect(await submit(server.url, one.key, one.description, source)).toEqual({
      reference: one.reference,
      receipt: one.receipt,
    });
  }
  const known = new Set(promised.map((one) => one.reference));
  for (const [index, one] of unanswered.entries()) {
    const answer = await submit(server.url, one.key, one.description, `12.0.${index % 250}.1`);
    expect(known.has(answer.reference)).toBe(false);
    known.add(answer.reference);
  }
}, 120_000);

test("the sender's address and agent are nowhere in the data folder or the output of a running installation", async () => {
  const { server } = loop!;
  const address = "203.0.113.231";
  const agent = "agent-4f1c9a77";
  const form = new URLSearchParams({ x: "1" });
  await fetch(`${server.url}/api/v1/reports`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": address,
      "user-agent": agent,
      cookie: `c=${agent}`,
    },
    body: JSON.stringify({ description: "unseen words" }),
  });
  // A refused one too: refusals are what gets logged most easily.
  await fetch(`${server.url}/api/v1/reports`, {
    method: "POST",
    headers: { "x-forwarded-for": address, "user-agent": agent },
    body: form,
  });
  const folder = server.dataDir;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  const everything = files
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");
  expect(everything).toContain("unseen words");
  for (const mark of [address, agent]) expect(everything + server.output()).not.toContain(mark);
});
