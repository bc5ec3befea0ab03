// Twenty times kill -9 under load, after which every receipt given still opens its report.
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
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
