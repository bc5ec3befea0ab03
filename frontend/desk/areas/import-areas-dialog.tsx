// An import of areas: choose the file, look at what it would change and what is wrong in it, then do exactly that.
import { createSignal, createUniqueId, For, type JSX, Show } from "solid-js";
import type { AreaImportPreview } from "../../../backend/registry/areas/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPostBytes } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

const shown = 100;

export function ImportAreasDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const id = createUniqueId();
  const [file, setFile] = createSignal<File>();
  const [preview, setPreview] = createSignal<AreaImportPreview>();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const look = async (chosen: File | undefined): Promise<void> => {
    setFile(chosen);
    setPreview(undefined);
    if (chosen)
      await attempt(async () => {
        const query = new URLSearchParams({ name: chosen.name });
        setPreview(await apiPostBytes<AreaImportPreview>(`/api/v1/areas/imports/preview?${query}`, chosen));
      });
  };
  const run = async (chosen: File, looked: AreaImportPreview): Promise<void> =>
    await attempt(async () => {
      const query = new URLSearchParams({ name: chosen.name, fingerprint: looked.fingerprint });
      const done = await apiPostBytes<{ added: number; changed: number; ended: number }>(
        `/api/v1/areas/imports?${query}`,
        chosen,
      );
      showToast({ text: t("areas.import.done", done) });
      props.onDone();
    });
  return (
    <Dialog isOpen isWide onClose={props.onClose} title={t("areas.import.title")} description={t("areas.import.hint")}>
      <div class="field">
        <label class="field-label" for={id}>
          {t("areas.import.file")}
        </label>
        <FileBox
          id={id}
          accept=".csv,.xlsx,.json,.geojson,.topojson"
          onChange={(event) => void look(event.currentTarget.files?.[0])}
        />
      </div>
      <Show when={problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
      <Show when={preview()}>
        {(looked) => (
          <>
            <Show when={looked().problems.length > 0}>
              <Notice tone="problem" isAlert>
                <span>{t("areas.import.problems", { count: looked().problems.length })}</span>
              </Notice>
              <ul>
                <For each={looked().problems.slice(0, shown)}>
                  {(one) => (
                    <li>
                      {t("areas.import.line", { line: one.line })} {t(`areas.problem.${one.code}`, one.values)}
                    </li>
                  )}
                </For>
              </ul>
            </Show>
            <p>
              {t("areas.import.counts", {
                added: looked().changes.filter(({ kind }) => kind === "added").length,
                changed: looked().changes.filter(({ kind }) => kind === "changed").length,
                ended: looked().changes.filter(({ kind }) => kind === "ended").length,
                unchanged: looked().unchanged,
              })}
            </p>
            <ul>
              <For each={looked().changes.slice(0, shown)}>
                {(change) => (
                  <li>
                    {t(`areas.import.${change.kind}`)} <b>{change.name}</b>{" "}
                    <span class="quiet-text small-text">
                      {change.id} {change.fields.map((field) => t(`areas.field.${field}`)).join(", ")}
                    </span>
                  </li>
                )}
              </For>
            </ul>
            <Show when={looked().changes.length > shown}>
              <p class="quiet-text">{t("areas.import.more", { count: looked().changes.length - shown })}</p>
            </Show>
            <div class="dialog-buttons">
              <Button
                look="main"
                isBusy={isBusy()}
                disabled={looked().problems.length > 0 || looked().changes.length === 0}
                onClick={() => {
                  const chosen = file();
                  if (chosen) void run(chosen, looked());
                }}
              >
                {t("areas.import.run")}
              </Button>
              <Button look="quiet" onClick={() => props.onClose()}>
                {t("desk.cancel")}
              </Button>
            </div>
          </>
        )}
      </Show>
    </Dialog>
  );
}
