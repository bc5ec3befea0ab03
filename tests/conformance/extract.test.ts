// Extraction against the labelled cases, beside ioc-extractor on the same cases: precision and recall of both are printed.
import { expect, test } from "vitest";
import {
  cases,
  extract,
  precision,
  recall,
  scoreOurs,
  scorePeers,
  scorePlaces,
  show,
} from "../support/score-extraction.ts";

test("there are at least 500 labelled cases, and every label's offsets cut out its own text", () => {
  expect(cases.length).toBeGreaterThanOrEqual(500);
  expect(new Set(cases.map((one) => one.id)).size).toBe(cases.length);
  for (const one of cases)
    for (const label of one.expected) expect(one.text.slice(label.start, label.end)).toBe(label.raw);
});

test("every label is found at its place with its value, and hardly anything else", () => {
  const score = scorePlaces();
  console.log(show("ours, with kind, value and place", score));
  expect(precision(score)).toBeGreaterThan(0.98);
  expect(recall(score)).toBeGreaterThan(0.98);
});

test("whose value it is agrees with the labels that say so", () => {
  let right = 0;
  let all = 0;
  for (const one of cases) {
    const found = extract(one);
    for (const label of one.expected) {
      if (label.role === undefined) continue;
      all++;
      if (
        found.find((observable) => observable.start === label.start && observable.kind === label.kind)?.role ===
        label.role
      )
        right++;
    }
  }
  console.log(`roles: ${right} of ${all} as labelled`);
  expect(right / all).toBeGreaterThan(0.95);
});

test("ours is better than ioc-extractor on the kinds that it knows, by value alone", () => {
  const ours = scoreOurs();
  console.log(show("ours, by value", ours));
  for (const { name, score } of scorePeers()) {
    console.log(show(name, score));
    expect(precision(ours)).toBeGreaterThan(precision(score));
    expect(recall(ours)).toBeGreaterThan(recall(score));
  }
});
