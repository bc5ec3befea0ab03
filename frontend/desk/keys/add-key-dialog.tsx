// Adds a correspondent's key: pasted, from a file, or looked up where their domain publishes it.
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { CorrespondentView } from "../../../backend/coordination/conversations/model.ts";
import type { ImportedKey } from "../../../backend/coordination/openpgp/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

export function AddKeyDialog(props: { onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [known] = createResource(
    async () => (await apiGet<{ rows: CorrespondentView[] }>("/api/v1/talking/correspondents")).rows,
  );
  const rows = () => (known.error ? [] : (known() ?? []));
  const [chosen, setChosen] = createSignal("");
  const [armored, setArmored] = createSignal("");
  const [said, setSaid] = createSignal<string>();
  const whose = (): string => chosen() || (rows()[0]?.id ?? "");
  const take = async (path: string, body?: unknown): Promise<void> => {
    setSaid(undefined);
    const { outcome } = await apiPost<ImportedKey>(`/api/v1/openpgp/correspondents/${whose()}/${path}`, body);
    setSaid(t(`openpgp.added.${outcome}`));
    if (outcome !== "none") props.onDone();
  };
  return (
    <FormDialog
      isWide
      title={t("openpgp.add")}
      act={t("openpgp.add")}
      sending={sending}
      onClose={props.onClose}
      onSubmit={async () => await take("keys", { armored: armored() })}
    >
      <Show when={known.error}>
        <Notice tone="problem">{describeProblem(known.error)}</Notice>
      </Show>
      <Show when={said()}>
        <p role="status">
          <Notice>{said()}</Notice>
        </p>
      </Show>
      <Show when={known.state === "ready"}>
        <SelectField
          label={t("openpgp.whose")}
          value={whose()}
          options={rows().map(({ id, name, email }) => ({ value: id, label: email ? `${name} · ${email}` : name }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <p>
          <Button isSmall onClick={() => void sending.run(async () => await take("look-up"))}>
            {t("openpgp.look_up")}
          </Button>
        </p>
        <TextArea
          name="armored"
          label={t("openpgp.armored")}
          rows={6}
          spellcheck={false}
          value={armored()}
          onInput={(event) => setArmored(event.currentTarget.value)}
        />
        <label class="field">
          <span class="field-label">{t("openpgp.file")}</span>
          <FileBox
            accept=".asc,.gpg,.pgp,.txt"
            onChange={(event) => void event.currentTarget.files?.[0]?.text().then((text) => setArmored(text))}
          />
        </label>
      </Show>
    </FormDialog>
  );
}
