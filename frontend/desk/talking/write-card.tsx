// Writes to the party: from a template, with a label, now or at an instant; looked at before it leaves, and taken back within fifteen seconds.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  type ConversationPage,
  holdSeconds,
  type PreviewView,
} from "../../../backend/coordination/conversations/model.ts";
import type { MessageFile } from "../../../backend/coordination/conversations/files/model.ts";
import type { FilledTemplate } from "../../../backend/coordination/templates/model.ts";
import { type Marking, markings } from "../../../backend/intake/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createDraft } from "../../shell/data/drafts.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { FilesField } from "./files-field.tsx";

export function WriteCard(props: { page: ConversationPage; onSent: () => void }): JSX.Element {
  const t = useWords();
  const draft = createDraft(() => `talk.${props.page.id}`);
  const [marking, setMarking] = createSignal<Marking>(props.page.caseMarking);
  const [at, setAt] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  const [preview, setPreview] = createSignal<PreviewView>();
  const [isBusy, setBusy] = createSignal(false);
  const [files, setFiles] = createSignal<MessageFile[]>([]);
  // Asked for again once a message has taken them, or given them back.
  const [round, setRound] = createSignal(1);
  const [templates] = createResource(
    () => ({ id: props.page.id, language: currentLanguage() }),
    async ({ id, language }) =>
      (await apiGet<{ rows: FilledTemplate[] }>(`/api/v1/talking/conversations/${id}/templates`, { language })).rows,
  );
  const filled = () => (templates.error ? [] : (templates() ?? []));
  const body = () => ({
    body: draft.text(),
    marking: marking(),
    ...(files().length === 0 ? {} : { fileIds: files().map(({ id }) => id) }),
    ...(at() === "" ? {} : { sendAt: new Date(at()).toISOString() }),
  });
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setPreview(undefined);
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const look = async (): Promise<void> =>
    await run(async () => {
      const { id } = props.page;
      setPreview(await apiPost<PreviewView>(`/api/v1/talking/conversations/${id}/preview`, body()));
    });
  const takeBack = async (id: string, text: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/talking/messages/${id}/withdraw`);
      draft.write(text);
      setRound((before) => before + 1);
      showToast({ text: t("talking.taken_back") });
      props.onSent();
    } catch (error) {
      tellProblem(error);
    }
  };
  const send = async (): Promise<void> =>
    await run(async () => {
      const { id, partyName } = props.page;
      const text = draft.text();
      const isTimed = at() !== "";
      const sent = await apiPost<{ id: string; releaseAt: string }>(
        `/api/v1/talking/conversations/${id}/messages`,
        body(),
      );
      setPreview(undefined);
      draft.clear();
      setRound((before) => before + 1);
      setAt("");
      showToast({
        text: isTimed
          ? t("talking.scheduled", { name: partyName, at: formatInstant(sent.releaseAt) })
          : t("talking.held", { name: partyName, seconds: holdSeconds }),
        leftMs: holdSeconds * 1000,
        undo: () => void takeBack(sent.id, text),
        whenOver: () => props.onSent(),
      });
      props.onSent();
    });
  return (
    <Card title={t("talking.write", { name: props.page.partyName })} id="write">
      <form
        class="talk-form"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <SelectField
          label={t("talking.template")}
          value=""
          options={[
            { value: "", label: t("talking.template_none") },
            ...filled().map(({ name }, index) => ({ value: String(index + 1), label: name })),
          ]}
          onChange={(event) => {
            const chosen = filled()[Number(event.currentTarget.value) - 1];
            if (chosen) draft.write(chosen.body);
          }}
        />
        <TextArea
          label={t("talking.body")}
          hint={t("talking.body_hint")}
          rows={8}
          maxLength={20_000}
          lang={props.page.correspondent.language}
          data-kept=""
          value={draft.text()}
          onInput={(event) => draft.write(event.currentTarget.value)}
        />
        <FilesField conversationId={props.page.id} round={round()} onFiles={setFiles} />
        <div class="talk-fields">
          <SelectField
            label={t("talking.marking")}
            value={marking()}
            options={markings.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
            onChange={(event) => setMarking(markings.find((one) => one === event.currentTarget.value) ?? "amber")}
          />
          <TextField
            label={t("talking.at")}
            hint={t("talking.at_hint")}
            type="datetime-local"
            value={at()}
            onInput={(event) => setAt(event.currentTarget.value)}
          />
        </div>
        <div class="dialog-buttons">
          <Button type="submit" look="main" disabled={isBusy() || draft.text().trim() === ""}>
            {t("talking.preview")}
          </Button>
        </div>
      </form>
      <Show when={preview()}>
        {(shown) => (
          <Dialog isOpen isWide onClose={() => setPreview(undefined)} title={t("talking.preview_title")}>
            <p class="talk-tags">
              <Tag tone="indigo">{t(`talking.protection.${shown().protection}`)}</Tag>
              <span>
                {shown().to === null
                  ? t("talking.preview_room")
                  : t("talking.preview_to", { address: shown().to ?? "" })}
              </span>
            </p>
            <Show when={shown().fingerprint}>
              {(fingerprint) => (
                <p class="small-text">
                  {t("talking.key.good", { fingerprint: fingerprint().match(/.{4}/g)?.join(" ") ?? "" })}{" "}
                  {shown().isVerified ? "" : t("talking.key.unverified")}
                </p>
              )}
            </Show>
            <div class="talk-preview" tabindex="0" role="region" aria-label={t("talking.preview")}>
              <p>
                <b dir="auto">{shown().subject}</b>
              </p>
              <p class="pre-text" dir="auto">
                {shown().text}
              </p>
              <For each={shown().files}>
                {(file) => (
                  <p class="small-text">
                    {t(shown().protection === "link" ? "talking.files.behind" : "talking.files.with", {
                      name: file.name,
                    })}
                  </p>
                )}
              </For>
            </div>
            <div class="dialog-buttons">
              <Button look="main" disabled={isBusy()} onClick={() => void send()}>
                {t("talking.send")}
              </Button>
              <Button look="quiet" onClick={() => setPreview(undefined)}>
                {t("desk.cancel")}
              </Button>
            </div>
          </Dialog>
        )}
      </Show>
    </Card>
  );
}
