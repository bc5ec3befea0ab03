// The review's summary, read or written in three languages.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ReviewView } from "../../../backend/reporting/review/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords, wordsLanguages } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { say } from "../../shell/say/say-texts.ts";

export function SummaryCard(props: { review: ReviewView; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  const [text, setText] = createSignal<Record<string, string>>({});
  const begin = (): void => {
    setText({ ...props.review.summary });
    setOpen(true);
  };
  return (
    <Show when={props.review.state !== "none"}>
      <Card
        title={t("committee.summary")}
        aside={
          <Show when={props.review.can.change}>
            <Button isSmall onClick={begin}>
              {t("committee.write")}
            </Button>
          </Show>
        }
      >
        <p class="committee-under">{say(props.review.summary) || t("committee.no_summary")}</p>
      </Card>
      <Show when={isOpen()}>
        <ActDialog
          asks="review"
          title={t("committee.summary")}
          act={t("committee.save")}
          onClose={() => setOpen(false)}
          onDone={props.onDone}
          send={async () =>
            await apiPost(`/api/v1/committee/reviews/${props.review.year}/summary`, {
              text: Object.fromEntries(Object.entries(text()).filter(([, one]) => one.trim() !== "")),
              version: props.review.version,
            })
          }
        >
          <For each={wordsLanguages}>
            {(language) => (
              <TextArea
                name={language}
                label={t(`common.language.${language}`)}
                lang={language}
                rows={5}
                maxLength={8000}
                value={text()[language] ?? ""}
                onInput={(event) => setText({ ...text(), [language]: event.currentTarget.value })}
              />
            )}
          </For>
        </ActDialog>
      </Show>
    </Show>
  );
}
