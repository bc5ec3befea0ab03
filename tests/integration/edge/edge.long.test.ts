// The same bundle under wrangler and plain workerd: many reports through days in which the core is away and the edge falls over; form and receipts under a flood.
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { fetchFromEdges, openReceipt } from "../../../backend/intake/index.ts";
import { formatReceipt } from "../../../backend/intake/receipts/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { type Edge, keyOf, makeEdge, postSealed, sealedReport, workerdVersion } from "../../support/edge.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

const isHere = workerdVersion() !== undefined;
const visitor = { address: "192.0.2.8", isExempt: true };
let edge: Edge | undefined;

function coreOf(server: WebServer, url: string): Context {
  const system = server.world.context({ kind: "system", job: "edge.fetch" });
  return { ...system, config: { ...system.config, edgeUrls: [url] } };
}

describe.skipIf(!isHere)("the edge for long", () => {
  afterEach(async () => {
    await edge?.stop();
    edge = undefined;
  });

  test.each(["wrangler", "workerd"] as const)(
    "under %s: of sixty reports in six bad spells none is lost and none arrives twice, while edge and core fall over in turn",
    async (under) => {
      const server = await startWebServer();
      edge = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under });
      await edge.start();
      const core = coreOf(server, edge.url);
      const key = await keyOf(edge.url);
      const receipts: string[] = [];
      const troubles: string[] = [];
      for (let spell = 0; spell < 6; spell++) {
        for (let at = 0; at < 10; at++) {
          const { item, secret } = await sealedReport(key, { description: `spell ${spell}, report ${at}` });
          const { locator } = (await (await postSealed(edge.url, item)).json()) as { locator: string };
          receipts.push(formatReceipt({ locator, secret }));
          // The answer was lost: the phone sends again.
          if (at % 3 === 0) await postSealed(edge.url, item);
        }
        if (spell % 2 === 0) {
          await edge.stop();
          troubles.push((await fetchFromEdges(core))[0]?.trouble ?? "none");
          await edge.start();
        }
        // Two workers of the core at once, as after a restart that overlaps.
        if (spell % 3 === 2) await Promise.all([fetchFromEdges(core), fetchFromEdges(core)]);
      }
      await fetchFromEdges(core);
      expect(troubles).toHaveLength(3);
      expect(troubles).not.toContain("none");
      const [row] = await server.world.owner<{ n: number; different: number }[]>`
        select count(*)::int as n, count(distinct description)::int as different from reports`;
      expect(row).toEqual({ n: 60, different: 60 });
      for (const receipt of receipts)
        expect(await openReceipt(server.world.context({ kind: "anonymous" }), receipt, visitor)).toBeDefined();
    },
    600_000,
  );

  test("under a flood of junk and of readers the form stays up, and a report that is handed in meanwhile arrives", async () => {
    const server = await startWebServer();
    const own = await makeEdge({ dataDir: server.world.dataDir, publicUrl: server.url }, { under: "workerd" });
    edge = own;
    await own.start();
    const key = await keyOf(own.url);
    let isOver = false;
    const statuses = new Map<string, number>();
    const note = (name: string): void => void statuses.set(name, (statuses.get(name) ?? 0) + 1);
    const flood = Array.from({ length: 40 }, async (_none, at) => {
      while (!isOver) {
        const response = await (at % 2 === 0
          ? fetch(`${own.url}/short`)
          : fetch(`${own.url}/sealed`, { method: "POST", body: `{"id":"${"0".repeat(at)}"}` })
        ).catch(() => undefined);
        note(`${at % 2 === 0 ? "form" : "junk"} ${response?.status ?? "none"}`);
        await response?.arrayBuffer();
      }
    });
    await sleep(2_000);
    const { item } = await sealedReport(key, { description: "in the middle of it" });
    expect((await postSealed(own.url, item)).status).toBe(202);
    await sleep(10_000);
    isOver = true;
    await Promise.all(flood);
    expect([...statuses.keys()].sort()).toEqual(["form 200", "junk 400"]);
    expect(await fetchFromEdges(coreOf(server, own.url))).toMatchObject([{ delivered: 1 }]);
  }, 300_000);
});
