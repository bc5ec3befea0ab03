// The secret address for calendar programs: made, shown once, replaced, stopped.
import { createSignal, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiDelete, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { instant } from "../../shell/law/law-words.ts";

export function FeedCard(props: { madeAt: string | undefined; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [address, setAddress] = createSignal<string>();
  const act = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      props.onChanged();
    } catch (error) {
      tellProblem(error);
    }
  };
  const make = async (): Promise<void> => {
    const made = await apiPost<{ address: string }>("/api/v1/calendar/feed", { language: currentLanguage() });
    setAddress(made.address);
  };
  const stop = async (): Promise<void> => {
    await apiDelete("/api/v1/calendar/feed");
    setAddress(undefined);
  };
  return (
    <Card title={t("duties.feed.title")}>
      <p class="quiet-text">{t("duties.feed.text")}</p>
      <Show when={props.madeAt}>{(at) => <p>{t("duties.feed.since", { at: instant(at()) })}</p>}</Show>
      <Show when={address()}>
        {(made) => (
          <TextField
            label={t("duties.feed.once")}
            value={made()}
            readOnly
            class="mono"
            onFocus={(focus) => focus.currentTarget.select()}
          />
        )}
      </Show>
      <div class="law-acts">
        <Button onClick={() => void act(make)}>{t(props.madeAt ? "duties.feed.again" : "duties.feed.make")}</Button>
        <Show when={props.madeAt}>
          <Button look="quiet" onClick={() => void act(stop)}>
            {t("duties.feed.stop")}
          </Button>
        </Show>
      </div>
    </Card>
  );
}
