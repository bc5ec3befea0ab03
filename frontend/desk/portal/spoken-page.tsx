// Questions of the portal read aloud: for each language what is to be read, and the one recording of each question, put in, heard, replaced or taken out.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { SpokenList } from "../../../backend/intake/spoken/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiPut } from "../../platform/api.ts";
import { formatBytes, formatInstant, formatNumber } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "./spoken.css";

const path = "/api/v1/spoken-questions";
type Slot = SpokenList["questions"][number]["slots"][number];

export function SpokenPage(): JSX.Element {
  const t = useWords();
  const page = createPage<SpokenList>(() => path);
  const [language, setLanguage] = createSignal<string>(currentLanguage());
  const questions = () => page.answer()?.questions ?? [];
  const slotOf = (question: SpokenList["questions"][number]): Slot | undefined =>
    question.slots.find((slot) => slot.language === language());
  const done = (): number => questions().filter((question) => slotOf(question)?.recording).length;
  const isComplete = (): boolean => ["fr", "en", "mn"].includes(language());
  return (
    <PageFrame
      title={t("spoken.page.title")}
      text={t("spoken.page.lead")}
      state={page.problem() !== undefined ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => page.load()}
    >
      <Show when={page.answer()}>
        <div class="spoken-head">
          <SelectField
            label={t("spoken.page.language")}
            value={language()}
            options={(page.answer()?.languages ?? []).map(({ tag, name }) => ({ value: tag, label: name }))}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          />
          <p>
            <b>{t("spoken.page.count", { done: done(), all: questions().length })}</b> {t("spoken.page.format")}
          </p>
        </div>
      </Show>
      <Show when={!isComplete() && page.answer()}>
        <Notice tone="plain">{t("spoken.page.begun")}</Notice>
      </Show>
      <For each={questions()}>
        {(question) => (
          <Show when={slotOf(question)}>
            {(slot) => (
              <QuestionCard
                question={question.question}
                flow={t(`flowtimes.flow.${question.flow}`)}
                slot={slot()}
                onChanged={() => page.load()}
                isBegun={!isComplete()}
              />
            )}
          </Show>
        )}
      </For>
    </PageFrame>
  );
}

function QuestionCard(props: {
  question: string;
  flow: string;
  slot: Slot;
  isBegun: boolean;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [failure, setFailure] = createSignal<unknown>();
  const [isBusy, setBusy] = createSignal(false);
  const title = (): string => props.slot.text[0] ?? props.question;
  const act = async (work: () => Promise<unknown>, said: string): Promise<void> => {
    const changed = props.onChanged;
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
      showToast({ text: said });
      changed();
    } catch (error) {
      setFailure(() => error);
    } finally {
      setBusy(false);
    }
  };
  const put = async (file: File): Promise<void> => {
    const { question, slot } = props;
    const { language, textSha256 } = slot;
    await act(
      async () => await apiPut(path, { question, language, textSha256, bytes: await toBase64(file) }),
      t("spoken.page.saved"),
    );
  };
  const remove = async (): Promise<void> => {
    const search = new URLSearchParams({ question: props.question, language: props.slot.language });
    await act(async () => await apiDelete(`${path}?${search}`), t("spoken.page.removed"));
  };
  const address = (): string =>
    `/audio/${props.question}?in=${props.slot.language}&v=${props.slot.recording?.version ?? ""}`;
  return (
    <Card title={`${props.flow} · ${title()}`}>
      <div class="spoken-question">
        <div>
          <p class="quiet-text small-text">{t("spoken.page.read")}</p>
          <div lang={props.isBegun ? "fr" : props.slot.language}>
            <For each={props.slot.text}>{(line) => <p>{line}</p>}</For>
          </div>
        </div>
        <div>
          <Show when={props.slot.recording} fallback={<Tag tone="plain">{t("spoken.page.none")}</Tag>}>
            {(recording) => (
              <>
                <audio
                  controls
                  preload="none"
                  src={address()}
                  aria-label={t("spoken.page.listen", { title: title() })}
                />
                <Show when={recording().isOutdated}>
                  <Notice tone="problem">{t("spoken.page.outdated")}</Notice>
                </Show>
                <p class="quiet-text small-text">
                  {t("spoken.page.facts", {
                    seconds: formatNumber(recording().durationSeconds),
                    size: formatBytes(recording().size),
                    name: recording().putBy ?? "–",
                    date: formatInstant(recording().putAt),
                  })}
                </p>
                <Button
                  isSmall
                  isBusy={isBusy()}
                  aria-label={t("spoken.page.remove_what", { title: title() })}
                  onClick={() => void remove()}
                >
                  {t("spoken.page.remove")}
                </Button>
              </>
            )}
          </Show>
          <TextField
            type="file"
            accept="audio/*"
            label={t(props.slot.recording ? "spoken.page.replace" : "spoken.page.put", { title: title() })}
            error={failure() === undefined ? undefined : describeProblem(failure())}
            disabled={isBusy()}
            onChange={(event) => {
              const input = event.currentTarget;
              const file = input.files?.[0];
              if (file) void put(file).finally(() => (input.value = ""));
            }}
          />
        </div>
      </div>
    </Card>
  );
}

async function toBase64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
