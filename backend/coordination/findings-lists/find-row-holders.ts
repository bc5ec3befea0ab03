// Whose each row of a findings list was at its own time, as the register's claims say.
import type { Tx } from "../../platform/db/index.ts";
import type { HolderFinder } from "../../registry/index.ts";
import type { ReadFinding, RefusedFinding } from "./read-finding.ts";

export interface PlacedRow {
  line: number;
  read: ReadFinding | RefusedFinding;
  isRepeated: boolean;
}

export interface Holder {
  id: string;
  isDisputed: boolean;
}

/** Line to holder, each row asked for its own time; the most specific claim wins. */
export async function holdersOf(
  tx: Tx,
  rows: readonly PlacedRow[],
  finder: HolderFinder,
): Promise<Map<number, Holder>> {
  const byTime = new Map<number, { line: number; read: ReadFinding }[]>();
  for (const { line, read } of rows) {
    if (!read.ok) continue;
    const time = read.at.getTime();
    byTime.set(time, [...(byTime.get(time) ?? []), { line, read }]);
  }
  const holders = new Map<number, Holder>();
  for (const [time, some] of byTime) {
    // At most so many hosts are answered in one question.
    for (let from = 0; from < some.length; from += 200) {
      const asked = some.slice(from, from + 200);
      const found = await finder.find(tx, {
        addresses: [...new Set(asked.filter(({ read }) => read.isIp).map(({ read }) => read.address))],
        hosts: [...new Set(asked.filter(({ read }) => !read.isIp).map(({ read }) => read.address))],
        foldedText: "",
        at: new Date(time),
      });
      const first = new Map<string, Holder>();
      for (const one of found)
        if (!first.has(one.value)) first.set(one.value, { id: one.constituentId, isDisputed: one.isDisputed ?? false });
      for (const { line, read } of asked) {
        const holder = first.get(read.address);
        if (holder) holders.set(line, holder);
      }
    }
  }
  return holders;
}
