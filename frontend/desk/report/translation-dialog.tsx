// Writes a translation beside its original: typed, or taken from a text file with who or what made it.
import { createSignal, type JSX, Show } from "solid-js";
import {
  type KeepTranslation,
  translationLimits,
  type TranslationView,
} from "../../../backend/cases/translations/model.ts";
import { languages } from "../../../backend/intake/model.ts";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { ApiProblem, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

type Language = TranslationView["language"];

export function TranslationDialog(props: {
  page: ReportPage;
  messageId: string | null;
  /** The original, as it may be shown. */
  text: string;
  /** The language of the translation that is read at this moment. */
  first: Language | undefined;
  onClose: () => void;
  onDone: (language: Language) => void;
}): JSX.Element {
  const t = useWords();
  // What a text is written in is what its reporter chose; a message may be in another, so every language is offered.
  const others = languages.filter((one) => one !== props.page.language);
  const own = currentLanguage();
  const [language, setLanguage] = createSignal<Language>(
    props.first ?? others.find((one) => one === own) ?? others[0] ?? "fr",
  );
  const standing = () =>
    props.page.translations.find((one) => one.messageId === props.messageId && one.language === language());
  const [seen, setSeen] = createSignal(standing()?.version ?? 0);
  const [body, setBody] = createSignal(standing()?.body ?? "");
  const [source, setSource] = createSignal(standing()?.source ?? "");
  const [origin, setOrigin] = createSignal<"typed" | "imported">(standing()?.origin ?? "typed");
  const [bodyError, setBodyError] = createSignal<string>();
  const [sourceError, setSourceError] = createSignal<string>();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const choose = (wanted: Language): void => {
    const before = standing()?.body ?? "";
    setLanguage(wanted);
    setSeen(standing()?.version ?? 0);
    // What was typed stays; only an untouched text gives way to the one that stands in the other language.
    if (body() === before) setBody(standing()?.body ?? "");
  };
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    if (file.size > translationLimits.body * 4) {
      setBodyError(t("desk-more.translation.too_long", { count: translationLimits.body }));
      return;
    }
    setBodyError(undefined);
    setBody((await file.text()).trim());
    setOrigin("imported");
  };
  const send = async (): Promise<void> => {
    setProblem(undefined);
    setBodyError(
      body().trim() === ""
        ? t("desk-more.translation.empty")
        : body().trim().length > translationLimits.body
          ? t("desk-more.translation.too_long", { count: translationLimits.body })
          : undefined,
    );
    setSourceError(
      origin() === "imported" && source().trim() === "" ? t("desk-more.translation.source_expected") : undefined,
    );
    if (bodyError() || sourceError()) return;
    const { messageId } = props;
    const wanted = language();
    const written: KeepTranslation = {
      messageId,
      language: wanted,
      body: body(),
      origin: origin(),
      source: source(),
      seen: seen(),
    };
    setBusy(true);
    try {
      await apiPost(`/api/v1/desk/reports/${props.page.id}/translations`, written);
      showToast({ text: t("desk-more.translation.kept") });
      props.onDone(wanted);
    } catch (error) {
      // Of two who translate at once the second reads the other's first, and then sends the own as the next version.
      if (error instanceof ApiProblem && error.code === "conflict") {
        setSeen(Number(/\d+/.exec(error.fields[0]?.message ?? "")?.[0] ?? seen()));
        setProblem(t("desk-more.translation.overtaken"));
      } else setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={() => props.onClose()}
      title={t("desk-more.translation.title")}
      description={t("desk-more.translation.hint")}
    >
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Show when={problem()}>
          {(text) => (
            <Notice tone="problem" isAlert>
              {text()}
            </Notice>
          )}
        </Show>
        <SelectField
          label={t("desk-more.translation.into")}
          value={language()}
          options={(props.messageId === null ? others : [...languages]).map((value) => ({
            value,
            label: t(`common.language.${value}`),
          }))}
          onChange={(event) => {
            const wanted = languages.find((one) => one === event.currentTarget.value);
            if (wanted) choose(wanted);
          }}
        />
        <div class="translated" data-two="">
          <div class="translated-original">
            <p class="small-text quiet-text">{t("desk-more.translation.original")}</p>
            <p class="pre-text translated-scroll" dir="auto" lang={props.page.language} tabindex="0">
              {props.text}
            </p>
          </div>
          <TextArea
            label={t("desk-more.translation.body")}
            rows={9}
            autofocus
            lang={language()}
            value={body()}
            error={bodyError()}
            maxLength={translationLimits.body}
            onInput={(event) => {
              setBody(event.currentTarget.value);
              setBodyError(undefined);
            }}
            onKeyDown={(event) => {
              if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                void send();
              }
            }}
          />
        </div>
        <label class="translated-file">
          <span class="field-label">{t("desk-more.translation.file")}</span>
          <FileBox
            isTakenAtOnce
            accept=".txt,text/plain"
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </label>
        <TextField
          label={t("desk-more.translation.source")}
          hint={t("desk-more.translation.source_hint")}
          value={source()}
          maxLength={translationLimits.source}
          error={sourceError()}
          onInput={(event) => {
            setSource(event.currentTarget.value);
            setSourceError(undefined);
          }}
        />
        <DialogButtons act={t("desk-more.translation.keep")} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
