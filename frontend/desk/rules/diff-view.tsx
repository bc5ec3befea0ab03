// What changed between two texts, line by line: taken away, added, and three lines around.
import { diffLines } from "diff";
import { createMemo, For, type JSX } from "solid-js";
import { useWords } from "../../platform/words.ts";
import "./rules.css";

const around = 3;

interface Line {
  text: string;
  sign: "+" | "-" | " " | "…";
}

export function DiffView(props: { before: string; after: string }): JSX.Element {
  const t = useWords();
  const lines = createMemo(() => toLines(props.before, props.after));
  return (
    <div class="source-shown" tabindex="0" role="region" aria-label={t("rules.view.changes")}>
      <For each={lines()} fallback={<p>{t("rules.no_changes")}</p>}>
        {(line) => (
          <div class="diff-line" data-sign={line.sign}>
            <span class="diff-sign">{line.sign}</span>
            <span>{line.text}</span>
          </div>
        )}
      </For>
    </div>
  );
}

function toLines(before: string, after: string): Line[] {
  const all = diffLines(before, after).flatMap((part): Line[] => {
    const sign = part.added ? "+" : part.removed ? "-" : " ";
    return part.value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ text, sign }));
  });
  const isNear = all.map((_, index) =>
    all.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== " "),
  );
  return all.flatMap((line, index): Line[] => {
    if (isNear[index]) return [line];
    // One mark for a whole stretch of lines that stayed.
    return index === 0 || isNear[index - 1] ? [{ text: "", sign: "…" }] : [];
  });
}
