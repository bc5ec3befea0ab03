// Everything that runs or could: each rule with its state, its record, what it costs and whose it is.
import { useNavigate, useSearchParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { type RuleList, ruleKinds, ruleOrigins, ruleStates } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Menu } from "../../parts/menu/menu.tsx";
import { formatNumber } from "../../platform/format.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { offerActs } from "../../shell/keys.ts";
import { createLoaded } from "./create-loaded.ts";
import { PageState } from "./page-state.tsx";
import { RulesNav } from "./rules-nav.tsx";
import { RulesTable } from "./rules-table.tsx";
import "../../shell/lists/lists.css";
import "./rules.css";

const pageLength = 100;
const sorts = ["title", "hits", "precision", "cost", "last_hit", "state_at"] as const;
type Search = Partial<Record<"state" | "kind" | "origin" | "q" | "show" | "sort" | "offset", string | undefined>>;

export function RulesPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<Search>();
  const offset = () => Number(search.offset ?? 0) || 0;
  const list = createLoaded<RuleList>(
    () => "/api/v1/rules",
    () => ({
      state: search.state,
      kind: search.kind,
      origin: search.origin,
      q: search.q,
      show: search.show,
      sort: search.sort,
      offset: offset(),
      limit: pageLength,
    }),
    // At the very first start what ships is being taken in.
    ({ counts }) => Object.values(counts).every((count) => count === 0),
  );
  const choose = (change: Search): void => setSearch({ ...change, offset: undefined }, { replace: true });
  const select = (name: "kind" | "origin", names: readonly string[]) => (
    <SelectField
      label={t(`rules.${name}`)}
      value={search[name] ?? ""}
      options={[
        { value: "", label: t("rules.every") },
        ...names.map((value) => ({ value, label: t(`rules.${name}.${value}`) })),
      ]}
      onChange={(event) => choose({ [name]: event.currentTarget.value || undefined })}
    />
  );
  const stateLabel = (name: string, count: number | undefined): string =>
    count === undefined ? t(`rules.state.${name}`) : `${t(`rules.state.${name}`)} (${formatNumber(count)})`;
  offerActs(() => [
    {
      id: "new_rule",
      label: () => t("rules.new_sigma"),
      group: () => t("rules.title"),
      keys: ["KeyN"],
      isOn: () => list.answer()?.can.write ?? false,
      run: () => navigate("/rules/new?kind=sigma"),
    },
  ]);
  return (
    <main class="page list-page rules-page">
      <RulesNav />
      <header class="page-head">
        <div>
          <h1>{t("rules.title")}</h1>
          <p class="quiet-text">{t("rules.text")}</p>
        </div>
        <ExportMenu list="rules" look="plain" />
        <Show when={list.answer()?.can.write}>
          <div class="acts">
            <Menu
              look="plain"
              label={t("rules.new")}
              items={ruleKinds.map((kind) => ({
                label: t(`rules.new_${kind}`),
                run: () => navigate(`/rules/new?kind=${kind}`),
              }))}
            />
            <Button onClick={() => navigate("/rules/packs")}>{t("rules.import")}</Button>
          </div>
        </Show>
      </header>
      <div class="list-filters rules-filters">
        <TextField
          label={t("rules.find")}
          placeholder={t("rules.find_hint")}
          value={search.q ?? ""}
          maxLength={200}
          onInput={(event) => choose({ q: event.currentTarget.value || undefined })}
        />
        <SelectField
          label={t("rules.state")}
          value={search.show === "waiting" ? "waiting" : (search.state ?? "")}
          options={[
            { value: "", label: t("rules.every") },
            ...ruleStates.map((name) => ({ value: name, label: stateLabel(name, list.answer()?.counts[name]) })),
            { value: "waiting", label: stateLabel("waiting", list.answer()?.counts.waiting) },
          ]}
          onChange={({ currentTarget: { value } }) =>
            choose(
              value === "waiting"
                ? { show: "waiting", state: undefined }
                : { state: value || undefined, show: undefined },
            )
          }
        />
        {select("kind", ruleKinds)}
        {select("origin", ruleOrigins)}
        <SelectField
          label={t("rules.sort")}
          value={search.sort ?? "title"}
          options={sorts.map((value) => ({ value, label: t(`rules.sort.${value}`) }))}
          onChange={(event) => choose({ sort: event.currentTarget.value })}
        />
      </div>
      <PageState of={list}>
        {(answer) => (
          <Show
            when={answer().rows.length > 0}
            fallback={<Empty title={t("rules.none")} text={t("rules.none_hint")} />}
          >
            <p class="quiet-text small-text" role="status">
              {t("rules.shown", { from: offset() + 1, to: offset() + answer().rows.length, total: answer().total })}
            </p>
            <RulesTable rows={answer().rows} />
            <div class="acts">
              <Show when={offset() > 0}>
                <Button onClick={() => setSearch({ offset: String(Math.max(0, offset() - pageLength)) })}>
                  {t("rules.before")}
                </Button>
              </Show>
              <Show when={offset() + answer().rows.length < answer().total}>
                <Button onClick={() => setSearch({ offset: String(offset() + pageLength) })}>{t("rules.after")}</Button>
              </Show>
            </div>
          </Show>
        )}
      </PageState>
    </main>
  );
}
