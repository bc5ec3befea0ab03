// What became of each ticket of a file, by pages.
import { A } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { OldRow } from "../../../backend/cases/old-work/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { sayWrong } from "./say-wrong.ts";

const tones: Record<OldRow["outcome"], Tone> = { made: "low", repeated: "plain", refused: "critical" };

export function RowsCard(props: { importId: string; stamp: string }): JSX.Element {
  const t = useWords();
  const [rows, setRows] = createSignal<OldRow[]>([]);
  const [next, setNext] = createSignal<number | null>(null);
  const load = async (importId: string, after: number): Promise<void> => {
    try {
      const page = await apiGet<{ rows: OldRow[]; next: number | null }>(`/api/v1/desk/old-work/${importId}/rows`, {
        after: String(after),
      });
      if (importId !== props.importId) return;
      setRows((before) => (after === 0 ? page.rows : [...before, ...page.rows]));
      setNext(page.next);
    } catch (error) {
      tellProblem(error);
    }
  };
  createEffect(
    on(
      () => `${props.importId} ${props.stamp}`,
      () => void load(props.importId, 0),
    ),
  );
  return (
    <Card title={t("old-work.rows")}>
      <ul class="care-rows">
        <For each={rows()}>
          {(row) => (
            <li>
              <div>
                <p>
                  <span class="mono">{row.number || row.position}</span> <span dir="auto">{row.title}</span>
                </p>
                <Show when={row.case} keyed>
                  {(held) => <A href={`/cases/${held.id}`}>{held.reference}</A>}
                </Show>
                <Show when={row.field} keyed>
                  {(field) => <p class="care-problem">{sayWrong(t, { ...row, field })}</p>}
                </Show>
              </div>
              <Tag tone={tones[row.outcome]}>{t(`old-work.outcome.${row.outcome}`)}</Tag>
            </li>
          )}
        </For>
      </ul>
      <Show when={next()} keyed>
        {(after) => <Button onClick={() => void load(props.importId, after)}>{t("old-work.more")}</Button>}
      </Show>
    </Card>
  );
}
