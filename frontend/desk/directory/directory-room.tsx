// The register: the list beside the constituent that is open, and the question who held what.
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createVirtualizer } from "@tanstack/solid-virtual";
import { createEffect, createSignal, For, type JSX, Show } from "solid-js";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import type { ConstituentRow } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { CareNav } from "../register-care/care-nav.tsx";
import { createPages } from "../../shell/lists/create-pages.ts";
import { offerActs } from "../../shell/keys.ts";
import { can } from "../../shell/session.ts";
import { ConstituentDialog } from "./constituent-dialog.tsx";
import { ConstituentPane } from "./constituent-pane.tsx";
import { HolderQuestion } from "./holder-question.tsx";
import { type Filters, filterNames, MoreFilters } from "./more-filters.tsx";
import { nameIn } from "./say-facts.ts";
import "../queue/queue.css";
import "../report/report.css";
import "../register-care/care.css";
import "./directory.css";

const rowHeight = 57;

export function DirectoryRoom(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<Filters>();
  const [isAdding, setAdding] = createSignal(false);
  const list = createPages<ConstituentRow>("/api/v1/desk/register", () => ({
    text: search.text,
    sector: search.sector,
    class: search.class,
    areaId: search.area,
    withoutContact: search.unreachable,
    ended: search.ended,
  }));
  const query = () => {
    const text = new URLSearchParams();
    for (const name of filterNames) {
      const value = search[name];
      if (value) text.set(name, value);
    }
    return text.size > 0 ? `?${text}` : "";
  };
  let scroller: HTMLDivElement | undefined;
  const virtualizer = createVirtualizer({
    get count() {
      return list.rows().length;
    },
    getScrollElement: () => scroller ?? null,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => list.rows()[index]?.id ?? index,
  });
  // The next page is asked for before the last row is reached.
  let asked = 0;
  createEffect(() => {
    const last = virtualizer.getVirtualItems().at(-1);
    const count = list.rows().length;
    if (!last || last.index < count - 10 || !list.hasMore() || asked === count) return;
    asked = count;
    list.more();
  });
  const move = (step: number): void => {
    const rows = list.rows();
    const at = rows.findIndex((row) => row.id === params.id);
    const row = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    if (!row) return;
    virtualizer.scrollToIndex(rows.indexOf(row));
    navigate(`/directory/${row.id}${query()}`, { replace: params.id !== undefined });
    requestAnimationFrame(() => document.getElementById(`row-${row.id}`)?.focus({ preventScroll: false }));
  };
  const group = () => t("desk.directory.title");
  offerActs(() => [
    {
      id: "next",
      label: () => t("desk.directory.next"),
      group,
      keys: ["KeyJ", "ArrowDown"],
      run: () => move(1),
      isMove: true,
    },
    {
      id: "previous",
      label: () => t("desk.directory.previous"),
      group,
      keys: ["KeyK", "ArrowUp"],
      run: () => move(-1),
      isMove: true,
    },
    {
      id: "add_constituent",
      label: () => t("desk.directory.add"),
      group,
      keys: ["KeyN"],
      isOn: () => can("registry.change"),
      run: () => setAdding(true),
    },
  ]);
  return (
    <main class="split" data-open={params.id ? "" : undefined}>
      <section class="queue" aria-label={t("desk.directory.title")}>
        <Show when={!params.id}>
          <h1 class="for-ears">{t("desk.directory.title")}</h1>
        </Show>
        <div class="queue-bar">
          <CareNav />
          <div class="directory-filters">
            <TextField
              isLabelHidden
              label={t("desk.directory.find")}
              placeholder={t("desk.directory.find")}
              value={search.text ?? ""}
              maxLength={100}
              onInput={(event) => setSearch({ text: event.currentTarget.value || undefined }, { replace: true })}
            />
            <SelectField
              isLabelHidden
              label={t("desk.directory.sector_label")}
              value={search.sector ?? ""}
              options={[
                { value: "", label: t("desk.directory.every_sector") },
                ...sectors.map((value) => ({ value, label: t(`desk.directory.sector.${value}`) })),
              ]}
              onChange={(event) => setSearch({ sector: event.currentTarget.value || undefined }, { replace: true })}
            />
            <MoreFilters filters={search} onChange={(change) => setSearch(change, { replace: true })} />
            <ExportMenu
              list="constituents"
              query={{
                text: search.text,
                sector: search.sector,
                class: search.class,
                areaId: search.area,
                withoutContact: search.unreachable,
                ended: search.ended,
              }}
            />
            <Show when={can("registry.change")}>
              <Button onClick={() => setAdding(true)}>{t("desk.directory.add")}</Button>
            </Show>
          </div>
        </div>
        <HolderQuestion />
        <Show when={list.state() === "failed"}>
          <Notice tone="problem" isAlert>
            <span>{list.problem()}</span>
            <Button isSmall onClick={() => list.again()}>
              {t("desk.error.again")}
            </Button>
          </Notice>
        </Show>
        <div class="queue-scroll" ref={(element) => (scroller = element)} tabindex="-1">
          <Show when={list.state() !== "loading"} fallback={<Skeleton lines={8} isRows words={t("desk.loading")} />}>
            <Show
              when={list.rows().length > 0}
              fallback={<Empty title={t("desk.directory.none")} text={t("desk.directory.none_hint")} />}
            >
              <div
                class="queue-rows"
                role="list"
                aria-label={t("desk.directory.title")}
                style={{ height: `${virtualizer.getTotalSize()}px` }}
              >
                <For each={virtualizer.getVirtualItems()}>
                  {(item) => (
                    <Show when={list.rows()[item.index]}>
                      {(row) => (
                        <div
                          class="queue-place"
                          style={{ transform: `translateY(${item.start}px)` }}
                          role="presentation"
                        >
                          <Row row={row()} isCurrent={row().id === params.id} query={query()} />
                        </div>
                      )}
                    </Show>
                  )}
                </For>
              </div>
            </Show>
          </Show>
        </div>
      </section>
      <section class="split-detail" aria-label={t("desk.directory.one")}>
        <Show
          when={params.id}
          keyed
          fallback={<Empty title={t("desk.directory.choose")} text={t("desk.queue.choose_hint")} />}
        >
          {(id) => <ConstituentPane id={id} back={`/directory${query()}`} onChanged={list.again} />}
        </Show>
      </section>
      <Show when={isAdding()}>
        <ConstituentDialog
          onClose={() => setAdding(false)}
          onDone={(id) => {
            setAdding(false);
            list.again();
            if (id !== undefined) navigate(`/directory/${id}${query()}`);
          }}
        />
      </Show>
    </main>
  );
}

function Row(props: { row: ConstituentRow; isCurrent: boolean; query: string }): JSX.Element {
  const t = useWords();
  return (
    <div class="queue-row" role="listitem" data-current={props.isCurrent ? "" : undefined}>
      <span />
      <a
        class="queue-link"
        data-row
        id={`row-${props.row.id}`}
        href={`/desk/directory/${props.row.id}${props.query}`}
        aria-current={props.isCurrent ? "true" : undefined}
      >
        <span class="queue-title" dir="auto">
          {props.row.name}
        </span>
        <span class="queue-facts">
          {[
            t(`desk.directory.sector.${props.row.sector}`),
            nameIn(props.row.areaNames),
            t("desk.directory.holds", { count: props.row.claims }),
            props.row.hasContact ? undefined : t("register.filter.no_contact"),
          ]
            .filter((fact) => fact !== undefined)
            .join(" · ")}
        </span>
      </a>
    </div>
  );
}
