// Files of the message that is being written: new ones, or copies from the case; what came with a report leaves packed, and its password is told once.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type {
  AttachedFile,
  FileOption,
  FilesOfDraft,
  MessageFile,
} from "../../../backend/coordination/conversations/files/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiGet, apiPost, apiPostFile } from "../../platform/api.ts";
import { formatBytes } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";

export function FilesField(props: {
  conversationId: string;
  /** Counts up when a message has taken the files, or given them back: they are asked for again. */
  round: number;
  onFiles: (files: MessageFile[]) => void;
}): JSX.Element {
  const t = useWords();
  const [isBusy, setBusy] = createSignal(false);
  const [isChoosing, setChoosing] = createSignal(false);
  const [password, setPassword] = createSignal<string>();
  const path = (): string => `/api/v1/talking/conversations/${props.conversationId}/files`;
  const [draft, { refetch }] = createResource(path, async (address) => {
    const read = await apiGet<FilesOfDraft>(address);
    props.onFiles(read.files);
    return read;
  });
  createEffect(
    on(
      () => props.round,
      () => void refetch(),
      { defer: true },
    ),
  );
  const files = (): MessageFile[] => (draft.error === undefined ? (draft.latest?.files ?? []) : []);
  const options = (): FileOption[] => (draft.error === undefined ? (draft.latest?.options ?? []) : []);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
      void refetch();
    }
  };
  const upload = async (file: File): Promise<void> =>
    await run(async () => {
      const bytes = new Blob([file], { type: "application/octet-stream" });
      await apiPostFile(path(), bytes, { "file-name": encodeURIComponent(file.name) });
    });
  const attach = async (option: FileOption): Promise<void> => {
    setChoosing(false);
    await run(async () => {
      const { from, id } = option;
      const made = await apiPost<AttachedFile>(`${path()}/from-case`, { from, id });
      if (made.password !== null) setPassword(made.password);
    });
  };
  return (
    <div class="talk-files">
      <p class="field-label" id="talk-files">
        {t("talking.files.title")}
      </p>
      <ul class="talk-file-list" aria-labelledby="talk-files">
        <For each={files()}>
          {(file) => (
            <li>
              <span class="talk-file-name">{file.name}</span>{" "}
              <span class="quiet-text small-text">
                {formatBytes(file.size)} · TLP:{file.marking.toUpperCase()}
                {file.isPacked ? ` · ${t("talking.files.packed")}` : ""}
              </span>{" "}
              <Button
                isSmall
                look="quiet"
                type="button"
                disabled={isBusy()}
                onClick={() => void run(async () => await apiPost(`/api/v1/talking/files/${file.id}/remove`))}
              >
                {t("talking.files.remove")}
                <span class="for-ears"> {file.name}</span>
              </Button>
            </li>
          )}
        </For>
      </ul>
      <div class="talk-file-buttons">
        <TextField
          type="file"
          label={t("talking.files.add")}
          disabled={isBusy()}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (file) void upload(file);
          }}
        />
        <Button isSmall type="button" disabled={isBusy()} onClick={() => setChoosing(true)}>
          {t("talking.files.from_case")}
        </Button>
      </div>
      <Show when={isChoosing()}>
        <CaseFiles options={options()} onChoose={(option) => void attach(option)} onClose={() => setChoosing(false)} />
      </Show>
      <Show when={password()} keyed>
        {(shown) => (
          <Dialog
            isOpen
            title={t("talking.files.password_title")}
            description={t("talking.files.password_text")}
            onClose={() => setPassword(undefined)}
          >
            <p class="talk-password mono">{shown}</p>
          </Dialog>
        )}
      </Show>
    </div>
  );
}

function CaseFiles(props: {
  options: FileOption[];
  onChoose: (option: FileOption) => void;
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal(0);
  return (
    <Dialog
      isOpen
      title={t("talking.files.from_case")}
      description={t("talking.files.from_case_hint")}
      onClose={props.onClose}
    >
      <Show when={props.options.length > 0} fallback={<p class="quiet-text">{t("talking.files.none")}</p>}>
        <SelectField
          label={t("talking.files.title")}
          value={String(chosen())}
          options={props.options.map((option, index) => ({
            value: String(index),
            label: `${option.name} (${t(`talking.files.from.${option.from}`)} ${option.reference}, ${formatBytes(option.size)}, TLP:${option.marking.toUpperCase()})`,
          }))}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
        />
        <div class="dialog-buttons">
          <Button
            look="main"
            onClick={() => {
              const option = props.options[chosen()];
              if (option) props.onChoose(option);
            }}
          >
            {t("talking.files.choose")}
          </Button>
          <Button look="quiet" onClick={props.onClose}>
            {t("desk.cancel")}
          </Button>
        </div>
      </Show>
    </Dialog>
  );
}
