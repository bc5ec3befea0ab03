// Imports of the old register: choose a file, or open one that came before.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import type { ImportLine, ImportView, KeptMapping } from "../../../backend/registry/imports/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiGet, apiPostBytes } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { BackButton } from "../importing/back-button.tsx";
import { TakeFile } from "../importing/take-file.tsx";
import { CareNav } from "./care-nav.tsx";
import "./care.css";

export const stateTones: Record<ImportLine["state"], Tone> = {
  preview: "plain",
  running: "indigo",
  done: "low",
  undoing: "indigo",
  undone: "plain",
};

export function ImportsPage(): JSX.Element {
  const t = useWords();
  const [lists, setLists] = createSignal<{ imports: ImportLine[]; mappings: KeptMapping[] }>();
  const [problem, setProblem] = createSignal<string>();
  const load = (): void => {
    setProblem(undefined);
    void apiGet<{ imports: ImportLine[]; mappings: KeptMapping[] }>("/api/v1/registry/imports").then(
      setLists,
      (error: unknown) => setProblem(describeProblem(error)),
    );
  };
  onMount(load);
  return (
    <PageFrame
      title={t("imports.title")}
      text={t("imports.lead")}
      state={problem() ? "failed" : lists() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={load}
      filters={<CareNav />}
    >
      <Show when={lists()}>
        {(now) => (
          <>
            <ChooseFile mappings={now().mappings} />
            <Card title={t("imports.past")} count={now().imports.length}>
              <ul class="care-rows">
                <For each={now().imports} fallback={<li class="quiet-text">{t("imports.none")}</li>}>
                  {(one) => (
                    <li>
                      <div>
                        <A href={`/directory/imports/${one.id}`} class="care-name">
                          {one.fileName}
                        </A>
                        <p class="quiet-text small-text">
                          {t("imports.by", { name: one.createdBy ?? "—", time: formatInstant(one.createdAt) })} ·{" "}
                          {t("imports.numbers", { rows: one.counts.rows })}
                        </p>
                      </div>
                      <Tag tone={stateTones[one.state]}>{t(`imports.state.${one.state}`)}</Tag>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </>
        )}
      </Show>
    </PageFrame>
  );
}

function ChooseFile(props: { mappings: KeptMapping[] }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [mappingId, setMappingId] = createSignal("");
  const take = async (file: File): Promise<void> => {
    const search = new URLSearchParams({
      name: file.name,
      ...(mappingId() === "" ? {} : { mappingId: mappingId() }),
    });
    const { id } = await apiPostBytes<ImportView>(`/api/v1/registry/imports?${search}`, file);
    navigate(`/directory/imports/${id}`);
  };
  return (
    <Card title={t("imports.new_file")}>
      <div class="list-filters">
        <TakeFile
          label={t("imports.choose")}
          hint={t("imports.choose_hint")}
          reading={t("imports.reading")}
          take={take}
        />
        <Show when={props.mappings.length > 0}>
          <SelectField
            label={t("imports.with_mapping")}
            value={mappingId()}
            options={[
              { value: "", label: t("imports.no_mapping") },
              ...props.mappings.map(({ id: value, name }) => ({ value, label: name })),
            ]}
            onChange={(event) => setMappingId(event.currentTarget.value)}
          />
        </Show>
      </div>
    </Card>
  );
}

/** Numbers by word, those above nothing only: "new: 12 · error: 3". */
export function sayNumbers(numbers: Record<string, number>, say: (name: string) => string): string {
  return Object.entries(numbers)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${say(name)} ${formatNumber(count)}`)
    .join(" · ");
}

export function BackToImports(): JSX.Element {
  const t = useWords();
  return <BackButton to="/directory/imports" label={t("imports.back")} />;
}
