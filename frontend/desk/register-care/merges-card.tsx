// Entries that were made one, and the way back.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { mergeStepUp, type MergeView } from "../../../backend/registry/quality/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { can } from "../../shell/session.ts";

export function MergesCard(props: { merges: MergeView[]; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal<string>();
  return (
    <Card title={t("quality.merges")} count={props.merges.length}>
      <ul class="care-lines">
        <For each={props.merges} fallback={<li class="quiet-text">{t("quality.merges_none")}</li>}>
          {(merge) => (
            <li>
              <p class="care-line-head">
                <A href={`/directory/${merge.survivorId}`}>
                  {t("quality.merge_line", { merged: merge.merged, survivor: merge.survivor })}
                </A>
                <Show
                  when={merge.undoneAt}
                  fallback={
                    <Show when={can("registry.change")}>
                      <Button isSmall look="quiet" onClick={() => setChosen(merge.id)}>
                        {t("quality.undo")}
                      </Button>
                    </Show>
                  }
                >
                  <Tag>{t("quality.undone")}</Tag>
                </Show>
              </p>
              <p class="quiet-text small-text" dir="auto">
                {t("quality.merge_by", {
                  name: merge.by ?? "—",
                  time: formatInstant(merge.mergedAt),
                  reason: merge.reason,
                })}
              </p>
            </li>
          )}
        </For>
      </ul>
      <Show when={chosen()} keyed>
        {(id) => (
          <SureDialog
            title={t("quality.undo")}
            text={t("quality.undo_sure")}
            act={t("quality.undo")}
            binding={mergeStepUp.undo(id)}
            onClose={() => setChosen(undefined)}
            run={async () => {
              await apiPost(`/api/v1/registry/merges/${id}/undo`);
              showToast({ text: t("quality.undone_done") });
              props.onDone();
            }}
          />
        )}
      </Show>
    </Card>
  );
}
