// What matched, in place: an event, bytes, a text or the counted events, with the matched parts marked. Everything is characters.
import { createMemo, For, type JSX, Match, Show, Switch } from "solid-js";
import type { HexRow, ShownEvidence } from "../../../../backend/triage/explain/model.ts";
import { formatInstant } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { MarkedText } from "../../report/marked-text.tsx";
import type { TextMark } from "../../report/segment-text.ts";

export function EvidenceView(props: { evidence: readonly ShownEvidence[]; isDefanged: boolean }): JSX.Element {
  return <For each={props.evidence}>{(one) => <One of={one} isDefanged={props.isDefanged} />}</For>;
}

function One(props: { of: ShownEvidence; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  const event = () => (props.of.kind === "event" ? props.of : undefined);
  const bytes = () => (props.of.kind === "bytes" ? props.of : undefined);
  const text = () => (props.of.kind === "text" ? props.of : undefined);
  const counted = () => (props.of.kind === "counted" ? props.of : undefined);
  return (
    <section class="evidence">
      <Switch>
        <Match when={event()}>
          {(one) => (
            <>
              <h3>{t("rules.explain.event_at", { part: one().part, number: one().event + 1 })}</h3>
              <Show when={!one().isWhole}>
                <p class="quiet-text small-text">{t("rules.explain.fields_only")}</p>
              </Show>
              <div class="evidence-box">
                <MarkedText text={one().text} marks={marksOf(one().marks)} isDefanged={props.isDefanged} isMono />
              </div>
            </>
          )}
        </Match>
        <Match when={bytes()}>
          {(one) => (
            <>
              <h3>{t("rules.explain.bytes_of", { part: one().part })}</h3>
              <div
                class="evidence-box"
                tabindex="0"
                role="region"
                aria-label={t("rules.explain.bytes_of", { part: one().part })}
              >
                <HexTable rows={one().rows} />
              </div>
            </>
          )}
        </Match>
        <Match when={text()}>
          {(one) => (
            <>
              <h3>{t("rules.explain.text_of", { part: sayPart(t, one().part) })}</h3>
              <div class="evidence-box">
                <MarkedText
                  text={one().text}
                  marks={marksOf(one().marks).map((mark) => ({ ...mark, isDangerous: true }))}
                  isDefanged={props.isDefanged}
                />
              </div>
            </>
          )}
        </Match>
        <Match when={counted()}>
          {(one) => (
            <>
              <h3>{t("rules.explain.counted", { count: one().events.length })}</h3>
              <ul class="places small-text">
                <For each={one().events}>
                  {(each) => (
                    <li>
                      {t("rules.explain.event_at", { part: each.part, number: each.event + 1 })}
                      <Show when={each.at}>{(at) => <span class="quiet-text"> · {formatInstant(at())}</span>}</Show>
                    </li>
                  )}
                </For>
              </ul>
            </>
          )}
        </Match>
      </Switch>
    </section>
  );
}

function sayPart(t: ReturnType<typeof useWords>, part: string): string {
  return part === "description" || part === "subject" ? t(`rules.explain.part.${part}`) : part;
}

function marksOf(marks: readonly { start: number; end: number; label: string }[]): TextMark[] {
  return marks.map(({ start, end, label }, index) => ({
    id: String(index),
    kind: "finding",
    start,
    end,
    title: label,
  }));
}

function HexTable(props: { rows: readonly HexRow[] }): JSX.Element {
  return (
    <table class="hex-rows mono">
      <tbody>
        <For each={props.rows}>{(row) => <HexLine row={row} />}</For>
      </tbody>
    </table>
  );
}

function HexLine(props: { row: HexRow }): JSX.Element {
  const labels = createMemo(() =>
    props.row.bytes.map((_, index) =>
      props.row.marks.filter((mark) => mark.start <= index && index < mark.end).map((mark) => mark.label),
    ),
  );
  const cells = (parts: readonly string[], space: string) => (
    <For each={parts}>
      {(part, index) => (
        <Show when={(labels()[index()]?.length ?? 0) > 0} fallback={`${part}${space}`}>
          <mark data-kind="finding" title={labels()[index()]?.join(", ")}>
            {part}
          </mark>
          {space}
        </Show>
      )}
    </For>
  );
  return (
    <tr>
      <th scope="row">{props.row.offset.toString(16).padStart(8, "0")}</th>
      <td class="hex-bytes">{cells(props.row.bytes, " ")}</td>
      <td class="hex-text">{cells(Array.from(props.row.text), "")}</td>
    </tr>
  );
}
