// Services online: how many the administration offers, how they stand with the law, and each with its address.
import { A, useSearchParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, onMount, Show } from "solid-js";
import {
  complianceStates,
  type ServiceCounts,
  serviceKinds,
  type ServiceView,
} from "../../../backend/registry/services/model.ts";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { loadChoices } from "../directory/choices.ts";
import { ComplianceLines } from "../directory/services-card.tsx";
import "./register.css";

interface Answer {
  rows: ServiceView[];
  next: string | null;
  counts: ServiceCounts;
}

export function ServicesPage(): JSX.Element {
  const t = useWords();
  const [search, setSearch] = useSearchParams<{ text?: string; kind?: string; state?: string }>();
  const [rows, setRows] = createSignal<ServiceView[]>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [counts, setCounts] = createSignal<ServiceCounts>();
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  const query = () => ({ text: search.text, kind: search.kind, state: search.state });
  let asked = 0;
  const ask = async (cursor?: string): Promise<void> => {
    const mine = ++asked;
    try {
      const answer = await apiGet<Answer>("/api/v1/registry/services", { ...query(), cursor });
      if (mine !== asked) return;
      setRows((all) => (cursor === undefined ? answer.rows : [...all, ...answer.rows]));
      setNext(answer.next);
      setCounts(answer.counts);
      setState("ready");
    } catch (error) {
      if (mine !== asked) return;
      setProblem(describeProblem(error));
      setState("failed");
    }
  };
  onMount(() => void loadChoices().catch((error: unknown) => setProblem(describeProblem(error))));
  createEffect(
    on(
      () => JSON.stringify(query()),
      () => void ask(),
    ),
  );
  const set = (name: "text" | "kind" | "state", value: string): void =>
    setSearch({ [name]: value || undefined }, { replace: true });
  return (
    <PageFrame
      title={t("register.service.title")}
      text={t("register.service.text")}
      state={state()}
      problem={problem()}
      hasMore={next() !== null}
      onMore={() => void ask(next() ?? undefined)}
      onAgain={() => void ask()}
      filters={
        <>
          <Show when={counts()}>{(counted) => <Counts counts={counted()} />}</Show>
          <div class="list-filters">
            <TextField
              label={t("register.service.find")}
              value={search.text ?? ""}
              maxLength={100}
              onInput={(event) => set("text", event.currentTarget.value)}
            />
            <SelectField
              label={t("register.service.kind_label")}
              value={search.kind ?? ""}
              options={[
                { value: "", label: t("register.service.every_kind") },
                ...serviceKinds.map((value) => ({ value, label: t(`register.service.kind.${value}`) })),
              ]}
              onChange={(event) => set("kind", event.currentTarget.value)}
            />
            <SelectField
              label={t("register.compliance.state_label")}
              value={search.state ?? ""}
              options={[
                { value: "", label: t("register.compliance.every_state") },
                ...complianceStates.map((value) => ({ value, label: t(`register.compliance.state.${value}`) })),
              ]}
              onChange={(event) => set("state", event.currentTarget.value)}
            />
          </div>
          <ExportMenu list="/api/v1/registry/services/export" query={query()} />
        </>
      }
    >
      <Show
        when={rows().length > 0}
        fallback={<Empty title={t("register.service.none_found")} text={t("desk.queue.empty_hint")} />}
      >
        <ul class="register-rows">
          <For each={rows()}>
            {(row) => (
              <li>
                <p>
                  <b dir="auto">{row.name}</b> <Tag>{t(`register.service.kind.${row.kind}`)}</Tag>{" "}
                  <Show when={row.isDemo}>
                    <Tag>{t("register.demo")}</Tag>
                  </Show>
                </p>
                <p class="small-text">
                  <A href={`/directory/${row.constituentId}`} dir="auto">
                    {row.provider}
                  </A>{" "}
                  · <span class="value">{row.url}</span>
                  <Show when={row.since}>{(since) => <> · {t("register.service.since_day", { day: since() })}</>}</Show>
                </p>
                <ComplianceLines service={row} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </PageFrame>
  );
}

function Counts(props: { counts: ServiceCounts }): JSX.Element {
  const t = useWords();
  return (
    <div class="register-counts" role="group" aria-label={t("register.service.counts")}>
      <For each={["egovernment", "declaredOrCompliant", "withFinding", "unknown", "commercial"] as const}>
        {(name) => (
          <p class="register-count" data-main={name === "egovernment" ? "" : undefined}>
            <b class="figures">{formatNumber(props.counts[name])}</b> <span>{t(`register.service.count.${name}`)}</span>
          </p>
        )}
      </For>
    </div>
  );
}
