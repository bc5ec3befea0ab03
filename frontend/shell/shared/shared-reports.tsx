// The reports that somebody of another organisation than the national team may read: its own and those it was given.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { SharedReport } from "../../../backend/cases/sharing/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import "../account/people.css";

/** @param props.emptyText said when there is none. */
export function SharedReports(props: { title: string; emptyText: string }): JSX.Element {
  const t = useWords();
  const [list] = createResource(async () => await apiGet<{ rows: SharedReport[] }>("/api/v1/shared/reports"));
  const rows = () => (list.error === undefined ? list()?.rows : undefined);
  return (
    <Card title={props.title}>
      <Show when={list.error as unknown}>
        {(error) => (
          <Notice tone="problem" isAlert>
            {describeProblem(error())}
          </Notice>
        )}
      </Show>
      <Show
        when={rows()}
        fallback={<Show when={list.loading}>{<Skeleton lines={3} words={t("desk.loading")} />}</Show>}
      >
        {(known) => (
          <Show when={known().length > 0} fallback={<p class="quiet-text">{props.emptyText}</p>}>
            <ul class="id-rows">
              <For each={known()}>
                {(row) => (
                  <li>
                    <div>
                      <p>
                        <span class="id-name">{row.title}</span>
                      </p>
                      <p class="id-line">
                        <span class="figures">{row.reference}</span>
                        <Moment at={row.receivedAt} />
                        <span>{t(`common.basis.${row.basis}`)}</span>
                      </p>
                    </div>
                    <div class="id-acts">
                      <Tag>{t(`common.status.${row.status}`)}</Tag>
                    </div>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </Card>
  );
}
