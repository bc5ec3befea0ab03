// The register: the list beside the constituent that is open, and the question who held what.
import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createSelector, createSignal, type JSX, Show } from "solid-js";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import type { ConstituentRow } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { type Scroll, VirtualRows } from "../lists/virtual-rows.tsx";
import { createWalk, walkActs } from "../lists/walk-rows.ts";
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
  let scroll: Scroll | undefined;
  // The next page is asked for before the last row is reached.
  let asked = 0;
  const more = (): void => {
    const count = list.rows().length;
    if (!list.hasMore() || asked === count) return;
    asked = count;
    list.more();
  };
  const walk = createWalk<ConstituentRow>({
    rows: list.rows,
    indexOf: (id) => list.rows().findIndex((row) => row.id === id),
    current: () => params.id,
    scroll: () => scroll,
    onOpen: (id) => navigate(`/directory/${id}${query()}`, { replace: params.id !== undefined }),
  });
  const isShown = createSelector(walk.shown);
  const group = () => t("desk.directory.title");
  offerActs(() => [
    ...walkActs(walk, {
      group,
      next: () => t("desk.directory.next"),
      previous: () => t("desk.directory.previous"),
    }),
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
        <VirtualRows
          rows={list.rows()}
          state={list.state()}
          problem={list.problem()}
          label={t("desk.directory.title")}
          empty={{ title: t("desk.directory.none"), text: t("desk.directory.none_hint") }}
          onScroll={(handle) => (scroll = handle)}
          onAgain={list.again}
          onNearEnd={more}
        >
          {(row) => <Row row={row()} isCurrent={isShown(row().id)} query={query()} />}
        </VirtualRows>
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
