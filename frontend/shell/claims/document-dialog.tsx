// Adds a letter as a file, or what WHOIS or RDAP printed as a file or as pasted text.
import { createSignal, createUniqueId, type JSX, Show } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createSending } from "./create-sending.ts";
import { FieldsForm } from "../forms/fields-form.tsx";

const kinds = ["letter", "whois", "rdap"] as const;

export function DocumentDialog(props: {
  claimId: string;
  root: string;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const fileId = createUniqueId();
  const [kind, setKind] = createSignal<string>("letter");
  const [file, setFile] = createSignal<File>();
  const [text, setText] = createSignal("");
  const [signedBy, setSignedBy] = createSignal("");
  const [signedOn, setSignedOn] = createSignal("");
  const [letterNumber, setLetterNumber] = createSignal("");
  const isLetter = () => kind() === "letter";
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isDone = await sending.run(async () => {
      const chosen = file();
      await apiPost(`${props.root}/${props.claimId}/documents`, {
        kind: kind(),
        name: chosen?.name ?? `${kind()}.txt`,
        ...(chosen ? { base64: await base64Of(chosen) } : isLetter() ? {} : { text: text() }),
        ...(isLetter() && signedBy().trim() ? { signedBy: signedBy().trim() } : {}),
        ...(isLetter() && signedOn() ? { signedOn: signedOn() } : {}),
        ...(isLetter() && letterNumber().trim() ? { letterNumber: letterNumber().trim() } : {}),
      });
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("claims.add_document")}
      description={t("claims.document_hint")}
      isWide
    >
      <FieldsForm of={sending} class="claim-form" onSubmit={(event) => void submit(event)} novalidate>
        <SelectField
          name="kind"
          label={t("claims.document_kind")}
          value={kind()}
          options={kinds.map((value) => ({ value, label: t(`claims.proofs.${value}`) }))}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <div class="field" data-error={sending.errorOf("base64") ? "" : undefined}>
          <label class="field-label" for={fileId}>
            {t("claims.file")}
          </label>
          <p class="field-hint" id={`${fileId}-hint`}>
            {t(isLetter() ? "claims.file_letter" : "claims.file_text")}
          </p>
          <Show when={sending.errorOf("base64")}>
            <p class="field-error" id={`${fileId}-error`}>
              {sending.errorOf("base64")}
            </p>
          </Show>
          <FileBox
            id={fileId}
            accept={isLetter() ? ".pdf,.png,.jpg,.jpeg" : ".txt,.json"}
            aria-describedby={sending.errorOf("base64") ? `${fileId}-hint ${fileId}-error` : `${fileId}-hint`}
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        </div>
        <Show
          when={isLetter()}
          fallback={
            <Show when={!file()}>
              <TextArea
                name="text"
                label={t("claims.text")}
                hint={t("claims.text_hint")}
                rows={9}
                value={text()}
                error={sending.errorOf("text")}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </Show>
          }
        >
          <TextField
            name="signedBy"
            label={t("claims.signed_by")}
            value={signedBy()}
            maxLength={200}
            error={sending.errorOf("signedBy")}
            onInput={(event) => setSignedBy(event.currentTarget.value)}
          />
          <TextField
            name="signedOn"
            label={t("claims.signed_on")}
            type="date"
            value={signedOn()}
            error={sending.errorOf("signedOn")}
            onInput={(event) => setSignedOn(event.currentTarget.value)}
          />
          <TextField
            name="letterNumber"
            label={t("claims.letter_number")}
            value={letterNumber()}
            maxLength={100}
            error={sending.errorOf("letterNumber")}
            onInput={(event) => setLetterNumber(event.currentTarget.value)}
          />
        </Show>
        <DialogButtons act={t("claims.add_document")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
