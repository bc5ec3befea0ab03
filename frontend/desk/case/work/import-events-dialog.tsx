// A file for the timeline: looked at first, its columns named where the guess was wrong, then brought in.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type ImportAnswer, importColumns } from "../../../../backend/cases/timeline/model.ts";
import { Dialog, DialogButtons } from "../../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../../parts/field/field.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPostBytes } from "../../../platform/api.ts";
import { readerZone } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import type { Work } from "./create-work.ts";
import { sayUtc } from "./times.ts";

export function ImportEventsDialog(props: { caseId: string; work: Work; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { caseId, work } = props;
  const [file, setFile] = createSignal<File>();
  const [zone, setZone] = createSignal(readerZone());
  const [columns, setColumns] = createSignal<Record<string, string>>({});
  const [seen, setSeen] = createSignal<ImportAnswer>();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const send = async (isTrial: boolean): Promise<void> => {
    const chosen = file();
    const { onClose } = props;
    if (!chosen) {
      setProblem(t("casework.import.choose"));
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      const query = new URLSearchParams({ isTrial: String(isTrial), zone: zone(), ...columns() });
      const answer = await apiPostBytes<ImportAnswer>(`/api/v1/desk/cases/${caseId}/events/import?${query}`, chosen);
      if (isTrial) setSeen(answer);
      else {
        onClose();
        showToast({ text: t("casework.import.done", { count: answer.added }) });
        void work.reload();
      }
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const isReady = () => (seen()?.added ?? 0) > 0;
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("casework.import.title")}
      description={t("casework.import.text")}
      isWide
    >
      <form
        class="work-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy()) void send(!isReady());
        }}
      >
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <div class="work-pair">
          <TextField
            type="file"
            label={t("casework.import.file")}
            onChange={(event) => {
              setFile(event.currentTarget.files?.[0]);
              setColumns({});
              setSeen(undefined);
            }}
          />
          <SelectField
            label={t("casework.import.zone")}
            value={zone()}
            options={[...new Set([readerZone(), "UTC", "Africa/Bamako", "Asia/Ulaanbaatar"])].map((value) => ({
              value,
              label: value === readerZone() ? t("casework.timeline.zone_own", { zone: value }) : value,
            }))}
            onChange={(event) => {
              setZone(event.currentTarget.value);
              setSeen(undefined);
            }}
          />
        </div>
        <Show when={seen()}>
          {(answer) => (
            <div aria-live="polite" class="work-form">
              <p>
                <Show when={answer().kind === "scan"}>{t("casework.import.scan")}: </Show>
                <b>
                  {t("casework.import.found", {
                    added: answer().added,
                    known: answer().known,
                    refused: answer().refused,
                  })}
                </b>
              </p>
              <Show when={answer().kind === "table"}>
                <div class="work-pair">
                  <For each={importColumns}>
                    {(column) => (
                      <SelectField
                        label={t(`casework.import.column.${column}`)}
                        value={columns()[column] ?? answer().taken[column] ?? ""}
                        options={[
                          { value: "", label: "—" },
                          ...answer().headings.map((value) => ({ value, label: value })),
                        ]}
                        onChange={(event) => {
                          const { value } = event.currentTarget;
                          setColumns((all) => ({ ...all, [column]: value }));
                          void send(true);
                        }}
                      />
                    )}
                  </For>
                </div>
              </Show>
              <Show when={answer().first.length > 0}>
                <p class="field-label">{t("casework.import.first")}</p>
                <ul class="side-list small-text">
                  <For each={answer().first}>
                    {(one) => (
                      <li>
                        <span class="figures">{sayUtc(one.happenedAt)} UTC</span> · <span dir="auto">{one.title}</span>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
              <Show when={answer().problems.length > 0}>
                <ul class="side-list small-text quiet-text">
                  <For each={answer().problems.slice(0, 5)}>
                    {(one) => (
                      <li>
                        {t("casework.import.line", { line: one.line })}: {one.message}
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </div>
          )}
        </Show>
        <DialogButtons
          act={isReady() ? t("casework.import.do", { count: seen()?.added ?? 0 }) : t("casework.import.look")}
          isBusy={isBusy()}
          onCancel={() => props.onClose()}
        />
      </form>
    </Dialog>
  );
}
