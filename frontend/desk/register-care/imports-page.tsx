// Imports of the old register: choose a file, or open one that came before.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, createUniqueId, For, type JSX, onMount, Show } from "solid-js";
import type { ImportLine, ImportView, KeptMapping } from "../../../backend/registry/imports/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiGet, apiPostBytes } from "../../platform/api.ts";
import { formatInstant, formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
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
  const id = createUniqueId();
  const [mappingId, setMappingId] = createSignal("");
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  let box: HTMLInputElement | undefined;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setProblem(undefined);
    setBusy(true);
    try {
      const search = new URLSearchParams({
        name: file.name,
        ...(mappingId() === "" ? {} : { mappingId: mappingId() }),
      });
      const { id: made } = await apiPostBytes<ImportView>(`/api/v1/registry/imports?${search}`, file);
      navigate(`/directory/imports/${made}`);
    } catch (error) {
      setProblem(describeProblem(error));
      // The same file, mended, can be chosen again.
      if (box) box.value = "";
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("imports.new_file")}>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <div class="list-filters">
        <div class="field">
          <label class="field-label" for={id}>
            {t("imports.choose")}
          </label>
          <p class="field-hint" id={`${id}-hint`}>
            {t("imports.choose_hint")}
          </p>
          <FileBox
            isTakenAtOnce
            ref={(element) => (box = element)}
            id={id}
            accept=".csv,.tsv,.txt,.xlsx,.json"
            aria-describedby={`${id}-hint`}
            disabled={isBusy()}
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </div>
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
      <p role="status" class="quiet-text">
        {isBusy() ? t("imports.reading") : ""}
      </p>
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

/** A way back that is no link of the browser's history. */
export function BackToImports(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  return (
    <Button look="quiet" isSmall onClick={() => navigate("/directory/imports")}>
      ← {t("imports.back")}
    </Button>
  );
}
