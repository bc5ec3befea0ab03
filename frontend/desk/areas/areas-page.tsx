// The country's areas at the desk: map and numbers, the tree with what ended, imports, and who has charge of which area.
import { useSearchParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AreaTreeView, AreaView } from "../../../backend/registry/areas/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { AreaMap } from "../../shell/areas/area-map.tsx";
import { nameIn } from "../../shell/areas/name-in.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { ChargesCard } from "./charges-card.tsx";
import { ImportAreasDialog } from "./import-areas-dialog.tsx";

export function AreasPage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ in?: string }>();
  const [tree, { refetch }] = createResource(async () => await apiGet<AreaTreeView>("/api/v1/areas"));
  const [isImporting, setImporting] = createSignal(false);
  const areas = () => (tree.error ? [] : (tree()?.areas ?? []));
  return (
    <PageFrame
      title={t("areas.page.title")}
      text={t("areas.page.lead")}
      state={tree.error ? "failed" : tree.loading && !tree.latest ? "loading" : "ready"}
      problem={tree.error ? describeProblem(tree.error) : ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void refetch()}
    >
      <div class="page-acts">
        <Show when={can("registry.change")}>
          <Button look="main" onClick={() => setImporting(true)}>
            {t("areas.import.title")}
          </Button>
        </Show>
        <ExportMenu list="areas" look="plain" />
      </div>
      <Card title={t("areas.map.title")}>
        <AreaMap parent={search.in} onOpen={(id) => setSearch({ in: id })} />
      </Card>
      <Show when={can("focal.give")}>
        <ChargesCard areas={areas()} />
      </Show>
      <Card title={t("areas.tree.title")} count={areas().length}>
        <ul class="area-tree">
          <For each={areas().filter(({ parentId }) => parentId === null)}>
            {(root) => <Branch area={root} all={areas()} depth={0} words={tree()?.levels ?? []} />}
          </For>
        </ul>
      </Card>
      <Show when={isImporting()}>
        <ImportAreasDialog
          onClose={() => setImporting(false)}
          onDone={() => {
            setImporting(false);
            void refetch();
          }}
        />
      </Show>
    </PageFrame>
  );
}

function Branch(props: { area: AreaView; all: AreaView[]; depth: number; words: AreaTreeView["levels"] }): JSX.Element {
  const t = useWords();
  const parts = () => props.all.filter(({ parentId }) => parentId === props.area.id);
  const level = () =>
    nameIn(props.words.find(({ id }) => id === props.area.level)?.names, t(`areas.level.${props.area.level}`));
  const Line = () => (
    <>
      {nameIn(props.area.names, props.area.id)}{" "}
      <span class="quiet-text small-text">
        {level()} · {props.area.id}
        {props.area.population === null ? "" : ` · ${formatNumber(props.area.population)}`}
      </span>{" "}
      <Show when={props.area.endedAt}>
        {(at) => (
          <Tag title={props.area.endReason ?? undefined}>
            {props.area.successors.length > 0
              ? t("areas.tree.followed", { day: at().slice(0, 10), successors: props.area.successors.join(", ") })
              : t("areas.tree.ended", { day: at().slice(0, 10) })}
          </Tag>
        )}
      </Show>
    </>
  );
  return (
    <li class={`area-depth-${Math.min(props.depth, 1)}`}>
      <Show when={parts().length > 0} fallback={<Line />}>
        <details open={props.depth === 0}>
          <summary>
            <Line />
          </summary>
          <ul class="area-tree">
            <For each={parts()}>
              {(part) => <Branch area={part} all={props.all} depth={props.depth + 1} words={props.words} />}
            </For>
          </ul>
        </details>
      </Show>
    </li>
  );
}
