// The artefacts of a case, and asking for an analysis of evidence or of a report's file.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import { type ArtefactLine, urgencies } from "../../../backend/cases/artefacts/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { createOfCase } from "../case/of-case.ts";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { directory, loadDirectory } from "../data/directory.ts";
import { artefactTones, verdictTones } from "./artefact-line.tsx";

type Named = { id: string; label: string };
interface ArtefactsOfCase {
  artefacts: ArtefactLine[];
  candidates: { evidence: Named[]; files: Named[] };
  can: { ask: boolean };
}

export function ArtefactsCard(props: { caseId: string }): JSX.Element {
  const t = useWords();
  void loadRoom("artefacts");
  // oxlint-disable-next-line solid/reactivity -- asked whenever the case changes
  const page = createOfCase<ArtefactsOfCase>(() => props.caseId, "artefacts");
  const list = page.answer;
  // What was there to choose from when the dialog was opened: a reload must not take away what somebody types.
  const [asking, setAsking] = createSignal<ArtefactsOfCase>();
  return (
    <Show when={hasWords("artefacts.title")}>
      <Card
        title={t("artefacts.title")}
        count={list()?.artefacts.length}
        aside={
          <Show when={list()?.can.ask}>
            <Button isSmall look="quiet" onClick={() => setAsking(list())}>
              {t("artefacts.ask")}
            </Button>
          </Show>
        }
      >
        <ul class="side-list">
          <For
            each={list()?.artefacts ?? []}
            fallback={<li class="quiet-text small-text">{page.problem() ?? t("artefacts.none")}</li>}
          >
            {(one) => (
              <li>
                <p>
                  <A href={`/artefacts/${one.id}`}>{one.reference}</A>{" "}
                  <span dir="auto">{one.what ?? one.fileName}</span>
                </p>
                <p>
                  <Tag tone={artefactTones[one.state]}>{t(`artefacts.state.${one.state}`)}</Tag>{" "}
                  <Show when={one.verdict} keyed>
                    {(verdict) => <Tag tone={verdictTones[verdict]}>{t(`artefacts.verdict.${verdict}`)}</Tag>}
                  </Show>
                </p>
              </li>
            )}
          </For>
        </ul>
        <Show when={asking()} keyed>
          {(of) => (
            <AskDialog
              caseId={props.caseId}
              candidates={of.candidates}
              onClose={() => setAsking(undefined)}
              onDone={() => page.load()}
            />
          )}
        </Show>
      </Card>
    </Show>
  );
}

function AskDialog(props: {
  caseId: string;
  candidates: ArtefactsOfCase["candidates"];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const options = () => [
    ...props.candidates.files.map(({ id, label }) => ({
      value: `report_file ${id}`,
      label,
      group: t("artefacts.source_files"),
    })),
    ...props.candidates.evidence.map(({ id, label }) => ({
      value: `evidence ${id}`,
      label,
      group: t("artefacts.source_evidence"),
    })),
  ];
  const [source, setSource] = createSignal(options()[0]?.value ?? "");
  const [question, setQuestion] = createSignal("");
  const [urgency, setUrgency] = createSignal<string>("soon");
  const [analyst, setAnalyst] = createSignal("");
  onMount(() => void loadDirectory());
  const send = async (): Promise<void> => {
    const [kind = "", id = ""] = source().split(" ");
    const { reference } = await apiPost<{ reference: string }>(`/api/v1/desk/cases/${props.caseId}/artefacts`, {
      source: kind === "evidence" ? { kind, evidenceId: id } : { kind: "report_file", fileId: id },
      question: question(),
      urgency: urgency(),
      ...(analyst() === "" ? {} : { analystId: analyst() }),
    });
    showToast({ text: t("artefacts.asked", { reference }) });
  };
  return (
    <ActDialog
      title={t("artefacts.ask")}
      description={t(options().length === 0 ? "artefacts.source_none" : "artefacts.ask_hint")}
      act={t("artefacts.ask")}
      send={send}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <SelectField
        name="source"
        label={t("artefacts.source")}
        value={source()}
        options={options()}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <TextArea
        name="question"
        label={t("artefacts.question")}
        hint={t("artefacts.question_hint")}
        rows={3}
        value={question()}
        onInput={(event) => setQuestion(event.currentTarget.value)}
      />
      <SelectField
        name="urgency"
        label={t("artefacts.urgency_label")}
        value={urgency()}
        options={urgencies.map((value) => ({ value, label: t(`artefacts.urgency.${value}`) }))}
        onChange={(event) => setUrgency(event.currentTarget.value)}
      />
      <SelectField
        name="analystId"
        label={t("artefacts.analyst")}
        value={analyst()}
        options={[
          { value: "", label: t("artefacts.anybody") },
          ...directory().people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => setAnalyst(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
