// A map of an area's parts with how many reports each handles, and the same as a table: every part is a link that opens its own parts.
import { createUniqueId, For, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { AreaMap as AreaMapData, MapArea } from "../../../backend/reporting/focal/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { nameIn } from "./name-in.ts";
import "./areas.css";

const tile = 92;

export function AreaMap(props: { parent: string | undefined; onOpen: (id: string | undefined) => void }): JSX.Element {
  const t = useWords();
  const [map] = createResource(
    () => ({ parent: props.parent }),
    async (query) => await apiGet<AreaMapData>("/api/v1/areas/map", query),
  );
  const sayCount = (data: AreaMapData, count: number | null): string =>
    count === null ? t("areas.map.few", { fewest: data.fewest }) : formatNumber(count);
  return (
    <Show when={!map.error} fallback={<Notice tone="problem">{describeProblem(map.error)}</Notice>}>
      <Show when={map()} fallback={<Skeleton lines={8} words={t("areas.map.title")} />}>
        {(data) => (
          <div class="area-map">
            <Show when={props.parent !== undefined}>
              <p>
                <Button isSmall onClick={() => props.onOpen(data().parent?.parentId ?? undefined)}>
                  {t("areas.map.up")}
                </Button>{" "}
                <b>{nameIn(data().parent?.names)}</b>
              </p>
            </Show>
            <div class="area-map-parts">
              <Show when={data().areas.length > 0} fallback={<p class="quiet-text">{t("areas.map.no_parts")}</p>}>
                <Picture data={data()} sayCount={sayCount} onOpen={props.onOpen} />
                <Parts data={data()} sayCount={sayCount} onOpen={props.onOpen} />
              </Show>
            </div>
            <Show when={data().kind === "tiles" && data().areas.length > 0}>
              <p class="quiet-text small-text">{t("areas.map.tiles")}</p>
            </Show>
            <Show when={data().hasCounts && data().fewest > 0}>
              <p class="quiet-text small-text">{t("areas.map.fewest", { fewest: data().fewest })}</p>
            </Show>
          </div>
        )}
      </Show>
    </Show>
  );
}

interface PartsProps {
  data: AreaMapData;
  sayCount: (data: AreaMapData, count: number | null) => string;
  onOpen: (id: string) => void;
}

/** Five shades, by the share of the largest count. */
function shadeOf(area: MapArea, data: AreaMapData): number {
  const most = Math.max(1, ...data.areas.map(({ count }) => count ?? 1));
  return area.count === 0 || !data.hasCounts ? 0 : Math.max(1, Math.ceil(((area.count ?? 1) / most) * 4));
}

function Picture(props: PartsProps): JSX.Element {
  const t = useWords();
  const id = createUniqueId();
  const size = () => {
    const { kind, width, height } = props.data;
    return kind === "shapes" ? `0 0 ${width} ${height}` : `0 0 ${width * tile} ${height * tile}`;
  };
  const label = (area: MapArea): string =>
    props.data.hasCounts ? `${nameIn(area.names, area.id)}: ${sayReports(area)}` : nameIn(area.names, area.id);
  const sayReports = (area: MapArea): string =>
    area.count === null
      ? t("areas.map.few_reports", { fewest: props.data.fewest })
      : t("areas.map.reports", { count: area.count });
  return (
    <svg class="area-picture" viewBox={size()} role="group" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>{t("areas.map.title_of", { name: nameIn(props.data.parent?.names) })}</title>
      <desc id={`${id}-desc`}>{t("areas.map.desc")}</desc>
      <For each={props.data.areas}>
        {(area) => (
          <>
            <g
              class="area-part"
              role="button"
              tabindex="0"
              aria-label={label(area)}
              data-shade={shadeOf(area, props.data)}
              onClick={() => props.onOpen(area.id)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                props.onOpen(area.id);
              }}
            >
              <title>{label(area)}</title>
              <Show
                when={area.path}
                fallback={
                  <rect
                    x={(area.tile?.column ?? 0) * tile + 2}
                    y={(area.tile?.row ?? 0) * tile + 2}
                    width={tile - 4}
                    height={tile - 4}
                    rx="6"
                  />
                }
              >
                {(path) => <path d={path()} />}
              </Show>
            </g>
            <Show when={area.path === null}>
              <g class="area-words" aria-hidden="true">
                <text x={((area.tile?.column ?? 0) + 0.5) * tile} y={(area.tile?.row ?? 0) * tile + 40}>
                  {shorten(nameIn(area.names, area.id))}
                </text>
                <Show when={props.data.hasCounts}>
                  <text
                    class="area-number"
                    x={((area.tile?.column ?? 0) + 0.5) * tile}
                    y={(area.tile?.row ?? 0) * tile + 64}
                  >
                    {area.count === null ? `< ${props.data.fewest}` : formatNumber(area.count)}
                  </text>
                </Show>
              </g>
            </Show>
          </>
        )}
      </For>
    </svg>
  );
}

/** What fits a tile; the whole name stands in its title and in the table. */
function shorten(name: string): string {
  return name.length > 12 ? `${name.slice(0, 11)}…` : name;
}

function Parts(props: PartsProps): JSX.Element {
  const t = useWords();
  return (
    <div class="table-scroll" tabindex="0" role="region" aria-label={t("areas.map.table")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{t("areas.column.area")}</th>
            <th scope="col">{t("areas.column.population")}</th>
            <Show when={props.data.hasCounts}>
              <th scope="col">{t("areas.column.reports")}</th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.data.areas}>
            {(area) => (
              <tr>
                <td>
                  <Button isSmall look="quiet" class="cell-button" onClick={() => props.onOpen(area.id)}>
                    {nameIn(area.names, area.id)}
                  </Button>
                </td>
                <td class="figures">{area.population === null ? t("areas.unknown") : formatNumber(area.population)}</td>
                <Show when={props.data.hasCounts}>
                  <td class="figures">{props.sayCount(props.data, area.count)}</td>
                </Show>
              </tr>
            )}
          </For>
          <Show when={props.data.hasCounts && props.data.elsewhere !== 0}>
            <tr>
              <td class="quiet-text">{t("areas.map.elsewhere", { name: nameIn(props.data.parent?.names) })}</td>
              <td />
              <td class="figures">{props.sayCount(props.data, props.data.elsewhere)}</td>
            </tr>
          </Show>
        </tbody>
      </table>
    </div>
  );
}
