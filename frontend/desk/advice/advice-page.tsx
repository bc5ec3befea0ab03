// Requests for advice: what waits first.
import { A, useSearchParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AdviceLine } from "../../../backend/coordination/advice/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "./advice.css";

export function AdvicePage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ show?: string }>();
  const show = () => (search.show === "all" ? "all" : "new");
  const [list, { refetch }] = createResource(
    show,
    async (asked) =>
      (await apiGet<{ rows: AdviceLine[] }>("/api/v1/advice", asked === "all" ? {} : { state: "new" })).rows,
  );
  const rows = () => (list.error === undefined ? list.latest : undefined);
  return (
    <PageFrame
      title={t("advice.title")}
      text={t("advice.lead")}
      state={list.error !== undefined ? "failed" : rows() ? "ready" : "loading"}
      problem={list.error === undefined ? "" : describeProblem(list.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void refetch()}
      filters={
        <SelectField
          label={t("advice.show")}
          value={show()}
          options={["new", "all"].map((value) => ({ value, label: t(`advice.show.${value}`) }))}
          onChange={(event) => setSearch({ show: event.currentTarget.value === "all" ? "all" : null })}
        />
      }
    >
      <Card title={t(`advice.show.${show()}`)} count={rows()?.length ?? 0}>
        <ul class="advice-lines">
          <For
            each={rows() ?? []}
            fallback={
              <li>
                <Empty title={t("advice.none")} text="" />
              </li>
            }
          >
            {(line) => (
              <li>
                <p>
                  <A href={`/advice/${line.id}`}>
                    <span class="mono">{line.reference}</span>
                  </A>{" "}
                  <Tag tone={line.state === "new" ? "medium" : "plain"}>{t(`advice.state.${line.state}`)}</Tag>{" "}
                  <Tag>{t(`advice.topic.${line.topic}`)}</Tag>{" "}
                  <Show when={line.isPublished}>
                    <Tag tone="low">{t("advice.published")}</Tag>
                  </Show>
                </p>
                <p dir="auto" lang={line.language}>
                  {line.question.length > 240 ? `${line.question.slice(0, 239)}…` : line.question}
                </p>
                <p class="small-text quiet-text">
                  <Moment at={line.receivedAt} /> · {line.organisation ?? t(`advice.from.${line.source}`)} ·{" "}
                  {line.owner ?? t("advice.owner.nobody")}
                </p>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </PageFrame>
  );
}
