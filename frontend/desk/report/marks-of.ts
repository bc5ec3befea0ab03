// Which places of a text are marked, from a report's observables and findings. Pure but for the words.
import type { FindingView, ObservableView } from "../../../backend/reporting/model.ts";
import { useWords } from "../../platform/words.ts";
import type { TextMark } from "./segment-text.ts";

const dangerousKinds = new Set(["url", "domain", "ipv4", "ipv6", "email", "cidr"]);

/** Marks of one part, by the offsets that triage kept. */
export function marksOf(
  part: string,
  observables: readonly ObservableView[],
  findings: readonly FindingView[],
): TextMark[] {
  const t = useWords();
  const seen = observables
    .filter((one) => one.part === part)
    .map(
      (one): TextMark => ({
        id: one.id,
        kind: "observable",
        start: one.start,
        end: one.end,
        title: `${t(`desk.kind.${one.kind}`)} · ${t(`desk.role.${one.role}`)}`,
        role: one.role,
        isDangerous: dangerousKinds.has(one.kind),
      }),
    );
  const found = findings.flatMap((finding) =>
    finding.locations.flatMap((place): TextMark[] =>
      place.kind === "text" && place.part === part
        ? [
            {
              id: finding.id,
              kind: "finding",
              start: place.start,
              end: place.end,
              title: `${finding.title}: ${finding.why}`,
            },
          ]
        : [],
    ),
  );
  return [...seen, ...found];
}

/** Marks of a text whose offsets are its own (a mail made readable): every place where a value of that file stands. At most 500. */
export function marksBySearch(
  text: string,
  filePart: string,
  observables: readonly ObservableView[],
  findings: readonly FindingView[],
): TextMark[] {
  const t = useWords();
  const marks: TextMark[] = [];
  const isOfFile = (part: string): boolean => part === filePart || part.startsWith(`${filePart}!`);
  const search = (needle: string, make: (start: number) => TextMark): void => {
    if (needle.length < 3) return;
    for (let at = text.indexOf(needle); at >= 0 && marks.length < 500; at = text.indexOf(needle, at + needle.length))
      marks.push(make(at));
  };
  const done = new Set<string>();
  for (const one of observables) {
    if (!isOfFile(one.part) || done.has(one.raw)) continue;
    done.add(one.raw);
    const title = `${t(`desk.kind.${one.kind}`)} · ${t(`desk.role.${one.role}`)}`;
    search(one.raw, (start) => ({
      id: one.id,
      kind: "observable",
      start,
      end: start + one.raw.length,
      title,
      role: one.role,
      isDangerous: dangerousKinds.has(one.kind),
    }));
  }
  for (const finding of findings)
    for (const place of finding.locations) {
      if (!isOfFile(place.part)) continue;
      const matched = place.kind === "field" ? place.value : place.text;
      search(matched, (start) => ({
        id: finding.id,
        kind: "finding",
        start,
        end: start + matched.length,
        title: `${finding.title}: ${finding.why}`,
      }));
    }
  return marks;
}
