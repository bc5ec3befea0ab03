// Every change of one answer, the newest on top: what, by whom or by itself, and when.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { HistoryView, ItemView } from "../../../backend/compliance/assessments/model.ts";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

type Change = HistoryView["changes"][number];

export function HistoryDialog(props: { packId: string; item: ItemView; onClose: () => void }): JSX.Element {
  const t = useWords();
  const [history] = createResource(
    async () => await apiGet<HistoryView>(`/api/v1/assessments/${props.packId}/items/${props.item.obligation}/history`),
  );
  const say = ({ kind, detail }: Change): string =>
    t(`assessments.change.${kind}`, {
      state: t(`assessments.standing.${detail.state ?? "open"}`),
      day: detail.endsOn ?? "",
      reason: detail.reason ?? "",
      file: detail.file ?? "",
    });
  const more = ({ detail }: Change): string =>
    [
      detail.owner ? t("assessments.owner", { name: detail.owner }) : "",
      detail.dueOn ? t("assessments.due", { day: detail.dueOn }) : "",
      detail.note ?? "",
      detail.packVersion ? t("assessments.pin.older", { version: detail.packVersion }) : "",
    ]
      .filter((text) => text !== "")
      .join(" · ");
  return (
    <Dialog
      isOpen
      isWide
      onClose={() => props.onClose()}
      title={t("assessments.history")}
      description={props.item.title}
    >
      <Show when={history.state === "errored"}>
        <Notice tone="problem" isAlert>
          {describeProblem(history.error)}
        </Notice>
      </Show>
      <Show
        when={history.state === "errored" ? undefined : history.latest}
        fallback={
          <Show when={history.state !== "errored"}>
            <Skeleton lines={4} words={t("desk.loading")} />
          </Show>
        }
      >
        {(known) => (
          <ol class="law-rows">
            <For each={known().changes.toReversed()}>
              {(change) => (
                <li>
                  <div>
                    <p class="law-title">{say(change)}</p>
                    <p class="quiet-text small-text pre-text">{more(change)}</p>
                  </div>
                  <div class="law-side small-text">
                    <span>{change.by === "" ? t("assessments.change.itself") : change.by}</span>
                    <time class="figures" datetime={change.at}>
                      {formatInstant(change.at)}
                    </time>
                  </div>
                </li>
              )}
            </For>
          </ol>
        )}
      </Show>
    </Dialog>
  );
}
