// A text with its observables and findings marked in place. Everything is characters: no HTML, no link, dangerous values defanged.
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { useWords } from "../../platform/words.ts";
import { defangAt, type Segment, segmentText, type TextMark, writePiece } from "./segment-text.ts";

const foldAt = 2500;

export function MarkedText(props: {
  text: string;
  marks: TextMark[];
  language?: string;
  isDefanged: boolean;
  isMono?: boolean;
}): JSX.Element {
  const t = useWords();
  const [isWhole, setWhole] = createSignal(false);
  const isLong = () => props.text.length > foldAt * 1.3;
  const shown = () => (isLong() && !isWhole() ? props.text.slice(0, foldAt) : props.text);
  const segments = createMemo(() => segmentText(shown(), props.marks));
  const places = createMemo(() => defangAt(shown(), props.marks));
  const written = (segment: Segment): string => (props.isDefanged ? writePiece(segment, places()) : segment.text);
  return (
    <>
      <div class="marked-text pre-text" lang={props.language} dir="auto" data-mono={props.isMono ? "" : undefined}>
        <For each={segments()}>
          {(segment) => (
            <Show when={segment.marks.length > 0} fallback={written(segment)}>
              <mark
                data-kind={segment.marks.some((mark) => mark.kind === "finding") ? "finding" : "observable"}
                data-role={segment.marks.find((mark) => mark.role !== undefined)?.role}
                title={segment.marks.map((mark) => mark.title).join("\n")}
              >
                {written(segment)}
              </mark>
            </Show>
          )}
        </For>
        <Show when={isLong() && !isWhole()}>…</Show>
      </div>
      <Show when={isLong()}>
        <Button isSmall look="quiet" aria-expanded={isWhole()} onClick={() => setWhole(!isWhole())}>
          {isWhole() ? t("desk.text.less") : t("desk.text.more", { count: props.text.length - foldAt })}
        </Button>
      </Show>
    </>
  );
}
