// Extraction on the labelled cases beside ioc-extractor, and both over one text of their own words: how much is right, and how fast.
import { extractIOC } from "ioc-extractor";
import { extractObservables } from "#backend/triage/extract/index.ts";
import { cases, scoreOurs, scorePeers, scorePlaces, show } from "../support/score-extraction.ts";

/** Characters of text a second in the best of three rounds, in millions. */
function rate(text: string, run: (text: string) => unknown): number {
  const rounds = [0, 1, 2].map(() => {
    const startedAt = performance.now();
    run(text);
    return text.length / (performance.now() - startedAt) / 1_000;
  });
  return Math.max(...rounds);
}

export async function benchExtract(print: (line: string) => void): Promise<void> {
  print(`${cases.length} labelled cases, committed before the extractor`);
  print(show("ours, with kind, value and place", scorePlaces()));
  print(show("ours, by value", scoreOurs()));
  for (const { name, score } of scorePeers()) print(show(name, score));
  const text = cases
    .map((one) => one.text)
    .join("\n")
    .repeat(20);
  const ours = rate(text, (whole) => extractObservables(whole, { part: "description" }));
  const peer = rate(text, (whole) => extractIOC(whole));
  print(
    `${(text.length / 1e6).toFixed(1)} million characters: ours ${ours.toFixed(1)} M/s, ioc-extractor ${peer.toFixed(1)} M/s, ratio ${(ours / peer).toFixed(2)}`,
  );
  await Promise.resolve();
}
