// What the desk's one search costs over a million reports and a hundred thousand cases: rare and common words, beginnings, phrases, mistakes, values and ranges, beside a bare look at the words' index.
import { listQueue } from "../../backend/reporting/list-queue.ts";
import { QueueQuery } from "../../backend/reporting/lists/model.ts";
import { search } from "../../backend/reporting/search/search.ts";
import { measure, ms } from "./lists.ts";
import { type ListsWorld, withListsWorld } from "./lists-world.ts";

/** The desk's promise, at the server. */
const mostMs = 300;

export async function benchSearch(print: (line: string) => void): Promise<void> {
  await withListsWorld(print, async (world) => await measureSearch(world, print));
}

async function measureSearch({ ctx, owner, size }: ListsWorld, print: (line: string) => void): Promise<void> {
  const asked: Record<string, string> = {
    "a rare word": "mot4242",
    "a common word": "banque",
    "a common word in Mongolian, typed with v": "хvлээн",
    "two common words": "message banque",
    "the beginning of many words": "kan",
    "a phrase": '"message étrange"',
    "a reference": "TG-777777",
    "a word with a mistake": "compte mobille",
    "a whole value": "https://pay77.kanaga77.example/code",
    "a defanged domain": "kanaga77[.]example",
    "what stands in a million values": "example",
    "an address": "10.2.2.2",
    "a wide range": "10.0.0.0/8",
    "a narrow range": "10.2.2.0/24",
    "what is nowhere": "zzqqxxyyww",
  };
  const bare = await measure(
    async () => await owner`select id from search_texts where kind = 'report' and words @@ 'mot4242'::tsquery limit 20`,
  );
  print(
    `${size.reports} reports, ${size.cases} cases; a bare look at the words' index: p50 ${ms(bare.p50)}, p95 ${ms(bare.p95)}`,
  );
  const late: string[] = [];
  for (const [name, text] of Object.entries(asked)) {
    const found = await search(ctx, { text });
    const took = await measure(async () => await search(ctx, { text }));
    const list = await measure(async () => await listQueue(ctx, QueueQuery.parse({ view: "all", text })));
    print(
      `${name} (${text}): p50 ${ms(took.p50)}, p95 ${ms(took.p95)}; as a list p50 ${ms(list.p50)}, p95 ${ms(list.p95)}; ` +
        `${found.reports.count} reports, ${found.cases.count} cases, ${found.values.count} values${found.reports.isAlike ? ", alike" : ""}`,
    );
    if (Math.max(took.p50, list.p50) > mostMs) late.push(`${name} (${ms(Math.max(took.p50, list.p50))})`);
  }
  if (late.length > 0) throw new Error(`over ${mostMs} ms: ${late.join(", ")}`);
}
