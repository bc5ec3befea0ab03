// The graph of a case: what it is linked with, searched, opened group by group, and the same links as a table.
import { foldLetters } from "../../../../backend/platform/words/fold-letters.ts";
import { useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import { createResource } from "../../../shell/data/create-resource.ts";
import { type CaseGraph, nodeKinds } from "../../../../backend/reporting/graph/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { TextField, Tick } from "../../../parts/field/field.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { Skeleton } from "../../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../../platform/api.ts";
import { hasWords, loadRoom, useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import { createLayoutWorker } from "./ask-layout.ts";
import { collapse, drawnApart, type DrawnNode } from "./collapse.ts";
import { GraphPicture, margin } from "./graph-picture.tsx";
import { GraphTable } from "./graph-table.tsx";
import type { Places } from "./lay-out.ts";
import { addressOf, formOf, kindOf, nameOf, radiusOf } from "./say-node.ts";
import "./graph.css";

/** How far it goes in and out; to fit it never goes so far that dots are all that is left. */
const zooms = { least: 0.3, most: 3, fitLeast: 0.45, fitMost: 1.2 } as const;

export function GraphPanel(props: { caseId: string; stamp: string }): JSX.Element {
  const t = useWords();
  void loadRoom("charts");
  const navigate = useNavigate();
  const [answer] = createResource(
    () => ({ id: props.caseId, stamp: props.stamp }),
    async ({ id }) => await apiGet<CaseGraph>(`/api/v1/desk/cases/${id}/graph`),
  );
  const graph = (): CaseGraph | undefined => (answer.error === undefined ? answer.latest : undefined);
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = createSignal(false);
  const drawn = createMemo(() => {
    const whole = graph();
    return whole ? collapse(whole, isAll() ? "all" : opened()) : undefined;
  });
  const [places, setPlaces] = createSignal<Places>({});
  const [isFailed, setFailed] = createSignal(false);
  const worker = createLayoutWorker();
  onCleanup(() => worker.end());
  createEffect(() => {
    const { nodes, edges } = drawn() ?? { nodes: [], edges: [] };
    if (nodes.length === 0) return;
    worker.ask(
      {
        nodes: nodes.map((node) => ({ id: node.id, radius: radiusOf(node) })),
        edges: edges.map(({ from, to }) => ({ from, to })),
      },
      (placed) => {
        const isFirst = Object.keys(places()).length === 0;
        setPlaces(placed);
        if (isFirst) fit();
      },
      () => setFailed(true),
    );
  });
  const isPlaced = (): boolean => {
    const nodes = drawn()?.nodes ?? [];
    return nodes.some(({ id }) => places()[id] !== undefined);
  };
  const [chosen, setChosen] = createSignal<string>();
  const [zoom, setZoom] = createSignal(1);
  const zoomBy = (by: number): void => void setZoom(Math.min(zooms.most, Math.max(zooms.least, zoom() * by)));
  let frame: HTMLDivElement | undefined;
  /** As large as the frame holds it whole. */
  const fit = (): void => {
    const all = Object.values(places());
    const [width, height] = [Math.max(1, ...all.map(({ x }) => x)), Math.max(1, ...all.map(({ y }) => y))];
    const room = { width: (frame?.clientWidth ?? 600) - 2 * margin.x, height: 560 - 2 * margin.y };
    setZoom(Math.min(zooms.fitMost, Math.max(zooms.fitLeast, Math.min(room.width / width, room.height / height))));
  };
  const [searched, setSearched] = createSignal("");
  const found = createMemo(() => {
    const text = foldLetters(searched().trim());
    if (text === "") return undefined;
    return new Set(
      (drawn()?.nodes ?? [])
        .filter((node) =>
          [node.label, node.detail, nameOf(node, t), ...node.members].some((one) => foldLetters(one).includes(text)),
        )
        .map(({ id }) => id),
    );
  });
  const open = (node: DrawnNode): void => {
    if (node.count > 1) {
      setOpened(new Set([...opened(), node.id]));
      return;
    }
    const address = addressOf(node);
    if (address !== undefined) navigate(address);
  };
  const chosenNode = (): DrawnNode | undefined => drawn()?.nodes.find(({ id }) => id === chosen());
  const countsOf = (whole: CaseGraph): { kind: (typeof nodeKinds)[number]; count: number }[] =>
    nodeKinds
      .map((kind) => ({ kind, count: whole.nodes.filter((node) => node.kind === kind).length }))
      .filter(({ count }) => count > 0);
  return (
    <Show when={hasWords("charts.graph.title")} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
      <Card title={t("charts.graph.title")}>
        <p class="quiet-text">{t("charts.graph.lead")}</p>
        <Show when={answer.error !== undefined || isFailed()}>
          <Notice tone="problem" isAlert>
            {answer.error === undefined ? t("charts.graph.failed") : describeProblem(answer.error)}
          </Notice>
        </Show>
        <Show when={graph()} fallback={<Skeleton lines={8} words={t("charts.graph.loading")} />}>
          {(whole) => (
            <Show when={whole().nodes.length > 1} fallback={<p class="quiet-text">{t("charts.graph.none")}</p>}>
              <ul class="graph-legend" aria-label={t("charts.graph.legend")}>
                <For each={countsOf(whole())}>
                  {({ kind, count }) => (
                    <li>
                      <svg width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true">
                        <g class="graph-node" data-kind={kind}>
                          <path class="graph-form" d={formOf(kind, 8)} />
                        </g>
                      </svg>
                      {t(`charts.graph.kind.${kind}`)} <span class="figures">{count}</span>
                    </li>
                  )}
                </For>
              </ul>
              <div class="graph-tools">
                <TextField
                  label={t("charts.graph.search")}
                  type="search"
                  value={searched()}
                  onInput={(event) => setSearched(event.currentTarget.value)}
                />
                <div class="graph-zoom">
                  <Button isSmall aria-label={t("charts.graph.smaller")} onClick={() => zoomBy(0.8)}>
                    −
                  </Button>
                  <Button isSmall aria-label={t("charts.graph.larger")} onClick={() => zoomBy(1.25)}>
                    +
                  </Button>
                  <Button isSmall onClick={fit}>
                    {t("charts.graph.fit")}
                  </Button>
                </div>
                <Show when={whole().nodes.length > drawnApart}>
                  <Tick label={t("charts.graph.all")} checked={isAll()} onChange={setAll} />
                </Show>
              </div>
              <p class="small-text" role="status">
                {found() ? t("charts.graph.found", { count: found()?.size ?? 0 }) : ""}
              </p>
              <Show when={isPlaced() && drawn()} fallback={<Skeleton lines={8} words={t("charts.graph.loading")} />}>
                {(picture) => (
                  <div class="graph-frame" ref={(made) => (frame = made)}>
                    <GraphPicture
                      graph={picture()}
                      places={places()}
                      zoom={zoom()}
                      chosen={chosen()}
                      found={found()}
                      onChoose={setChosen}
                      onOpen={open}
                    />
                  </div>
                )}
              </Show>
              <div class="graph-chosen">
                <Show when={chosenNode()} fallback={<p class="quiet-text small-text">{t("charts.graph.keys")}</p>}>
                  {(node) => (
                    <>
                      <p>
                        <strong>{nameOf(node(), t)}</strong> <span class="quiet-text">{kindOf(node(), t)}</span>
                      </p>
                      <Show when={node().count > 1 || addressOf(node()) !== undefined}>
                        <Button isSmall onClick={() => open(node())}>
                          {t(node().count > 1 ? "charts.graph.part" : "charts.graph.open")}
                        </Button>
                      </Show>
                      <Button isSmall look="quiet" onClick={() => setChosen(undefined)}>
                        {t("charts.graph.release")}
                      </Button>
                    </>
                  )}
                </Show>
              </div>
              <For each={whole().left}>
                {({ kind, count }) => (
                  <p class="quiet-text small-text">
                    {t("charts.graph.left", { kind: t(`charts.graph.kind.${kind}`), count })}
                  </p>
                )}
              </For>
              <GraphTable graph={whole()} />
            </Show>
          )}
        </Show>
      </Card>
    </Show>
  );
}
